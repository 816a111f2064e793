internal import Foundation

/// Carrying out a decision: what is said, what is remembered, who is told.
extension Bot {
    /// What was said to a message.
    struct Said: Sendable {
        var text: String
        let route: String
        var intent: String?
        var entry: String?
        var suggestions: [String] = []
        /// What the bot's owner should know.
        var notice: String?
        var citations: [Reply.Citation] = []
    }

    /// Carries out every part of a message and updates what is remembered of the conversation.
    func perform(
        _ considered: Considered, _ state: inout ConversationState, customer: String?, _ composer: ReplyComposer
    ) throws -> Said {
        let keepsPending = considered.parts.contains {
            switch $0.decision.route {
            case .ask, .noSuchChoice: true
            default: false
            }
        }
        if !keepsPending, !considered.first.understanding.isEmpty { state.pending = nil }
        // What one question names, as an order by its number, the others may be about.
        for part in considered.parts.reversed() { state.slots.merge(part.understanding.slots) { $1 } }
        var whole = try perform(considered.first, considered, &state, customer, composer)
        for part in considered.parts.dropFirst() {
            if Self.waits(part, &state) { continue }
            let citation = whole.citations.count + 1
            let next = try perform(part, considered, &state, customer, composer, citation: citation)
            whole.notice = whole.notice ?? next.notice
            whole.text += "\n\n" + next.text
            whole.citations += next.citations
            whole.suggestions += next.suggestions
        }
        Self.remember(whole.citations.map(\.id), in: &state)
        try offerRelated(to: considered, &whole, &state, customer, composer)
        state.language = considered.language
        return whole
    }

    /// Whether a question lacks what the one before it has asked for: it is answered with that, and nothing is asked twice.
    private static func waits(_ part: Considered.Part, _ state: inout ConversationState) -> Bool {
        guard case .ask(let name, let slot, again: false) = part.decision.route,
            case .slot(let intent, slot, let attempts, let others) = state.pending
        else { return false }
        state.pending = .slot(intent: intent, slot: slot, attempts: attempts, others: (others ?? []) + [name])
        return true
    }

    /// Adds related questions below the reply, numbered, for the next message to pick one.
    private func offerRelated(
        to considered: Considered, _ said: inout Said, _ state: inout ConversationState, _ customer: String?,
        _ composer: ReplyComposer
    ) throws {
        if considered.first.understanding.isEmpty { return }
        if case .noSuchChoice = considered.first.decision.route { return }
        let choices = try related(
            to: considered.parts, state, in: considered.conversation, customer: customer)
        state.related = choices.isEmpty ? nil : choices
        guard !choices.isEmpty else { return }
        Self.remember(choices.map(\.option.name), in: &state)
        said.suggestions = choices.map(\.title)
        let options = ["options": ReplyComposer.numbered(said.suggestions)]
        said.text += try "\n" + composer.own(.suggestions, considered.language, options)
    }

    private func perform(
        _ part: Considered.Part, _ considered: Considered, _ state: inout ConversationState, _ customer: String?,
        _ composer: ReplyComposer, citation: Int = 1
    ) throws -> Said {
        let message = part.understanding
        let route = part.decision.route
        state.slots.merge(message.slots) { $1 }
        if route.isAnswer { state.lastQuestion = message.text }
        switch route {
        case .fallback, .clarify, .clarifyUnsure, .noSuchChoice: break
        default: state.failures = 0
        }
        switch route {
        case .template(let intent): return try template(intent, message, &state, composer)
        case .knowledge(let id): return try knowledge(id, part, &state, composer, citation: citation)
        case .clarify(let options): return try clarify(options, .clarify, part, &state, composer)
        case .clarifyUnsure(let options):
            state.failures += 1
            return try clarify(options, .clarifyUnsure, part, &state, composer)
        case .noSuchChoice(let choices): return try showAgain(choices, message.language, composer)
        case .ask(let intent, let slot, let again): return try ask(intent, slot, again, message, &state, composer)
        case .handoff(let reason): return try handOff(reason, considered, state, customer, composer)
        case .fallback(let reason): return try fallBack(reason, message, &state, composer)
        case .cancelled:
            return Said(text: try composer.own(.cancelled, message.language), route: route.name)
        }
    }

