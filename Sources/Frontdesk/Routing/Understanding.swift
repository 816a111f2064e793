/// What was understood of one message: everything that the router decides on.
package struct Understanding: Sendable {
    package let text: String
    package let language: Language
    /// Every possible reply, the most confident first.
    package let candidates: [Candidate]
    /// The probability that neither an intent nor an entry covers the message.
    package let outOfScope: Double
    /// Slot values found in the message.
    package let slots: [String: String]
    private let intents: [String: IntentRouting]

    /// What routing must know of an intent.
    package struct IntentRouting: Sendable {
        package let handoff: Intent.Handoff?
        package let requiredSlots: [String]

        package init(handoff: Intent.Handoff? = nil, requiredSlots: [String] = []) {
            self.handoff = handoff
            self.requiredSlots = requiredSlots
        }
    }

    package init(
        text: String, language: Language, candidates: [Candidate], outOfScope: Double = 0,
        slots: [String: String] = [:], intents: [String: IntentRouting] = [:]
    ) {
        self.text = text
        self.language = language
        self.candidates = candidates.sorted { $0.confidence > $1.confidence }
        self.outOfScope = outOfScope
        self.slots = slots
        self.intents = intents
    }
}

extension Understanding {
    var isEmpty: Bool {
        !text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }

    var looksOutOfScope: Bool { outOfScope >= 0.5 }

    /// Whether it is likelier that nothing covers the message than that one of the two likeliest replies does.
    var isNearerToNone: Bool { outOfScope > answerable.prefix(2).reduce(0) { $0 + $1.confidence } }

    var bestConfidence: Double { candidates.first?.confidence ?? 0 }

    /// Candidates whose topic goes to a person at once.
    var urgent: [Candidate] { candidates(with: .urgent) }

    /// How likely it is that the topic is urgent: the urgent candidates together.
    ///
    /// Those that are unlikely each, below `fromEach`, do not add up to an emergency, and all of them have no more than the
    /// best other reply leaves.
    func urgency(fromEach least: Double) -> Double {
        let sum = urgent.map(\.confidence).filter { $0 >= least }.reduce(0, +)
        return min(sum, 1 - max(answerable.first?.confidence ?? 0, requested.first?.confidence ?? 0))
    }

    /// Candidates by which the customer asks for a person.
    var requested: [Candidate] { candidates(with: .requested) }

    /// Candidates that the bot may answer by itself or offer to the customer.
    var answerable: [Candidate] { candidates(with: nil) }

    func requiredSlots(of intent: String) -> [String] {
        intents[intent]?.requiredSlots ?? []
    }

    func handoff(of intent: String) -> HandoffReason? {
        switch intents[intent]?.handoff {
        case .requested: .requested(intent: intent)
        case .urgent: .urgent(intent: intent)
        case nil: nil
        }
    }

    private func candidates(with handoff: Intent.Handoff?) -> [Candidate] {
        candidates.filter { candidate in
            guard case .intent(let name) = candidate.option else { return handoff == nil }
            return intents[name]?.handoff == handoff
        }
    }
}
