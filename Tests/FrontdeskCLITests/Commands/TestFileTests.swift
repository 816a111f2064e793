import Foundation
import Testing

@Suite("The files that are tested with")
struct TestFileTests {
    private let bot: TinyBot

    init() throws {
        bot = try TinyBot()
    }

    private func write(_ text: String, to path: String) throws {
        try bot.write(Data(text.utf8), to: path)
    }

    @Test("Tables are read as import reads them")
    func foreignTables() throws {
        try write("sep=;\nquery;id\n\"Do you wrap gifts, please?\";gift-wrapping\n", to: "semicolons.csv")
        try write("query,id\nDo you wrap gifts?,gift-wrapping\n", to: "commas.tsv")
        // 问题,编号 and 怎么付款
        try bot.write(
            Data([0xCE, 0xCA, 0xCC, 0xE2, 0x2C, 0xB1, 0xE0, 0xBA, 0xC5, 0x0A, 0xD4, 0xF5, 0xC3, 0xB4, 0xB8, 0xB6])
                + Data([0xBF, 0xEE]) + Data(",payment-methods\n".utf8), to: "gb18030.csv")
        for file in ["semicolons.csv", "commas.tsv", "gb18030.csv"] {
            let run = try bot.run("test", file, "--misses", "0")
            #expect(run.status == 0, "\(file): \(run.errors)")
            #expect(run.output.hasPrefix("  queries                   1\n"))
        }
        #expect(try bot.run("test", "gb18030.csv", "--json").output.contains("怎么付款") == true)
    }

    @Test("A label that leads nowhere is an error with its line, for test and train alike")
    func unknownLabels() throws {
        try write(
            """
            {"text": "good day", "intent": "greting"}
            {"text": "a bill, please", "knowledge": "invoise"}
            {"text": "something else", "intent": "oos"}
            {"text": "hello there", "intent": "greeting", "accept": ["nowhere"]}
            """, to: "calibration/m.jsonl")
        let problems = """
            frontdesk: calibration/m.jsonl:1: there is no intent 'greting'. Did you mean 'greeting'?
            frontdesk: calibration/m.jsonl:2: there is no intent and no entry 'invoise'. Did you mean 'invoice'?

            """
        for command in [["test", "calibration/m.jsonl"], ["train"]] {
            let run = try CommandRun(command, environment: bot.environment, in: bot.folder)
            #expect(run.status == 65 && run.output.isEmpty)
            #expect(run.errors == problems)
        }
    }

    @Test("What a conversation expects and is not there is an error, for test, train and check alike")
    func unknownExpectations() throws {
        try write(
            """
            - name: hours
              turns:
                - {say: hello, route: templat}
                - {say: when are you open, intent: opening_hour}
                - {say: a bill please, knowledge: nowhere-at-all}
            """, to: "evaluation/c.yml")
        let problems = [
            "evaluation/c.yml:3:7: there is no route 'templat'. Did you mean 'template'?",
            "evaluation/c.yml:4:7: there is no intent 'opening_hour'. Did you mean 'opening_hours'?",
            "evaluation/c.yml:5:7: there is no intent and no entry 'nowhere-at-all'",
        ]
        for command in [["test", "--scores", "scores.jsonl"], ["train"]] {
            let run = try bot.run(command)
            #expect(run.status == 65 && run.output.isEmpty)
            #expect(run.errors == problems.map { "frontdesk: \($0)\n" }.joined())
        }
        #expect(!FileManager.default.fileExists(atPath: bot.folder.appending(path: "scores.jsonl").path))
        let check = try bot.run("check")
        #expect(check.status == 65)
        for problem in problems { #expect(check.output.contains(problem.replacing(": there", with: ": error: there"))) }
    }

    @Test("A conversation in which nothing is said is an error")
    func noTurns() throws {
        try write("- name: hours\n  turns: []\n", to: "c.yml")
        try bot.expect(
            ["test", "c.yml"], fails: 65,
            "c.yml:2:10: the conversation has no turns. Write what is said: '- say: …'")
    }

    @Test("The check reads tables of queries, too")
    func checkedTables() throws {
        try write("query;id\nDo you wrap gifts?;gift-wraping\n", to: "evaluation/q.csv")
        try write("step,name,value\n1,loss,2\n", to: "evaluation/scalars.csv")
        let run = try bot.run("check")
        #expect(run.status == 65)
        #expect(
            run.output.hasPrefix(
                """
                evaluation/q.csv:2:1: error: there is no intent and no entry 'gift-wraping'. \
                Did you mean 'gift-wrapping'?

                """))
    }