    private func template(
        _ name: String, _ message: Understanding, _ state: inout ConversationState, _ composer: ReplyComposer
    ) throws -> Said {
        guard let intent = files.current.catalog[name], !intent.answers.isEmpty else {
            return try fallBack(.notUnderstood, message, &state, composer)
        }
        (state.lastIntent, state.lastEntry) = (name, nil)
        var said = Said(text: "", route: "template", intent: name)
        var values = state.slots
        // What an action would have said is not known, and the answer may need it.
        if intent.action != nil, !runsActions { return said }
        if let action = intent.action {
            let path = files.current.folder.intents.appending(path: action).standardizedFileURL.path
            let slots = values.filter { name, _ in intent.slots.contains { $0.name == name } }
            do throws(Executable.Failure) {
                values.merge(try Executable(path: path).run(Self.json(slots))) { $1 }
            } catch {
                said.notice = "the action \(action) of '\(name)' failed: \(error)"
                said.text =
                    try intent.unavailable.isEmpty
                    ? composer.own(.actionFailed, message.language)
                    : composer.render(intent.unavailable, message.language, values)
                return said
            }
        }
        said.text = try composer.render(intent.answers, message.language, values)
        return said
    }

    private static func json(_ slots: [String: String]) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Strings under string keys always encode.
        return (try? encoder.encode(slots)) ?? Data("{}".utf8)
    }

    private func knowledge(
        _ id: String, _ part: Considered.Part, _ state: inout ConversationState, _ composer: ReplyComposer,
        citation: Int
    ) throws -> Said {
        let language = part.understanding.language
        guard let entry = try mind.entry(id, language) else {
            return try fallBack(.notUnderstood, part.understanding, &state, composer)
        }
        (state.lastIntent, state.lastEntry) = (nil, id)
        // What the customer picked by its number is no candidate of the number.
        let score = part.understanding.candidates.first { $0.option == .entry(id) }?.confidence ?? 1
        return Said(
            text: try composer.answer(of: entry, excerpt(of: entry, part), language, citation: citation),
            route: "knowledge", entry: id,
            citations: [Reply.Citation(id: id, source: ReplyComposer.source(of: entry), score: score)])
    }

    private func clarify(
        _ options: [Candidate.Option], _ wording: BotWording.Key, _ part: Considered.Part,
        _ state: inout ConversationState, _ composer: ReplyComposer
    ) throws -> Said {
        let language = part.understanding.language
        let choices = try options.map { option in
            ConversationState.Choice(
                option: option,
                title: composer.title(of: option, entry: try mind.entry(option.name, language), language))
        }.unique(by: \.title)
        state.pending = .choice(choices)
        state.lastQuestion = part.understanding.text
        let titles = choices.map(\.title)
        let text = try composer.own(wording, language, ["options": ReplyComposer.numbered(titles)])
        return Said(text: text, route: "clarify", suggestions: titles)
    }

    private func showAgain(
        _ choices: [ConversationState.Choice], _ language: Language, _ composer: ReplyComposer
    ) throws -> Said {
        let titles = choices.map(\.title)
        let values = ["count": "\(choices.count)", "options": ReplyComposer.numbered(titles)]
        return Said(text: try composer.own(.clarifyNumber, language, values), route: "clarify", suggestions: titles)
    }

    private func ask(
        _ name: String, _ slot: String, _ again: Bool, _ message: Understanding, _ state: inout ConversationState,
        _ composer: ReplyComposer
    ) throws -> Said {
        let intent = files.current.catalog[name]
        var (attempts, others): (Int, [String]?) = (1, nil)
        if again, case .slot(_, slot, let before, let waiting) = state.pending {
            (attempts, others) = (before + 1, waiting)
        }
        state.pending = .slot(intent: name, slot: slot, attempts: attempts, others: others)
        state.lastIntent = name
        let ask = intent?.slots.first { $0.name == slot }
        let question = try composer.render(
            [AnswerVariant(wording: ask?.ask ?? [:], location: ask?.location ?? SourceLocation(file: name))],
            message.language)
        let text = again ? try composer.own(.askAgain, message.language, ["question": question]) : question
        return Said(text: text, route: "ask", intent: name)
    }

    private func fallBack(
        _ reason: FallbackReason, _ message: Understanding, _ state: inout ConversationState, _ composer: ReplyComposer
    ) throws -> Said {
        if reason != .empty { state.failures += 1 }
        let key: BotWording.Key =
            switch reason {
            case .empty: .empty
            case .outOfScope: .outOfScope
            case .choiceRejected: .clarifyNone
            case .notUnderstood: .fallback
            }
        return Said(text: try composer.own(key, message.language), route: "fallback")
    }
}
