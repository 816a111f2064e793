/// What people say about a reply, and how the bot learns from it at once.
extension Bot {
    /// What `/correct` offers for the last message: the likeliest intents and entries, "nothing fits", "a human".
    package func correctionChoices(in conversation: String) throws -> [CorrectionChoice] {
        guard let last, last.conversation == conversation else { return [] }
        let composer = ReplyComposer(files: files.current, seed: 0)
        let persons = files.current.catalog.intents.filter { $0.handoff == .requested }
        var choices = try last.first.understanding.candidates.filter { candidate in
            !persons.contains { candidate.option == .intent($0.name) }
        }.prefix(5).map { candidate in
            let title = composer.title(
                of: candidate.option, entry: try mind.entry(candidate.option.name, last.language), last.language)
            return CorrectionChoice(label: Correction.Label(candidate.option), title: title)
        }
        choices.append(CorrectionChoice(label: .nothing, title: last.language == .chinese ? "都不合适" : "Nothing fits"))
        if let person = persons.first {
            choices.append(
                CorrectionChoice(
                    label: .intent(person.name), title: last.language == .chinese ? "转人工" : "A human"))
        }
        return choices
    }

    /// Labels the last message of a conversation; it counts from the next message on.
    package mutating func correct(_ label: Correction.Label, in conversation: String) throws {
        if case .intent(let name) = label, files.current.catalog[name] == nil {
            throw BotError(
                .usage, "there is no intent '\(name)'",
                mend: Suggestion.mend(for: name, among: files.current.catalog.names))
        }
        let message = try lastMessage(in: conversation)
        try conversations.add(
            Correction(text: message, label: label, conversation: conversation, confirmed: false))
    }

    /// Rates the last reply; a good one confirms its intent as the right label of a message that means it by itself.
    ///
    /// False if there is no reply yet.
    package mutating func rate(_ feedback: Turn.Feedback, in conversation: String) throws -> Bool {
        let turns = try conversations.turns(of: conversation, last: 2)
        var confirming: Correction?
        if feedback == .good, turns.count == 2, let intent = turns[1].intent, turns[1].route == "template",
            let last, last.conversation == conversation, last.text == turns[0].text, last.means(intent)
        {
            confirming = Correction(
                text: turns[0].text, label: .intent(intent), conversation: conversation, confirmed: true)
        }
        return try conversations.rate(feedback, lastReplyOf: conversation, confirming: confirming)
    }

    /// Takes back the last correction or rating of a conversation, whichever is later; says what it was.
    package mutating func undo(in conversation: String) throws -> String? {
        switch try conversations.undo(in: conversation) {
        case .correction(let correction)?: "“\(correction.text)” → \(Self.name(of: correction.label))"
        case .rating(let feedback)?: "the rating “\(feedback.rawValue)”"
        case nil: nil
        }
    }

    private static func name(of label: Correction.Label) -> String {
        switch label {
        case .intent(let name): name
        case .entry(let id): id
        case .nothing: "nothing fits"
        }
    }

    private func lastMessage(in conversation: String) throws -> String {
        if let last, last.conversation == conversation { return last.text }
        guard let turn = try conversations.turns(of: conversation).last(where: { $0.speaker == .customer }) else {
            throw BotError(.usage, "there is no message to correct yet", mend: "Write one first")
        }
        return turn.text
    }
}

extension Bot.Considered {
    /// Whether the message by itself means an intent, and nothing else.
    ///
    /// A number that picks a choice, a value that was asked for, and "and to Norway?" mean it only where they were said.
    fileprivate func means(_ intent: String) -> Bool {
        let message = first.understanding
        return parts.count == 1 && message.text == text && !first.decision.isPicked
            && message.candidates.first?.option == .intent(intent) && !message.slots.values.contains(text.trimmed)
    }
}

extension Correction.Label {
    /// What it makes the right reply; nil is that nothing fits.
    var option: Candidate.Option? {
        switch self {
        case .intent(let name): .intent(name)
        case .entry(let id): .entry(id)
        case .nothing: nil
        }
    }

    init(_ option: Candidate.Option) {
        switch option {
        case .intent(let name): self = .intent(name)
        case .entry(let id): self = .entry(id)
        }
    }
}
