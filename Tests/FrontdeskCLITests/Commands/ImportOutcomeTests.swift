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

    @Test("Of a newer version with bad rows nothing is dropped: a row that is wrong may be what an entry was")
    func skippedRowsDropNothing() throws {
        let head = "question,answer,valid_until\n"
        try write(head + "Where is X?,There.,\nWhere is Y?,Here.,\nWhere is Z?,Gone.,\n", to: "places.csv")
        #expect(try bot.run("import", "places.csv").status == 0)
        try write(head + "Where is X?,Elsewhere.,\nWhere is Y?,Here.,soon\n", to: "places.csv")
        let run = try bot.run("import", "places.csv", "--skip-bad", "--json")
        #expect(run.status == 1)
        let object = try #require(try objects(run).first)
        #expect(object["removed"] as? Int == 0 && object["changed"] as? Int == 1 && object["skipped"] as? Int == 1)
        #expect(try bot.run("search", "Where is Y?").output.contains("Here."))
        // The next version that is wholly right drops what it lacks.
        try write(head + "Where is X?,Elsewhere.,\nWhere is Y?,Here.,\n", to: "places.csv")
        #expect(try objects(try bot.run("import", "places.csv", "--json")).first?["removed"] as? Int == 1)
    }

    @Test("A path that is not there hinders no other")
    func missingPath() throws {
        try write("question,answer\nWhere is X?,There.\n", to: "good.csv")
        let run = try bot.run("import", "missing.csv", "good.csv", "--json")
        #expect(run.status == 74 || run.status == 65)
        let sources = try objects(run).compactMap { $0["source"] as? String }
        #expect(sources == ["good.csv", "missing.csv"])
        #expect(run.errors.contains("missing.csv"))
    }

    @Test("A note stands below its source, and moves no other line")
    func notes() throws {
        try write("question,answer,clicks\nWhere is X?,There.,3\n", to: "a.csv")
        try write("question,answer\nWhere is Y?,Here.\n", to: "b.csv")
        let lines = try bot.run("import", "a.csv", "b.csv").output.split(separator: "\n")
        #expect(
            lines.prefix(3) == [
                "  knowledge/a.yml  1 added  from a.csv", "    left out: the column 'clicks'",
                "  knowledge/b.yml  1 added  from b.csv",
            ])
    }
}
