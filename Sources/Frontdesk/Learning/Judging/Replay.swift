package import Foundation
internal import Kernels

/// Puts logged messages to two models and tells what they would answer differently.
///
/// Each conversation is played from its beginning by both, as if each had answered it; nothing is stored, handed over
/// or done.
package struct Replay {
    /// What becomes of a message.
    package struct Answer: Sendable, Hashable, Encodable {
        package let route: String
        /// The intents or entries that it leads to.
        package let names: [String]

        /// What answers are sorted by.
        fileprivate var key: String { ([route] + names).joined(separator: " ") }
    }

    /// One message that is answered differently, with all others that say the same and are answered alike.
    package struct Difference: Sendable {
        /// Personal data taken out.
        package let text: String
        package let count: Int
        package let champion: Answer
        package let candidate: Answer
        /// Whether the candidate's answer is what people said is right, and the champion's is not, or the other way
        /// round; nil where nobody said anything, or neither or both are.
        package let isBetter: Bool?
    }

    /// What a replay found.
    package struct Report: Sendable {
        package let conversations: Int
        package let messages: Int
        /// The most frequent first.
        package let differences: [Difference]

        package var different: Int { differences.reduce(0) { $0 + $1.count } }
    }

    private let champion: Bot
    private let candidate: Bot
    private let conversations: [CustomerMessages]
    private let personalData: PersonalData
    /// What people said that messages mean.
    private let labels: [MessageKey: Correction.Label]

    /// Prepares to replay what was said since a moment, or ever.
    package init(
        _ folder: BotFolder, _ installation: Installation, candidate: String, champion: String, since moment: Date?
    ) throws {
        func bot(_ model: String) throws -> Bot {
            var bot = try Bot(folder: folder.url, installation: installation, model: model)
            try bot.refreshAll { _ in }
            (bot.handsOver, bot.runsActions) = (false, false)
            return bot
        }
        (self.candidate, self.champion) = (try bot(candidate), try bot(champion))
        personalData = try PersonalData(self.champion.files.current.catalog)
        let store = ConversationStore(try Store(folder: folder.state))
        conversations = try store.customerMessages(since: moment)
        labels = Dictionary(
            try store.corrections().map { (MessageKey($0.text), $0.label) }, uniquingKeysWith: { $1 })
    }

    /// What identifies a difference.
    private struct Kind: Hashable {
        let key: MessageKey
        let champion: Answer
        let candidate: Answer
    }

    /// Plays all conversations with both models.
    package func run(progress: (JobProgress) throws -> Void = { _ in }) throws -> Report {
        var found: [Kind: (text: String, count: Int)] = [:]
        for (index, conversation) in conversations.enumerated() {
            let (old, new) = try concurrently {
                try Self.answers(of: champion, to: conversation)
            } _: {
                try Self.answers(of: candidate, to: conversation)
            }
            for (text, (old, new)) in zip(conversation.texts, zip(old, new)) where old != new {
                let kind = Kind(key: MessageKey(text), champion: old, candidate: new)
                found[kind] = (text, (found[kind]?.count ?? 0) + 1)
            }
            try progress(JobProgress(step: "Replaying", done: index + 1, total: conversations.count))
        }
        let differences = found.map { kind, message in
            Difference(
                text: personalData.redact(message.text), count: message.count, champion: kind.champion,
                candidate: kind.candidate, isBetter: isBetter(kind))
        }
        return Report(
            conversations: conversations.count, messages: conversations.reduce(0) { $0 + $1.texts.count },
            differences: differences.sorted {
                ($0.count, $1.text, $1.champion.key, $1.candidate.key)
                    > ($1.count, $0.text, $0.champion.key, $0.candidate.key)
            })
    }

    private static func answers(of bot: Bot, to conversation: CustomerMessages) throws -> [Answer] {
        var state = ConversationState()
        return try conversation.texts.map { text in
            let (considered, said) = try bot.rehearse(text, &state)
            let names = considered.parts.flatMap { $0.decision.route.names }
            return Answer(route: said.route, names: names.isEmpty ? [said.intent].compactMap { $0 } : names)
        }
    }

    private func isBetter(_ kind: Kind) -> Bool? {
        guard let label = labels[kind.key] else { return nil }
        let right = [kind.candidate, kind.champion].map { answer in
            label.option.map { answer.names.contains($0.name) } ?? (answer.route == "fallback")
        }
        return right[0] == right[1] ? nil : right[0]
    }
}
