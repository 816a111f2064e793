import Foundation
import Frontdesk

/// A bot without a fault, to be spoilt by a test.
struct CheckedBot {
    let folder: TemporaryFolder
    private let cache: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        cache = try TemporaryFolder()
        try write("languages: [en]\nhandoff: {file: handoffs.jsonl}\n", to: "frontdesk.yml")
    }

    func write(_ text: String, to path: String) throws { try folder.write(text, to: path) }

    /// Writes an intent's file; its first example stands in the third line.
    func intent(_ name: String, _ examples: [String], more: String = "") throws {
        let lines = examples.map { "  - \($0)\n" }.joined()
        try write("intent: \(name)\nexamples: |\n\(lines)answers: [en: Yes.]\n\(more)", to: "intents/\(name).yml")
    }

    func check(today: String = "2026-07-01") throws -> BotCheck {
        try BotCheck(BotFolder(folder.url), Installation(cache: cache.url), today: today)
    }

    /// The warnings of one kind.
    func warnings(_ kind: BotWarning.Kind) throws -> [BotWarning] { try check().warnings.filter { $0.kind == kind } }
}
