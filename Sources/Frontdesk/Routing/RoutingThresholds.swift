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

    /// From here on, for the best candidate, what is near is offered; nil is half of `answer`.
    package var offer: Double?

    /// Messages out of scope, which must be told so, seldom reach half of what an answer takes.
    var offering: Double { offer ?? answer / 2 }

    package init(answer: Double, clarify: Double, urgent: Double, handoff: Double, offer: Double? = nil) {
        self.offer = offer
        self.answer = answer
        self.clarify = clarify
        self.urgent = urgent
        self.handoff = handoff
    }
}
