import Foundation
import Frontdesk
import Testing

@Suite("Import and export of knowledge")
struct ImportTests {
    private let scratch: URL

    init() throws {
        scratch = FileManager.default.temporaryDirectory.appending(path: "frontdesk-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    }

    /// A bot without a model: importing needs none.
    private func bot(_ name: String) throws -> URL {
        let folder = scratch.appending(path: name)
        #expect(try CommandRun(["init", folder.path, "--empty"]).status == 0)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "knowledge").path) {
            try FileManager.default.removeItem(at: folder.appending(path: "knowledge/\(file)"))
        }
        return folder
    }

    private func write(_ text: String, to file: String, of bot: URL) throws {
        try Data(text.utf8).write(to: bot.appending(path: file))
    }

    private func read(_ file: String, of bot: URL) throws -> String {
        try String(decoding: Data(contentsOf: bot.appending(path: file)), as: UTF8.self)
    }

    @Test("A dry run tells each entry, at most twenty of a kind")
    func dryRun() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        let rows = (0..<22).map { "q\($0),Lamp \($0)?,Yes.\n" }.joined()
        try write("id,question,answer\n" + rows, to: "faq.csv", of: bot)
        #expect(try CommandRun(["import", "faq.csv"], in: bot).status == 0)
        let changed = rows.replacing("Lamp 3?,Yes.", with: "Lamp 3?,No.").replacing("q4,Lamp 4?,Yes.\n", with: "")
        let added = (0..<22).map { "n\($0),Pan \($0)?,Yes.\n" }.joined()
        try write("id,question,answer\n" + changed + added, to: "faq.csv", of: bot)
        let run = try CommandRun(["import", "faq.csv", "--dry-run"], in: bot)
        #expect(run.status == 0)
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "  knowledge/faq.yml  22 added, 1 changed, 1 removed, 20 unchanged  from faq.csv")
        #expect(lines.contains("    added  Pan 0?   faq.csv:23:1"))
        #expect(lines.contains("    and 2 more added"))
        #expect(lines.contains("    changed  Lamp 3?  faq.csv:5:1"))
        #expect(lines.contains("    removed  Lamp 4?  knowledge/faq.yml:18:3"))
        #expect(lines.last == "Nothing was written.")
        let json = try CommandRun(["import", "faq.csv", "--dry-run", "--json"], in: bot)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect((object?["entries"] as? [[String: Any]])?.count == 24)
    }

    @Test("A pipe is no source: nothing waits for it, alone or in a folder")
    func pipe() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try FileManager.default.createDirectory(at: bot.appending(path: "in"), withIntermediateDirectories: true)
        try #require(mkfifo(bot.appending(path: "in/faq.csv").path, 0o600) == 0)
        for path in ["in/faq.csv", "in"] {
            let run = try CommandRun(["import", path], in: bot)
            #expect(run.status == 65)
            #expect(
                run.errors
                    == "frontdesk: in/faq.csv: this is no regular file. Name a file or a folder; '-' is standard input\n"
            )
        }
    }

    @Test("A second import waits for the first one, and says so")
    func waits() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write("question,answer\nA?,1\n", to: "faq.csv", of: bot)
        let lock = try JobLock.acquire(folder: bot.appending(path: ".frontdesk"), job: "import")
        let process = Process()
        let errors = Pipe()
        process.executableURL = CommandRun.binary
        process.arguments = ["import", "faq.csv"]
        process.currentDirectoryURL = bot
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let told = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        lock.release()
        process.waitUntilExit()
        #expect(told == "frontdesk: 'import' is running (process \(getpid())); waiting for its end\n")
        #expect(process.terminationStatus == 0)
    }

    @Test("When the bot answers with what was imported is told as it is")
    func whenItAnswers() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write("question,answer\nA?,1\n", to: "a.csv", of: bot)
        #expect(
            try CommandRun(["import", "a.csv"], in: bot).output.hasSuffix(
                "\nThe bot answers with them once the first 'frontdesk train' has made its model.\n"))
        try write("intent: broken\nexampls: |\n  - hm\n", to: "intents/broken.yml", of: bot)
        try write("question,answer\nB?,2\n", to: "b.csv", of: bot)
        let run = try CommandRun(["import", "b.csv"], in: bot)
        #expect(run.status == 0)
        #expect(
            run.output.hasSuffix(
                "\nThe bot answers with them once its other files are right: 'frontdesk check' tells what is wrong.\n"))
    }

    @Test("A conflict is told with its place and the way out, and ends with status 1")
    func conflicts() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write("id,question,answer\na,A?,1\nb,B?,2\n", to: "faq.csv", of: bot)
        #expect(try CommandRun(["import", "faq.csv"], in: bot).status == 0)
        try write(read("knowledge/faq.yml", of: bot).replacing("'1'", with: "'one'"), to: "knowledge/faq.yml", of: bot)
        try write("id,question,answer\na,A?,uno\nb,B?,dos\n", to: "faq.csv", of: bot)
        let run = try CommandRun(["import", "faq.csv"], in: bot)
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("  knowledge/faq.yml  1 changed, 1 in conflict  from faq.csv\n"))
        #expect(
            run.errors == """
                frontdesk: knowledge/faq.yml:2:3: the entry 'a' was edited by hand, and changed in the source (faq.csv). It \
                stays as it is; import again with --overwrite to take the source's version of all entries, or with --keep \
                to settle for yours

                """)
        #expect(try CommandRun(["import", "faq.csv", "--keep", "--overwrite"], in: bot).status == 64)
        #expect(try CommandRun(["import", "faq.csv", "--keep"], in: bot).status == 0)
        #expect(try CommandRun(["import", "faq.csv"], in: bot).status == 0)
        #expect(try read("knowledge/faq.yml", of: bot).contains("answer: 'one'\n"))
    }

    @Test("Standard input, named or not; bad rows left out")
    func standardInput() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        let lines = try CommandRun(["import", "-"], input: "{\"question\": \"A?\", \"answer\": \"1\"}\n", in: bot)
        #expect(lines.output.hasPrefix("  knowledge/stdin.yml  1 added  from stdin.jsonl\n"))
        let table = "question\tanswer\nB?\t1\n\t2\n"
        let run = try CommandRun(["import", "-", "--name", "b.tsv", "--skip-bad"], input: table, in: bot)
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("  knowledge/b.yml  1 added, 1 skipped  from b.tsv\n"))
        #expect(run.errors == "frontdesk: b.tsv:3:1: the row has no question. Fill it in, or delete the row\n")
        #expect(try CommandRun(["import", "b.tsv", "--name", "c.tsv"], in: bot).status == 64)
    }

    @Test("Exported, imported into an empty bot, and exported again: the same", arguments: ["csv", "jsonl", "yaml"])
    func roundTrip(format: String) throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let first = try bot("first")
        try write(Self.hostile, to: "knowledge/hostile.jsonl", of: first)
        try write("# Care\n\nDry it.\n\n## Rust\n\nScrub, *then* oil: a | b\n", to: "knowledge/care.md", of: first)
        let second = try bot("second")
        func export(_ bot: URL, _ format: String) throws -> String {
            let run = try CommandRun(["export", "knowledge", "--format", format], in: bot)
            #expect(run.status == 0, "\(run.errors)")
            return run.output
        }
        let exported = try export(first, format)
        try write(exported, to: "all.\(format)", of: second)
        let imported = try CommandRun(["import", "all.\(format)"], in: second)
        #expect(imported.status == 0, "\(imported.errors)")
        #expect(try export(second, format) == exported)
        let original = try export(first, "jsonl").split(separator: "\n")
        #expect(original.count == 14)
        #expect(try export(second, "jsonl").split(separator: "\n").sorted() == original.sorted())
        #expect(try CommandRun(["import", "all.\(format)"], in: second).output.contains("Nothing changed."))
    }

    /// What spreadsheets, YAML and tables would take for something else.
    private static let hostile = """
        {"id":"a|b","question":"Pipes | in it","aliases":["x | y","z","[\\"q\\"]"],"answer":"one | two"}
        {"id":"lines","question":"Two\\nlines","aliases":["al\\nias"],"answer":"a\\r\\nb\\n\\n  indented\\nc"}
        {"id":"formula","question":"=1+1","aliases":["+2","-3","@x"],"answer":"=HYPERLINK(\\"x\\")"}
        {"id":"'=quoted","question":"'=1","answer":"-5 degrees","category":"@home"}
        {"id":"quotes","question":"\\"Quoted\\"","aliases":["it's"],"answer":"a \\"b\\" c, d; e\\tf"}
        {"id":"spaces","question":"  inside   kept  ","answer":"\\n  first line\\nlast  "}
        {"id":"yaml: #1","question":"- dash: # no comment","answer":"null","source":"https://x.example/?a=b&c"}
        {"id":"007","question":"yes","answer":"0x1F","status":"draft"}
        {"id":"zh","language":"zh","question":"“退货”怎么办？","aliases":["退，货"],"answer":"联系客服；\\u2028谢谢"}
        {"id":"zh","language":"en","question":"Returns?","answer":"","valid_until":"2030-02-28"}
        {"question":"Derived id","answer":"[\\"not a list\\"]"}
        {"id":"emoji","question":"🙂 ok?","aliases":["[]","[\\"]"],"answer":"back\\\\slash \\\\| pipe"}

        """
}
