import Foundation
import Testing

@Suite("Import and export of logs")
struct ImportLogsTests {
    private let scratch: URL

    init() throws {
        scratch = FileManager.default.temporaryDirectory.appending(path: "frontdesk-logs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    }

    private func bot(_ name: String) throws -> URL {
        let folder = scratch.appending(path: name)
        #expect(try CommandRun(["init", folder.path]).status == 0)
        return folder
    }

    private func write(_ text: String, to file: String, of bot: URL) throws {
        let file = bot.appending(path: file)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    private static let lines = """
        {"id": "a", "customer": "c1", "turns": [{"speaker": "customer", "text": "are you open today", "intent": "opening_hours"}, {"speaker": "agent", "text": "Until six."}]}
        {"id": "b", "turns": [{"speaker": "customer", "text": "hello"}]}
        {"id": "c", "turns": []}

        """

    @Test("A first import, the same again, and one that goes on")
    func importing() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write(Self.lines, to: "chats.jsonl", of: bot)
        let dry = try CommandRun(["import", "--logs", "chats.jsonl", "--dry-run"], in: bot)
        #expect(
            dry.output == "  chats.jsonl  2 new, 1 without turns, 3 turns, 1 label\nNothing was stored.\n"
                && dry.errors.isEmpty)
        #expect(try CommandRun(["export", "logs"], in: bot).output.isEmpty)
        #expect(
            try CommandRun(["import", "--logs", "chats.jsonl"], in: bot).output
                == "  chats.jsonl  2 new, 1 without turns, 3 turns, 1 label\n"
                + "'frontdesk train' learns the labels, and from agents' answers.\n")
        #expect(
            try CommandRun(["import", "--logs", "chats.jsonl"], in: bot).output
                == "  chats.jsonl  2 there already, 1 without turns\nNothing changed.\n")
        let more = #"{"id":"b","turns":[{"speaker":"customer","text":"hello"},{"speaker":"bot","text":"Hi."}]}"#
        let run = try CommandRun(["import", "--logs", "-", "--name", "more.jsonl", "--json"], input: more, in: bot)
        #expect(
            run.output == #"""
                {"added":0,"dry_run":false,"empty":0,"extended":1,"labels":0,"notes":[],"problems":[],"skipped":0,"source":"more.jsonl","turns":1,"unchanged":0}

                """#)
    }

    @Test("What is learnt of logs without labels is told as it is")
    func withoutLabels() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write("Customer: hi\n", to: "a.txt", of: bot)
        #expect(
            try CommandRun(["import", "--logs", "a.txt"], in: bot).output.hasSuffix(
                "\nNo message had a new label: 'frontdesk review' asks for labels.\n"))
        try write("Customer: are you open today?\nAgent: Until six.\n", to: "b.txt", of: bot)
        #expect(
            try CommandRun(["import", "--logs", "b.txt"], in: bot).output.hasSuffix(
                """

                No message had a new label: 'frontdesk train' learns from agents' answers, and 'frontdesk review' asks for labels.

                """))
    }

    @Test(
        "Conversations without --logs are told to be some",
        arguments: [
            ("chats.jsonl", ImportLogsTests.lines), ("chats.csv", "session,role,message\n1,user,hi\n1,agent,hello\n"),
            ("chats.txt", "Customer: hi\nAgent: hello\n"), ("chats.json", #"[{"id": "a", "turns": []}]"#),
        ])
    func withoutTheFlag(name: String, text: String) throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write(text, to: name, of: bot)
        let run = try CommandRun(["import", name], in: bot)
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(
            run.errors
                == "frontdesk: \(name): the file holds conversations, and no knowledge. "
                + "Import it with 'frontdesk import --logs'\n")
    }

    @Test("What is no conversation is complained about as before")
    func otherFiles() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        for (name, text, problem) in [
            ("notes.txt", "Dear all: good morning\n", "files of this kind cannot be imported"),
            ("list.json", #"[{"id": "a", "events": []}]"#, "the entry has no question"),
            ("list.csv", "role,name\nuser,Ann\n", "no column holds the questions"),
        ] {
            try write(text, to: name, of: bot)
            #expect(try CommandRun(["import", name], in: bot).errors.contains(problem), "\(name)")
        }
    }

    @Test("A transcript on standard input needs a name, and is told so")
    func unnamedTranscript() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        let text = "Customer: hi\nAgent: hello\n"
        let run = try CommandRun(["import", "--logs", "-"], input: text, in: bot)
        #expect(run.status == 65)
        #expect(
            run.errors == """
                frontdesk: stdin.csv:1: no column holds the conversation. Name it 'conversation', or say which it is with \
                'frontdesk import --logs --columns conversation=…'; what is no table needs --name chats.txt

