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
