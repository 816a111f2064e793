/// From which confidence on the bot acts; `train` computes the values from held-out data.
package struct RoutingThresholds: Sendable, Hashable, Codable {
    /// From here on a reply is given.
    package var answer: Double
    /// From here on, for the sum of the two best candidates, the customer is asked which of them it is.
    package var clarify: Double
    /// From here on, for the sum over the urgent intents that reach half of it, a person is told.
    package var urgent: Double
    /// From here on a wish for a person is taken as one.
    package var handoff: Double

    /// From here on, for the best candidate, the customer is asked whether it is one of the nearest; nil is half of
    /// `answer`.
    package var clarifyUnsure: Double?

    /// Messages out of scope, which must be told so, seldom reach half of what an answer takes.
    var unsure: Double { clarifyUnsure ?? answer / 2 }

    /// In the files of models `clarifyUnsure` is called `offer`.
    private enum CodingKeys: String, CodingKey {
        case answer, clarify, urgent, handoff
        case clarifyUnsure = "offer"
    }

    /// For one of several questions in a message, which would get no answer if the message were taken as one question.
    var forSeveral: RoutingThresholds {
        var lower = self
        lower.answer = Self.severalShare * answer
        return lower
    }

    private static let severalShare = 0.85

    package init(answer: Double, clarify: Double, urgent: Double, handoff: Double, clarifyUnsure: Double? = nil) {
        self.clarifyUnsure = clarifyUnsure
        self.answer = answer
        self.clarify = clarify
        self.urgent = urgent
        self.handoff = handoff
    }
}
