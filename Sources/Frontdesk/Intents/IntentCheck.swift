internal import Foundation
internal import Kernels

/// Checks intents against each other, the facts, and the files they name.
struct IntentCheck: Sendable {
    let folder: BotFolder
    /// Nil where they cannot be read: then any fact may be there.
    let settings: Settings?

    /// Every contradiction, in the order of the files.
    func problems(in intents: [Intent], wording: BotWording) -> [BotError] {
        duplicateNames(intents) + sharedExamples(intents)
            + concurrentMap(intents.count) { problems(of: intents[$0]) }.flatMap(\.self) + wordingProblems(wording)
    }

    private func duplicateNames(_ intents: [Intent]) -> [BotError] {
        var first: [String: SourceLocation] = [:]
        return intents.compactMap { intent in
            guard let place = first.updateValue(intent.location, forKey: intent.name) else { return nil }
            let (own, other) = (intent.location, place)
            let (lines, file) = Self.isYAML(own.file) ? (other, own) : (own, other)
            guard !Self.isYAML(lines.file), Self.isYAML(file.file) else {
                return BotError(
                    .badData, at: own, "the intent '\(intent.name)' stands in \(other) too",
                    mend: "Rename one, or put both into one file")
            }
            return BotError(
                .badData, at: lines, "the intent '\(intent.name)' has a file of its own, \(file)",
                mend: "Move its messages from here to the 'examples' there")
        }
    }

    private static func isYAML(_ file: String) -> Bool {
        [".yml", ".yaml"].contains { file.lowercased().hasSuffix($0) }
    }

    /// Messages under two intents; in JSON lines, which nobody edits by hand, the last label counts.
    private func sharedExamples(_ intents: [Intent]) -> [BotError] {
        var first: [MessageKey: (intent: Int, example: Int)] = [:]
        var problems: [BotError] = []
        for (number, intent) in intents.enumerated() {
            for (index, example) in intent.examples.enumerated() where !example.location.file.hasSuffix(".jsonl") {
                if let other = first[example.key], intents[other.intent].name != intent.name {
                    let place = intents[other.intent].examples[other.example].location
                    problems.append(
                        BotError(
                            .badData, at: example.location,
                            "this example also stands under '\(intents[other.intent].name)', in \(place)",
                            mend: "Keep it where it fits better"))
                } else {
                    first[example.key] = (number, index)
                }
            }
        }
        return problems
    }

    private func problems(of intent: Intent) -> [BotError] {
        slotProblems(intent) + actionProblems(intent) + entityProblems(intent)
            + intent.answers.flatMap { problems(of: $0, in: intent) }
            + intent.unavailable.flatMap { problems(of: $0, in: intent) }
    }

    private func slotProblems(_ intent: Intent) -> [BotError] {
        var problems: [BotError] = []
        do throws(BotError) {
            _ = try SlotExtractor(intent.slots)
        } catch {
            problems.append(error)
        }
        return problems
            + intent.slots.filter(\.ask.isEmpty).map {
                BotError(.badData, at: $0.location, "slot '\($0.name)' has no question", mend: "Write it under 'ask'")
            }
    }

    private func actionProblems(_ intent: Intent) -> [BotError] {
        guard let action = intent.action else { return [] }
        let file = folder.intents.appending(path: action)
        guard !FileManager.default.isExecutableFile(atPath: file.path) else { return [] }
        return [
            BotError(
                .badData, at: intent.location, "the action '\(action)' is no executable file",
                mend: "Put it into intents/ and make it executable with chmod +x")
        ]
    }

    private func entityProblems(_ intent: Intent) -> [BotError] {
        let slots = Set(intent.slots.map(\.name))
        return intent.examples.flatMap { example in
            example.entities.filter { !slots.contains($0.slot) }.map {
                BotError(
                    .badData, at: example.location, "unknown slot '\($0.slot)'",
                    mend: Suggestion.mend(for: $0.slot, among: slots.sorted()) ?? Self.noSlots)
            }
        }
    }

    private static let noSlots = "The intent has none; name them under 'slots'"

    /// A template may use the intent's slots, the facts, and, with an action, whatever that returns.
    private func problems(of variant: AnswerVariant, in intent: Intent) -> [BotError] {
        let slots = Set(intent.slots.map(\.name))
        return problems(of: variant) { name in
            slots.contains(name) || intent.action != nil
                ? nil
                : (
                    "unknown slot '\(name)'",
                    Suggestion.mend(for: name, among: slots.sorted() + factNames) ?? Self.noSlots
                )
        }
    }

    /// What the bot's own wording is given, each key some of it.
    private static let ownValues = ["options", "question", "count"]

    private func wordingProblems(_ wording: BotWording) -> [BotError] {
        wording.own.flatMap { variant in
            problems(of: variant) { name in
                Self.ownValues.contains(name)
                    ? nil
                    : (
                        "unknown value '\(name)'",
                        Suggestion.mend(for: name, among: Self.ownValues + factNames)
                    )
            }
        }
    }

    private func problems(
        of variant: AnswerVariant, unknown: (String) -> (problem: String, mend: String?)?
    ) -> [BotError] {
        variant.wording.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { _, text -> [BotError] in
            let names: [String]
            do throws(BotError) {
                names = try AnswerTemplate(text, at: variant.location).names
            } catch {
                return [error]
            }
            return names.compactMap { name in
                let found = name.hasPrefix("facts.") ? unknownFact(name) : unknown(name)
                return found.map { BotError(.badData, at: variant.location, $0.problem, mend: $0.mend) }
            }
        }
    }

    private func unknownFact(_ name: String) -> (problem: String, mend: String?)? {
        guard let settings, settings.facts[String(name.dropFirst("facts.".count))] == nil else { return nil }
        let mend = [Suggestion.mend(for: name, among: factNames), "Facts stand in frontdesk.yml"].compactMap { $0 }
        return ("unknown fact '\(name)'", mend.joined(separator: " "))
    }

    private var factNames: [String] { (settings?.facts.keys.sorted() ?? []).map { "facts.\($0)" } }
}