    @Test("Labelled messages in a table are an error, among the bot's own files too")
    func labelledTables() throws {
        let error =
            "1: a table holds queries, and these are labelled messages. "
            + #"Write {"text": "…", "intent": "…"} on each line of a .jsonl file"#
        try write("text,intent\nhello,greeting\n", to: "more.csv")
        try bot.expect(["test", "more.csv"], fails: 65, "more.csv:\(error)")
        for folder in ["evaluation", "calibration"] {
            try write("Text;Intent\nhello;greeting\n", to: "\(folder)/more.csv")
            let train = try bot.run("train")
            #expect(train.status == 65 && train.errors == "frontdesk: \(folder)/more.csv:\(error)\n")
            let check = try bot.run("check")
            #expect(check.status == 65 && check.output.hasPrefix("\(folder)/more.csv:1: error: a table holds queries"))
            if folder == "evaluation" { try bot.expect(["test"], fails: 65, "evaluation/more.csv:\(error)") }
            try FileManager.default.removeItem(at: bot.folder.appending(path: "\(folder)/more.csv"))
        }
    }

    @Test("A folder is no file to test with")
    func folder() throws {
        try bot.expect(
            ["test", "evaluation"], fails: 65, "evaluation: this is a folder. Name a file, or put one in its place")
    }

    @Test("Scores are of labelled messages, and are never written over the bot's own files")
    func scores() throws {
        try bot.expect(
            ["test", "--scores", "evaluation/messages.jsonl"], fails: 73,
            """
            evaluation/messages.jsonl: the bot is made of this file, or of what stands beside it. Name a file elsewhere
            """)
        try write(#"{"query": "Do you wrap gifts?", "relevant": ["gift-wrapping"]}"#, to: "queries.jsonl")
        try bot.expect(
            ["test", "queries.jsonl", "--scores", "scores.jsonl"], fails: 64,
            """
            --scores writes the scores of labelled messages, and there are none. \
            Name a file with {"text": "…", "intent": "…"} on each line
            """)
    }

    @Test("In a conversation actions run, as replies need them, and no handoff is told")
    func actionsAndHandoffs() throws {
        let settings = try String(contentsOf: bot.folder.appending(path: "frontdesk.yml"), encoding: .utf8)
        try write(settings + "handoff: {file: handoffs.jsonl}\n", to: "frontdesk.yml")
        try write(
            "intent: stock\nexamples: |\n  - how many lamps are left\naction: ./stock\nanswers:\n  - en: '{{left}} left.'\n",
            to: "intents/stock.yml")
        try write("#!/bin/sh\necho '{\"left\": \"Two\"}'\n", to: "intents/stock")
        let action = bot.folder.appending(path: "intents/stock").path
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: action)
        try write(
            """
            - name: lamps
              turns:
                - {say: how many lamps are left, route: template, intent: stock, contains: Two left.}
                - {say: I want to talk to a human, route: handoff}
            """, to: "lamps.yml")
        let run = try bot.run("test", "lamps.yml")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: bot.folder.appending(path: "handoffs.jsonl").path))
    }

    @Test("A file that holds nothing is said to")
    func nothing() throws {
        try write("\n", to: "empty.jsonl")
        try bot.expect(
            ["test", "empty.jsonl"], fails: 65,
            #"empty.jsonl: there is nothing to test in this file. Write {"text": "…", "intent": "…"} on each line"#)
    }
}
