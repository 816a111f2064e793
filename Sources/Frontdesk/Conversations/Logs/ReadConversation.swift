/// A conversation as a log has it, with the places that complaints name.
struct ReadConversation: Sendable {
    let id: String
    var customer: String?
    var channel: String?
    var language: String?
    var outcome: String?
    /// What else the log says of it, as a JSON object.
    var extra: String?
    var turns: [ReadTurn] = []
    let location: SourceLocation

    /// The turns by their times, where all have one: exports may begin with the newest.
    mutating func sortByTime() {
        guard turns.allSatisfy({ $0.time != nil }) else { return }
        let sorted = turns.enumerated().sorted { ($0.element.time ?? 0, $0.offset) < ($1.element.time ?? 0, $1.offset) }
        turns = sorted.map(\.element)
    }
}

/// One turn of it.
struct ReadTurn: Sendable {
    let speaker: Turn.Speaker
    let text: String
    /// Seconds since 1970; nil where the log does not tell.
    var time: Double?
    var intent: String?
    var route: String?
    var answerID: String?
    var confidence: Double?
    var model: String?
    var feedback: Turn.Feedback?
    /// What else the log says of it, as a JSON object.
    var extra: String?
    /// Where its intent stands, or else the turn.
    let location: SourceLocation
}

extension ReadConversation {
    /// The labels that people gave, by the numbers of the turns; what is neither an intent nor `oos` is an error.
    func labels(_ intents: Set<String>) throws -> [Int: Correction.Label] {
        var errors = BotErrors()
        var labels: [Int: Correction.Label] = [:]
        for index in turns.indices {
            guard let label = label(of: index) else { continue }
            if label == "oos" {
                labels[index] = .nothing
            } else if intents.contains(label) {
                labels[index] = .intent(label)
            } else {
                errors.append(
                    BotError(
                        .badData, at: turns[index].location, "there is no intent '\(label)'",
                        mend: Suggestion.mend(for: label, among: intents.sorted())))
            }
        }
        try errors.throwIfAny()
        return labels
    }

    /// The intent of a customer's message; what a bot took it for is no label unless somebody called its reply good.
    private func label(of index: Int) -> String? {
        guard turns[index].speaker == .customer, let intent = turns[index].intent else { return nil }
        let next = index + 1 < turns.count ? turns[index + 1] : nil
        return next?.speaker == .bot && next?.feedback != .good ? nil : intent
    }
}
