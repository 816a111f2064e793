/// From which confidence on the bot acts; `train` computes the values from held-out data.
package struct RoutingThresholds: Sendable, Hashable, Codable {
    /// From here on a reply is given.
    package var answer: Double
    /// From here on, for the sum of the two best candidates, the customer is asked which of them it is.
    package var clarify: Double
    /// From here on, for the sum over the urgent intents, a person is told.
    package var urgent: Double
    /// From here on a wish for a person is taken as one.
    package var handoff: Double

    package init(answer: Double, clarify: Double, urgent: Double, handoff: Double) {
        self.answer = answer
        self.clarify = clarify
        self.urgent = urgent
        self.handoff = handoff
    }
}