                """)
        #expect(
            try CommandRun(["import", "--logs", "-", "--name", "chats.txt"], input: text, in: bot).output.hasPrefix(
                "  chats.txt  1 new, 2 turns\n"))
    }

    @Test("A folder of logs; one that is wrong does not hinder the others")
    func folders() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write(Self.lines, to: "in/a.jsonl", of: bot)
        try write("Customer: hi\nAgent: hello\n", to: "in/b/monday.txt", of: bot)
        try write("conversation,speaker,text\n1,alien,x\n", to: "in/c.csv", of: bot)
        let run = try CommandRun(["import", "--logs", "in"], in: bot)
        #expect(run.status == 65)
        #expect(run.errors.hasPrefix("frontdesk: in/c.csv:2:3: 'alien' is no known speaker. Known are customer"))
        #expect(run.output.contains("in/a.jsonl       2 new") && run.output.contains("in/b/monday.txt  1 new, 2 turns"))
        let skipping = try CommandRun(["import", "--logs", "in/c.csv", "--skip-bad", "--json"], in: bot)
        #expect(skipping.status == 1 && skipping.output.contains(#""skipped":1"#))
    }

    @Test("What makes sense for knowledge alone is refused")
    func usage() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write(Self.lines, to: "chats.jsonl", of: bot)
        for flag in ["--overwrite", "--keep", "--no-embed"] {
            let run = try CommandRun(["import", "--logs", "chats.jsonl", flag], in: bot)
            #expect(run.status == 64)
            #expect(run.errors.hasPrefix("frontdesk: \(flag) is for knowledge, and --logs imports conversations"))
        }
        #expect(try CommandRun(["import", "--logs", "none.jsonl"], in: bot).status == 74)
        #expect(try CommandRun(["export", "logs", "--json", "--format", "csv"], in: bot).status == 64)
    }

    @Test("Imported conversations are not counted as the bot's work")
    func statistics() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        try write(
            #"{"id":"a","turns":[{"speaker":"customer","text":"hi"},{"speaker":"bot","text":"?","route":"fallback","intent":"greeting"}]}"#,
            to: "chats.jsonl", of: bot)
        #expect(try CommandRun(["import", "--logs", "chats.jsonl"], in: bot).status == 0)
        #expect(
            try CommandRun(["stats"], in: bot).output == "Nothing was said yet; 1 conversation came in with logs.\n")
        let json = try CommandRun(["stats", "--json"], in: bot).output
        for figure in [
            #""conversations":0"#, #""turns":0"#, #""replies":0"#, #""unanswered":0"#, #""intents":[]"#,
            #""imported_conversations":1"#, #""imported_turns":2"#,
        ] {
            #expect(json.contains(figure), "\(figure)")
        }
    }

    @Test("What is exported, as lines and as a table, gives the same conversations in another bot")
    func exporting() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let first = try bot("first")
        let said =
            #"{"id":"=b","tags":["x"],"turns":[{"speaker":"customer","text":"+1, call ann@example.com","time":"2026-11-21T09:30:00Z","note":1}]}"#
        try write(Self.lines + said, to: "chats.jsonl", of: first)
        #expect(try CommandRun(["import", "--logs", "chats.jsonl"], in: first).status == 0)
        let lines = try CommandRun(["export", "logs", "--personal-data"], in: first).output
        #expect(lines.split(separator: "\n").count == 3)
        #expect(!(try CommandRun(["export", "logs", "--format", "csv"], in: first).output.contains("ann@")))
        for file in ["out.jsonl", "out.csv"] {
            let path = scratch.appending(path: file).path
            #expect(try CommandRun(["export", "logs", "--personal-data", "--output", path], in: first).status == 0)
            let other = try bot("bot-of-\(file)")
            #expect(try CommandRun(["import", "--logs", path], in: other).status == 0)
            #expect(try CommandRun(["export", "logs", "--personal-data"], in: other).output == lines, "\(file)")
        }
        let table = try CommandRun(["export", "logs", "--personal-data", "--format", "csv"], in: first).output
        #expect(table.contains(#"'=b,,,,,2026-11-21T09:30:00Z,customer,"'+1, call ann@example.com""#))
    }

    @Test("Training takes tables and transcripts by the same way")
    func training() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try TinyBot()
        try bot.write(
            Data("session,role,message,intent\n1,user,are you open at easter,opening_hours\n1,agent,No.,\n".utf8),
            to: "chats.csv")
        try bot.write(Data("Customer: hi\nAgent: hello\n".utf8), to: "chats.txt")
        let run = try bot.run("train", "--json", "chats.csv", "chats.txt")
        #expect(run.status == 0)
        #expect(run.output.contains(#""conversations_added":2"#) && run.output.contains(#""labels_added":1"#))
        try bot.write(Data("session,role,message,intent\n9,user,hi,opening_hour\n".utf8), to: "bad.csv")
        try bot.expect(
            ["train", "chats.txt", "bad.csv"], fails: 65,
            "bad.csv:2:11: there is no intent 'opening_hour'. Did you mean 'opening_hours'?")
    }

    @Test("An import that is killed leaves nothing or all, and importing again finishes")
    func killed() throws {
        defer { try? FileManager.default.removeItem(at: scratch) }
        let bot = try bot("bot")
        let count = 8000
        let lines = (0..<count).map {
            #"{"id":"c\#($0)","turns":[{"speaker":"customer","text":"question \#($0)"},{"speaker":"agent","text":"answer"}]}"#
        }
        try write(lines.joined(separator: "\n"), to: "chats.jsonl", of: bot)
        let other = scratch.appending(path: "whole")
        try FileManager.default.copyItem(at: bot, to: other)
        let start = ContinuousClock.now
        #expect(try CommandRun(["import", "--logs", "chats.jsonl"], in: other).status == 0)
        let duration = ContinuousClock.now - start
        for moment in 0..<12 {
            let copy = scratch.appending(path: "bot-\(moment)")
            try FileManager.default.copyItem(at: bot, to: copy)
            try kill(after: duration * (Double(moment) + .random(in: 0..<1)) / 12, in: copy)
            let left = try CommandRun(["export", "logs"], in: copy)
            #expect(left.status == 0 && [0, count].contains(left.output.split(separator: "\n").count))
            #expect(try CommandRun(["import", "--logs", "chats.jsonl"], in: copy).status == 0)
            #expect(try CommandRun(["export", "logs"], in: copy).output.split(separator: "\n").count == count)
            try FileManager.default.removeItem(at: copy)
        }
    }

    private func kill(after moment: Duration, in bot: URL) throws {
        let process = Process()
        process.executableURL = CommandRun.binary
        process.arguments = ["import", "--logs", "chats.jsonl"]
        process.currentDirectoryURL = bot
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(moment / .microseconds(1)))
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
