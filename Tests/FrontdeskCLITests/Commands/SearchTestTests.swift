import Foundation
import Testing

@Suite("Testing the search, explaining it, and what stats tells of the knowledge")
struct SearchTestTests {
    private func write(_ text: String, to path: String, of bot: TinyBot) throws {
        try Data(text.utf8).write(to: bot.folder.appending(path: path))
    }

    @Test("A table of queries; each miss says what came instead and why")
    func misses() throws {
        let bot = try TinyBot()
        try write(
            "问题,编号\nDo you wrap gifts?,gift-wrapping\nHow can I pay?,invoice|gift-wrapping\n", to: "q.csv", of: bot)
        let run = try bot.run("test", "q.csv")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("  queries                   2\n"))
        #expect(
            run.output.contains("\n  1 of 2 queries do not find a right entry first\n  How can I pay?  q.csv:3:1\n"))
        #expect(run.output.contains("\n      came: payment-methods, “How can I pay?”, confidence "))
        #expect(run.output.contains("\n      expected: ") && run.output.contains("\n      what put it ahead: "))
        let miss = try #require((bot.run("test", "--json", "q.csv").object()["misses"] as? [[String: Any]])?.first)
        #expect(
            miss["query"] as? String == "How can I pay?"
                && miss["relevant"] as? [String] == ["gift-wrapping", "invoice"])
        #expect((miss["first"] as? [String: Any])?["rank"] as? Int == 1)
        #expect((miss["differences"] as? [Any])?.isEmpty == false)
    }

    @Test("So many misses are shown as are asked for")
    func boundedMisses() throws {
        let bot = try TinyBot()
        let lines = (1...23).map { "How can I pay?,\($0 % 2 == 0 ? "invoice" : "gift-wrapping")\n" }
        try write("query,relevant\n" + lines.joined(), to: "q.csv", of: bot)
        func shown(_ arguments: String...) throws -> Int {
            try CommandRun(["test", "q.csv"] + arguments, environment: bot.environment, in: bot.folder)
                .output.components(separatedBy: "  q.csv:").count - 1
        }
        #expect(try shown() == 20)
        #expect(try bot.run("test", "q.csv").output.hasSuffix("\n  and 3 more; --misses 0 shows all\n"))
        #expect(try shown("--misses", "0") == 23)
        #expect(try shown("--misses", "2") == 2)
        #expect(try bot.run("test", "q.csv", "--misses", "-1").status == 64)
    }

    @Test("A test is compared with the last one of the same file")
    func comparison() throws {
        let bot = try TinyBot()
        let queries = #"{"query": "Do you sell umbrellas?", "relevant": ["umbrella", "invoice"]}"# + "\n"
        let entry = "- id: umbrella\n  question: "
        try write(entry + "Are there bumbershoots?\n  answer: Yes.\n", to: "knowledge/umbrella.yml", of: bot)
        try write(queries, to: "q.jsonl", of: bot)
        let first = try bot.run("test", "--json", "q.jsonl").object()
        #expect(first["compared"] == nil && (first["misses"] as? [Any])?.count == 1)
        try write(entry + "Do you sell umbrellas?\n  answer: Yes.\n", to: "knowledge/umbrella.yml", of: bot)
        let text = try bot.run("test", "q.jsonl").output
        #expect(text.contains("\n  precision, first      1.000  +1.000\n"))
        #expect(
            text.contains("\n  compared with 20")
                && text.contains("\n  found now and not then: 1\n    Do you sell umbrellas?\n"))
        try write(entry + "Are there bumbershoots?\n  answer: Yes.\n", to: "knowledge/umbrella.yml", of: bot)
        try write(queries + queries.replacing("sell", with: "hire"), to: "q.jsonl", of: bot)
        let compared = try #require(bot.run("test", "--json", "q.jsonl").object()["compared"] as? [String: Any])
        #expect(compared["newly_missed"] as? [String] == ["Do you sell umbrellas?"])
        #expect(compared["newly_found"] as? [String] == [] && compared["same_queries"] as? Bool == false)
        #expect((compared["changes"] as? [String: Double])?["precision_1"] == -1)
        #expect((compared["model"] as? String)?.count == 16)
    }

    @Test("An expected id that no entry has is an error with its line")
    func unknownIDs() throws {
        let bot = try TinyBot()
        try write("query,relevant\nHow can I pay?,payment-method|xyzzy\n", to: "q.csv", of: bot)
        let run = try bot.run("test", "q.csv")
        #expect(run.status == 65 && run.output.isEmpty)
        let errors = run.errors.split(separator: "\n")
        #expect(errors.count == 2)
        #expect(
            errors[0].hasSuffix(
                "q.csv:2:1: no entry has the expected id 'payment-method'. Did you mean 'payment-methods'?"))
        #expect(
            errors[1].hasSuffix(
                "q.csv:2:1: no entry has the expected id 'xyzzy'. 'frontdesk export knowledge' shows the ids"))
    }

    @Test(
        "A table of queries that is wrong names its line",
        arguments: [
            (
                "question,answer\na,b\n",
                "q.csv:1: no column holds the ids of the entries that answer them. Name it 'relevant'"
            ),
            ("id\na\n", "q.csv:1: no column holds the queries. Name it 'query'"),
            ("query,id\nHow?,invoice\n,invoice\n", "q.csv:3:1: the row has no query. Fill it in, or delete the row"),
            (
                "query,id\nHow?, | \n",
                "q.csv:2:1: no entry is relevant to this query. Name its id, or several with '|' between them"
            ),
        ])
    func wrongTables(_ table: String, _ error: String) throws {
        let bot = try TinyBot()
        try write(table, to: "q.csv", of: bot)
        let run = try bot.run("test", "q.csv")
        #expect(run.status == 65 && run.output.isEmpty && run.errors == "frontdesk: \(error)\n")
    }

    @Test("Among the bot's own files other tables are left out")
    func otherTables() throws {
        let bot = try TinyBot()
        let folder = bot.folder.appending(path: "evaluation")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            try FileManager.default.removeItem(at: file)
        }
        try write("step,name,value\n1,loss,2\n", to: "evaluation/scalars.csv", of: bot)
        let none = try bot.run("test")
        #expect(none.status == 64 && none.errors.contains("there is nothing to test with"))
        try write("query,id\nDo you wrap gifts?,gift-wrapping\n", to: "evaluation/queries.csv", of: bot)
        let run = try bot.run("test")
        #expect(run.status == 0 && run.output.hasPrefix("  queries                   1\n"))
    }

    @Test("The parts of a score add up to it")
    func explanation() throws {
        let bot = try TinyBot()
        let run = try bot.run("search", "How can I pay?", "--explain", "--limit", "1")
        #expect(run.output.contains("      matched \"How can I pay?\", en, of payment-methods\n      part "))
        #expect(run.output.contains("\n      score ") && run.output.contains("\n      confidence "))
        let json = try bot.run("search", "How can I pay?", "--explain", "--json").object()
        let hit = try #require((json["hits"] as? [[String: Any]])?.first)
        let parts = try #require(hit["parts"] as? [[String: Any]])
        let sum = parts.reduce(0) { $0 + ($1["contribution"] as? Double ?? .nan) }
        #expect(abs(sum - (hit["score"] as? Double ?? .nan)) < 1e-9)
        #expect(parts.allSatisfy { $0["name"] is String && $0["value"] is Double && $0["weight"] is Double })
    }

    @Test("Stats: entries that were never told, and what got no answer where it is asked for")
    func statistics() throws {
        let bot = try TinyBot()
        _ = try bot.chat("How can I pay?", "qwertz uiop", "/new", "QWERTZ uiop!")
        let plain = try bot.run("stats").output
        #expect(plain.contains("\n  entries\n  How can I pay?  (payment-methods)  1  "))
        #expect(
            plain.contains("\n  entries never told\n  Do you wrap gifts?  (gift-wrapping)\n  Where do I find "))
        #expect(
            plain.contains("\n  messages without an answer: 2; --questions shows them\n")
                && !plain.lowercased().contains("qwertz"))
        let asked = try bot.run("stats", "--questions").output
        #expect(asked.contains("\n  messages without an answer: 2\n  QWERTZ uiop! ") && !asked.contains("qwertz uiop"))
        let json = try bot.run("stats", "--json").object()
        #expect(json["unanswered"] as? Int == 2 && json["questions"] == nil)
        let told = try #require((json["entries"] as? [[String: Any]])?.first)
        #expect(told["id"] as? String == "payment-methods" && told["question"] as? String == "How can I pay?")
        #expect(json["entries_never_told"] as? [String] == ["gift-wrapping", "invoice", "password"])
        for text in ["- {id: umbrella, question: Do you sell umbrellas?, answer: No.}\n", "- {id: umbrella"] {
            try write(text, to: "knowledge/umbrella.yml", of: bot)
            let never = try bot.run("stats", "--json").object()["entries_never_told"] as? [String]
            #expect(never == ["gift-wrapping", "invoice", "password", "umbrella"])
        }
        let questions = try #require(
            bot.run("stats", "--json", "--questions").object()["questions"] as? [[String: Any]])
        #expect(questions.map { $0["count"] as? Int } == [2])
    }
}
