import Foundation
import Frontdesk

/// A store in a folder of its own, and logs that are imported into it.
struct LogFixture {
    let folder: TemporaryFolder
    let database: Store
    var store: ConversationStore { ConversationStore(database) }

    init() throws {
        folder = try TemporaryFolder()
        database = try Store(folder: folder.url.appending(path: ".frontdesk"))
    }

    /// Imports one log; of what is wrong nothing is thrown.
    func take(
        _ text: String, named name: String = "log.jsonl", columns: [String: String] = [:], skipsBad: Bool = false
    ) throws -> LogImporter.Result {
        try take(Data(text.utf8), named: name, columns: columns, skipsBad: skipsBad)
    }

    func take(
        _ data: Data, named name: String, columns: [String: String] = [:], skipsBad: Bool = false, dryRun: Bool = false
    ) throws -> LogImporter.Result {
        var options = LogImporter.Options()
        options.skipsBad = skipsBad
        options.dryRun = dryRun
        return try LogImporter(database, intents: ["stock", "returns"], columns: columns, options: options)
            .importAll([LogSource(standardInput: data, name: name)])
    }

    /// Everything that is stored, as it is exported.
    func lines() throws -> [String] {
        var lines: [String] = []
        try store.forEachConversation { lines.append($0.json) }
        return lines
    }

    /// The ids of the conversations, and of each its turns as `speaker: text`.
    func said() throws -> [String: [String]] {
        var said: [String: [String]] = [:]
        try store.forEachConversation { conversation in
            said[conversation.id] = conversation.turns.map { "\($0.speaker.rawValue): \($0.text)" }
        }
        return said
    }
}

extension LogImporter.Result {
    /// Each thing that is wrong, as it is told.
    var told: [String] { problems.errors.map(\.description) }
}
