import Foundation
import Frontdesk
import Testing

@Suite("An import that is killed")
struct ImportKillTests {
    private let scratch: URL
    private let old: URL
    /// What an import that nobody kills makes of the new version.
    private let new: URL
    private let duration: Duration

    private static let file = "knowledge/faq.yml"

    /// So many entries are staged in the index.
    private static let rows = 1100

    init() throws {
        scratch = FileManager.default.temporaryDirectory.appending(path: "frontdesk-kills-\(UUID().uuidString)")
        (old, new) = (scratch.appending(path: "old"), scratch.appending(path: "new"))
        #expect(try CommandRun(["init", old.path, "--empty"]).status == 0)
        try Self.table(version: 1).write(to: old.appending(path: "faq.csv"))
        #expect(try CommandRun(["import", "faq.csv"], in: old).status == 0)
        try FileManager.default.copyItem(at: old, to: new)
        try Self.table(version: 2).write(to: new.appending(path: "faq.csv"))
        let start = ContinuousClock.now
        #expect(try CommandRun(["import", "faq.csv"], in: new).status == 0)
        duration = ContinuousClock.now - start
    }

    /// Of each version every answer is another one; the second lacks some entries and has some more.
    private static func table(version: Int) -> Data {
        let rows = (version * 50..<rows + version * 50).map { "q\($0),Lamp \($0)?,Version \(version).\n" }
        return Data(("id,question,answer\n" + rows.joined()).utf8)
    }

    @Test("leaves the old file or the new one; the next command mends the index, and importing again goes on")
    func killed() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let versions = try [old, new].map { try Data(contentsOf: $0.appending(path: Self.file)) }
        let moments = 20
        for moment in 0..<moments {
            let bot = scratch.appending(path: "bot-\(moment)")
            try FileManager.default.copyItem(at: old, to: bot)
            try Self.table(version: 2).write(to: bot.appending(path: "faq.csv"))
            let share = (Double(moment) + .random(in: 0..<1)) / Double(moments)
            try CommandRun.killed(["import", "faq.csv"], after: duration * share, in: bot)
            let left = try Data(contentsOf: bot.appending(path: Self.file))
            #expect(versions.contains(left))
            // One in five: each of these reads and compares every entry.
            if moment % 5 == 2 { try expectIndexAgrees(in: bot) }
            let again = try CommandRun(["import", "faq.csv"], in: bot)
            #expect(again.status == 0, "\(again.errors)")
            #expect(try knowledge(of: bot) == knowledge(of: new))
            if moment % 5 == 4 { try expectIndexAgrees(in: bot) }
            try FileManager.default.removeItem(at: bot)
        }
    }

    private func expectIndexAgrees(in bot: URL) throws {
        let index = KnowledgeIndex(try Store(folder: bot.appending(path: ".frontdesk")))
        try index.refresh(folder: bot)
        #expect(try Set(index.entries()) == Set(KnowledgeBase.load(folder: bot)))
        #expect(try KnowledgeSearch(index, encoder: nil).hits(for: "lamp 700").first?.entry.id == "q700")
    }

    /// Every file under `knowledge/`, hidden ones too.
    private func knowledge(of bot: URL) throws -> [String: Data] {
        let folder = bot.appending(path: "knowledge")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try names.reduce(into: [:]) { files, name in
            let file = folder.appending(path: name)
            if !file.hasDirectoryPath, (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true {
                files[name] = try Data(contentsOf: file)
            }
        }
    }
}
