internal import Foundation

/// Handing a conversation to a person, and saying only what really happened.
extension Bot {
    func handOff(
        _ reason: HandoffReason, _ considered: Considered, _ state: ConversationState, _ customer: String?,
        _ composer: ReplyComposer
    ) throws -> Said {
        let intent = reason.intent
        var lines: [String] = []
        if let variants = intent.flatMap({ files.current.catalog[$0] })?.answers, !variants.isEmpty {
            lines.append(try composer.render(variants, considered.language, state.slots))
        }
        let (line, notice) = try announce(reason, considered, state, customer, composer)
        let contact = files.current.settings.facts(in: considered.language)["contact"]
        let isSaid = contact.map { contact in (lines + [line]).count { $0.contains(contact) } > 1 } ?? false
        if !isSaid { lines.append(line) }
        return Said(text: lines.joined(separator: "\n"), route: "handoff", intent: intent, notice: notice)
    }

    /// Delivers the summary, then says so; without anyone to deliver it to, only the contact is given.
    private func announce(
        _ reason: HandoffReason, _ considered: Considered, _ state: ConversationState, _ customer: String?,
        _ composer: ReplyComposer
    ) throws -> (line: String, notice: String?) {
        let handoff = Handoff(files.current.settings.handoff, folder: folder)
        guard handoff.isConfigured else { return (try composer.own(.handoffContact, considered.language), nil) }
        do {
            if handsOver { try handoff.deliver(try summary(reason, considered, state, customer)) }
        } catch {
            return (
                try composer.own(.handoffUnavailable, considered.language), "the handoff was not delivered: \(error)"
            )
        }
        return (try composer.own(reason.wording, considered.language), nil)
    }

    private func summary(
        _ reason: HandoffReason, _ considered: Considered, _ state: ConversationState, _ customer: String?
    ) throws -> Handoff.Summary {
        let earlier = try conversations.turns(of: considered.conversation, last: Handoff.turnLimit - 1)
        let lines = earlier.map { Handoff.Summary.Line(speaker: $0.speaker.rawValue, text: $0.text) }
        return Handoff.Summary(
            conversation: considered.conversation, customer: customer, reason: reason.name,
            intent: reason.intent ?? state.lastIntent, slots: state.slots, language: considered.language.rawValue,
            time: Date().formatted(.iso8601),
            turns: lines + [.init(speaker: Turn.Speaker.customer.rawValue, text: considered.text)])
    }
}

extension HandoffReason {
    var intent: String? {
        switch self {
        case .requested(let intent), .urgent(let intent): intent
        case .failed: nil
        }
    }

    /// The reason's word in the summary.
    var name: String {
        switch self {
        case .requested: "requested"
        case .urgent: "urgent"
        case .failed: "failed"
        }
    }

    var wording: BotWording.Key {
        switch self {
        case .requested: .handoffRequested
        case .urgent: .handoffUrgent
        case .failed: .handoffFailed
        }
    }
}
