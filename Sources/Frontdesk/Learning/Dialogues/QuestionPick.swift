/// Cuts conversations into what customers asked, and sets apart what asks nothing by itself.
package struct QuestionPick: Sendable {
    /// Why a customer's turn is no question, nor a part of one.
    package enum Aside: String, Sendable, CaseIterable {
        case greeting, thanks, assent
        /// It answers what was asked, or says too little without what was said before.
        case fragment
        /// It tells something in the midst of a conversation and asks nothing.
        case remark
    }

    package private(set) var questions: [DialogueQuestion] = []
    /// What was set apart, in the order of the conversations.
    package private(set) var asides: [(reason: Aside, text: String)] = []

    package init() {}

    /// Adds what was asked in a conversation.
    package mutating func add(_ conversation: LoggedConversation) {
        var reader = DialogueReader(conversation)
        reader.read()
        questions += reader.questions
        asides += reader.asides
    }
}

/// Reads one conversation from its beginning.
private struct DialogueReader {
    private let conversation: LoggedConversation
    private(set) var questions: [DialogueQuestion] = []
    private(set) var asides: [(reason: QuestionPick.Aside, text: String)] = []
    /// What was replied last.
    private var lastReply: String?

    init(_ conversation: LoggedConversation) {
        self.conversation = conversation
    }

    mutating func read() {
        let turns = conversation.turns
        var start = 0
        while start < turns.count {
            let end = turns[start...].firstIndex { $0.speaker != turns[start].speaker } ?? turns.count
            let run = Array(turns[start..<end])
            if run[0].speaker == .customer {
                ask(run)
            } else {
                reply(run)
            }
            start = end
        }
    }

    /// Takes in what the customer said without a reply between.
    private mutating func ask(_ run: [Turn]) {
        let isNew = questions.isEmpty || run.contains { LogMessage.isQuestion($0.text) }
        var parts: [String] = []
        for turn in run {
            if let reason = reason(against: turn.text, isNew: isNew) {
                asides.append((reason, turn.text))
                if reason == .thanks, let last = questions.indices.last { questions[last].ending.hasThanks = true }
            } else {
                parts.append(turn.text)
            }
        }
        if let last = questions.indices.last, run.contains(where: { LogMessage.wantsPerson($0.text) }) {
            questions[last].ending.wantsPerson = true
        }
        if !parts.isEmpty { begin(parts) }
    }

    /// Why a turn is no part of a question; nil where it is one.
    private func reason(against text: String, isNew: Bool) -> QuestionPick.Aside? {
        let cleaned = LogMessage.cleaned(text)
        if let courtesy = Courtesy.of(cleaned) {
            switch courtesy {
            case .greeting: return .greeting
            case .thanks: return .thanks
            case .assent: return .assent
            }
        }
        guard LogMessage.asks(cleaned) else { return .fragment }
        if !LogMessage.isQuestion(cleaned), LogMessage.isShort(cleaned),
            lastReply.map(LogMessage.asksForDetail) ?? false
        {
            return .fragment
        }
        return isNew ? nil : .remark
    }

    private mutating func begin(_ parts: [String]) {
        var question = DialogueQuestion(
            conversation: conversation.id, customer: conversation.customer ?? conversation.id, parts: parts)
        question.ending.isSolved = DialogueQuestion.Ending.isSolved(conversation.outcome)
        if let last = questions.indices.last { questions[last].ending.next = question.text }
        questions.append(question)
    }

    private mutating func reply(_ run: [Turn]) {
        let text = run.map(\.text).joined(separator: " ")
        lastReply = text
        guard let last = questions.indices.last, let turn = run.last(where: { $0.feedback != nil }) ?? run.last else {
            return
        }
        questions[last].replies.append(.init(speaker: turn.speaker, text: text, turn: turn))
    }
}
