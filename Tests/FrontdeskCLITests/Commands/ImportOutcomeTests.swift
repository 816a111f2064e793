import Foundation
import Testing

@Suite("What an import tells of sources that it refused, and of what it kept")
struct ImportOutcomeTests {
    private let bot: TinyBot

    init() throws {
        bot = try TinyBot()
    }

    private func write(_ text: String, to path: String) throws {
        try bot.write(Data(text.utf8), to: path)
    }

    private func objects(_ run: CommandRun) throws -> [[String: Any]] {
        try run.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("JSON has the sources that nothing was imported of")
    func refused() throws {
        try write("question,answer\nWhere is X?,There.\n", to: "good.csv")
        try write("question,answer\n,There.\n", to: "bad.csv")
        let run = try bot.run("import", "bad.csv", "good.csv", "--json")
        #expect(run.status == 65)
        let objects = try objects(run)
        try #require(objects.count == 2)
        #expect(objects[0]["source"] as? String == "good.csv" && (objects[0]["problems"] as? [Any])?.isEmpty == true)
        #expect(objects[1]["source"] as? String == "bad.csv" && objects[1]["file"] == nil)
        let problem = try #require((objects[1]["problems"] as? [[String: Any]])?.first)
        #expect(problem["file"] as? String == "bad.csv" && problem["line"] as? Int == 2)
        #expect(problem["status"] as? Int == 65)
    }

    @Test("An empty document is called empty", arguments: ["help.xlsx", "help.docx", "help.zip"])
    func emptyDocuments(_ name: String) throws {
        try write("", to: name)
        try bot.expect(
            ["import", name], fails: 65,
            "\(name): the file is empty. Copy or download it again, or save it with its contents")
    }

    @Test(
        "A folder below that cannot be read is an error; the others are imported",
        .enabled(if: RefusalTests.canBeRefused, "root without setpriv is refused nothing"))
    func lockedFolder() throws {
        try write("question,answer\nWhere is X?,There.\n", to: "in/x.csv")
        try write("question,answer\nWhere is Y?,There.\n", to: "in/locked/y.csv")
        let locked = bot.folder.appending(path: "in/locked").path
        chmod(locked, 0)
        defer { chmod(locked, 0o755) }
        for more in [[], ["--skip-bad"]] {
            let run = try CommandRun(
                ["import", "in"] + more, environment: bot.environment, in: bot.folder,
                through: getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-all"] : [])
            #expect(run.status == 77)
            #expect(run.output.hasPrefix("  knowledge/x.yml  1 "))
            #expect(run.errors == "frontdesk: in/locked: cannot read: permission denied. Check the owner and mode\n")
        }
    }

    @Test("--keep says what it kept, once")
    func kept() throws {
        try write("id,question,answer\na1,A?,one\nb1,B?,two\n", to: "s.csv")
        #expect(try bot.run("import", "s.csv").status == 0)
        let file = bot.folder.appending(path: "knowledge/s.yml")
        try write(String(contentsOf: file, encoding: .utf8).replacing("one", with: "mine"), to: "knowledge/s.yml")
        try write("id,question,answer\na1,A?,uno\nb1,B?,two\n", to: "s.csv")
        let dry = try bot.run("import", "s.csv", "--keep", "--dry-run")
        #expect(dry.output.hasSuffix("\nWould keep 1 entry as you edited it; nothing was written.\n"))
        let run = try bot.run("import", "s.csv", "--keep")
        #expect(run.status == 0)
        #expect(run.output.hasSuffix("\nKept 1 entry as you edited it, until the source changes again.\n"))
        #expect(try bot.run("import", "s.csv", "--keep").output.hasSuffix("\nNothing changed.\n"))
    }
}
