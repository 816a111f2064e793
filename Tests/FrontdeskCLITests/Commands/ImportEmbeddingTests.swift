import Foundation
import Frontdesk
import Testing

@Suite("What an import ends with: new texts are embedded")
struct ImportEmbeddingTests {
    private static func table(_ rows: Int) -> String {
        "id,question,answer\n" + (0..<rows).map { "n\($0),Lamp number \($0)?,Light \($0).\n" }.joined()
    }

    private func write(_ text: String, to file: String, of bot: TinyBot) throws {
        try bot.write(Data(text.utf8), to: file)
    }

    private func isEmbedded(_ bot: TinyBot) throws -> Bool {
        let folder = BotFolder(bot.folder)
        let store = try Store(folder: folder.state)
        let base = try ModelRegistry(store, folder: folder).base()
        return try KnowledgeSearch(KnowledgeIndex(store), encoder: base).isComplete
    }

    @Test("With a model, unless told not to")
    func embeds() throws {
        let bot = try TinyBot()
        try write(Self.table(100), to: "lamps.csv", of: bot)
        #expect(try bot.run("import", "lamps.csv", "--dry-run").status == 0)
        #expect(try isEmbedded(bot))
        #expect(try bot.run("import", "lamps.csv", "--no-embed").status == 0)
        #expect(try !isEmbedded(bot))
        let run = try bot.run("import", "lamps.csv")
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(try isEmbedded(bot))
    }

    @Test("A model that cannot be loaded is told, and what was imported stays")
    func withoutBase() throws {
        let bot = try TinyBot()
        try write(Self.table(3), to: "lamps.csv", of: bot)
        let run = try CommandRun(
            ["import", "lamps.csv"], environment: ["FRONTDESK_CACHE": "/nowhere"], in: bot.folder)
        #expect(run.status == 78)
        #expect(run.output.hasPrefix("  knowledge/lamps.yml  3 added  from lamps.csv\n"))
        #expect(run.errors.contains("this base model is not installed"))
    }

    @Test("Ctrl-C stops it; what was imported and computed stays, and the same import goes on")
    func stopped() throws {
        let bot = try TinyBot()
        try write(Self.table(6000), to: "lamps.csv", of: bot)
        let lock = bot.folder.appending(path: ".frontdesk/embedding.lock")
        try FileManager.default.removeItem(at: lock)
        let process = Process()
        let errors = Pipe()
        process.executableURL = CommandRun.binary
        process.arguments = ["import", "lamps.csv"]
        process.currentDirectoryURL = bot.folder
        process.environment = ["PATH": "/usr/bin:/bin"].merging(bot.environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        while process.isRunning, !FileManager.default.fileExists(atPath: lock.path) { usleep(1000) }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        let told = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(told.hasPrefix("frontdesk: stopped; what was imported stays."))
        #expect(FileManager.default.fileExists(atPath: bot.folder.appending(path: "knowledge/lamps.jsonl").path))
        #expect(try !isEmbedded(bot))
        #expect(try bot.run("import", "lamps.csv").output.contains("6000 unchanged"))
        #expect(try isEmbedded(bot))
    }

    @Test("An open chat takes in what was written by hand a few texts at a time, and answers all the while")
    func openChat() throws {
        let bot = try TinyBot()
        let chat = try OpenChat(with: bot, conversation: "c")
        #expect(try chat.say("How can I pay?")["route"] as? String == "knowledge")
        try write(Self.table(50), to: "knowledge/lamps.csv", of: bot)
        // Of 150 texts 64 are there after one reply, and all after three.
        #expect(try chat.say("Lamp number 7?").cites("n7"))
        #expect(try !isEmbedded(bot))
        for _ in 1...2 { _ = try chat.say("Lamp number 8?") }
        #expect(try isEmbedded(bot))
        #expect(try chat.say("Lamp number 9?").cites("n9"))
        #expect(try chat.end() == 0)
    }

    @Test("What is measured waits for all of them")
    func measured() throws {
        let bot = try TinyBot()
        try write(Self.table(50), to: "knowledge/lamps.csv", of: bot)
        try write(#"{"query": "Lamp number 7?", "relevant": ["n7"]}"# + "\n", to: "q.jsonl", of: bot)
        #expect(try bot.run("test", "q.jsonl").status == 0)
        #expect(try isEmbedded(bot))
    }
}

extension [String: Any] {
    /// Whether a reply's first citation is an entry.
    fileprivate func cites(_ id: String) -> Bool {
        (self["citations"] as? [[String: Any]])?.first?["id"] as? String == id
    }
}
