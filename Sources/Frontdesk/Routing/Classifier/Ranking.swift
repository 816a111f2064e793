/// The intents that a message may mean, the likeliest first, and how sure that is.
package struct Ranking: Sendable {
    /// An intent, and the calibrated probability that it is what the customer wants.
    package struct Candidate: Sendable, Hashable {
        package let intent: String
        package let confidence: Double
        /// Its share of the soft votes of the nearest examples that the model was trained on.
        package let votes: Double

        package init(intent: String, confidence: Double, votes: Double = 0) {
            self.intent = intent
            self.confidence = confidence
            self.votes = votes
        }
    }

    /// Every intent once, the most confident first; confidences and `outOfScope` are not made to sum to one.
    package let candidates: [Candidate]
    /// The probability that no intent covers the message.
    package let outOfScope: Double
    /// The share of the votes of examples that no intent covers.
    package let outOfScopeVotes: Double
    /// The intents of the examples that are this very message, nil among them for one that no intent covers.
    package let sameMessage: Set<String?>
    /// The examples most like the message, the nearest first.
    package let nearest: [NearestExample]

    package init(
        candidates: [Candidate], outOfScope: Double, outOfScopeVotes: Double = 0, sameMessage: Set<String?> = [],
        nearest: [NearestExample]
    ) {
        self.candidates = candidates
        self.outOfScope = outOfScope
        self.outOfScopeVotes = outOfScopeVotes
        self.sameMessage = sameMessage
        self.nearest = nearest
    }
}

/// An example that a message is like.
package struct NearestExample: Sendable, Hashable {
    package let text: String
    /// Nil where the example is one that no intent covers.
    package let intent: String?
    /// Embedding and n-gram cosines, weighed as the blend weighs them; one for the same message.
    package let similarity: Float
    package let location: SourceLocation?

    package init(text: String, intent: String?, similarity: Float, location: SourceLocation?) {
        self.text = text
        self.intent = intent
        self.similarity = similarity
        self.location = location
    }
}
