import Foundation
import Testing

@Suite("The format of an export")
struct ExportFormatTests {
    private func exported(_ bot: TinyBot, _ arguments: String...) throws -> String {
        let run = try CommandRun(["export", "knowledge"] + arguments, environment: bot.environment, in: bot.folder)
        #expect(run.status == 0, "\(run.errors)")
        return try String(contentsOf: bot.folder.appending(path: arguments.last ?? ""), encoding: .utf8)
    }

    @Test("The ending tells it, where nothing else does")
    func endings() throws {
        let bot = try TinyBot()
        #expect(try exported(bot, "--output", "x.jsonl").hasPrefix("{"))
        #expect(try exported(bot, "--output", "x.yml").hasPrefix("- id: "))
        #expect(try exported(bot, "--output", "x.csv").hasPrefix("id,language,"))
        #expect(try exported(bot, "--output", "x.txt").hasPrefix("id,language,"))
        #expect(try exported(bot, "--format", "jsonl", "--output", "x").hasPrefix("{"))
        #expect(try exported(bot, "--json", "--output", "y.jsonl").hasPrefix("{"))
    }

    @Test("What contradicts itself is wrong usage, and writes nothing")
    func contradictions() throws {
        let bot = try TinyBot()
        for (arguments, problem) in [
            (["--format", "jsonl", "--output", "x.csv"], "--format asks for jsonl, and 'x.csv' ends as csv does"),
            (["--json", "--output", "x.yml"], "--json asks for jsonl, and 'x.yml' ends as yaml does"),
            (["--output", "x.xlsx"], "'x.xlsx' ends as a file of another kind; there are csv, jsonl, yaml"),
            (["--json", "--format", "yaml"], "--json writes jsonl, and --format asks for yaml"),
        ] {
            let run = try CommandRun(["export", "knowledge"] + arguments, environment: bot.environment, in: bot.folder)
            #expect(run.status == 64 && run.output.isEmpty)
            #expect(run.errors.hasPrefix("frontdesk: \(problem)\n"))
        }
        #expect(!FileManager.default.fileExists(atPath: bot.folder.appending(path: "x.csv").path))
    }

    @Test(
        "Nothing is written over what the bot is made of",
        arguments: ["frontdesk.yml", "intents/greeting.yml", "knowledge/faq.yml", "./knowledge/new.yml"])
    func ownFiles(_ file: String) throws {
        let bot = try TinyBot()
        let before = try bot.files()
        for arguments in [["export", "knowledge", "--format", "yaml"], ["export", "logs", "--format", "jsonl"]] {
            let run = try CommandRun(arguments + ["--output", file], environment: bot.environment, in: bot.folder)
            #expect(run.status == 73, "\(run.errors)")
            #expect(run.errors.contains("\(file): the bot is made of this file"))
        }
        #expect(try bot.chat("hello", "/export \(file)").contains("the bot is made of this file"))
        let after = try bot.files()
        for (name, data) in before where !name.hasPrefix(".frontdesk/") { #expect(after[name] == data) }
        #expect(after["knowledge/new.yml"] == nil)
    }
}
