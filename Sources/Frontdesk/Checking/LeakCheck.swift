internal import Kernels

/// Finds messages that a bot is measured with although they are learnt from, or set its thresholds.
struct LeakCheck {
    /// A message with what it is to the bot.
    private struct Message {
        let text: String
        let location: SourceLocation
        let role: Role
    }

    private enum Role: Int {
        case learnt, calibrating, measuring
    }

    private let messages: [Message]

    /// Shorter messages are alike by chance: there are not many ways to ask where a parcel is.
    private static let fewestWords = (same: 5, butForOne: 8)

    init(_ material: BotMaterial) {
        let examples = material.catalog.trainingExamples + material.entries.flatMap(TrainingExample.questions)
        let learnt = examples.compactMap { example in
            example.location.map { Message(text: example.text, location: $0, role: .learnt) }
        }
        let calibrating = material.calibration.map {
            Message(text: $0.text, location: $0.location, role: .calibrating)
        }
        let measuring =
            material.messages.map { Message(text: $0.text, location: $0.location, role: .measuring) }
            + material.queries.map { Message(text: $0.text, location: $0.location, role: .measuring) }
        messages = learnt + calibrating + measuring
    }

    /// One warning a message: where the very same stands elsewhere, else where nearly the same does.
    var warnings: [BotWarning] {
        let same = sameMessages
        let words = concurrentMap(of: messages.map(\.text)) { MessageWords($0) }
        let near = NearMessages(words, fewestWords: Self.fewestWords.butForOne).pairs { pair in
            isLeak(pair.earlier, pair.later) && same[pair.later] == nil
                && (!pair.isSame || words[pair.later].hashes.count >= Self.fewestWords.same)
        }
        let nearest = near.map { ($0.later, warning($0.later, like: $0.earlier, isSame: false)) }
        return (same.map { ($0.key, warning($0.key, like: $0.value, isSame: true)) } + nearest)
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// For messages that stand elsewhere, too, the first place of a role before theirs.
    private var sameMessages: [Int: Int] {
        var first: [MessageKey: Int] = [:]
        var same: [Int: Int] = [:]
        for place in messages.indices {
            let key = MessageKey(messages[place].text)
            guard let other = first[key] else {
                first[key] = place
                continue
            }
            if isLeak(other, place) { same[place] = other }
        }
        return same
    }

    private func isLeak(_ earlier: Int, _ later: Int) -> Bool {
        messages[earlier].role.rawValue < messages[later].role.rawValue
    }

    private func warning(_ place: Int, like other: Int, isSame: Bool) -> BotWarning {
        let (message, source) = (messages[place], messages[other])
        let problem =
            switch (source.role, isSame) {
            case (.learnt, true): "this message is an example too, at \(source.location)"
            case (.learnt, false): "this message is nearly an example, at \(source.location)"
            case (_, true): "this message sets the thresholds too, at \(source.location)"
            case (_, false): "this message is nearly one that sets the thresholds, at \(source.location)"
            }
        let mend =
            source.role == .learnt
            ? "Keep one of them: what is learnt from cannot be measured with"
            : "Keep one of them: what thresholds are fitted to cannot be measured with"
        return BotWarning(.leakedMessage, at: message.location, problem, mend: mend)
    }
}
