import Foundation
import FoundationXML
import Testing

@Suite("Test reports")
struct ReportTests {
    private static let nasty = "<script>alert(\"1 & 2\")</script> it's 'so'"
    private let bot: TinyBot

    /// A bot with messages in scope and out of it, one of them labelled as two intents, so that one must be wrong.
    init() throws {
        bot = try TinyBot()
        let labelled = ["greeting", "opening_hours"].map { ["text": Self.nasty, "intent": $0] }
        let others = [
            ["text": "when are you open", "intent": "opening_hours"], ["text": "qwertz uiop", "intent": "oos"],
        ]
        let lines = try (labelled + others).map { try JSONEncoder().encode($0) + Data("\n".utf8) }
        try bot.write(lines.reduce(Data(), +), to: "hard.jsonl")
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func read(_ path: String) throws -> String {
        try String(contentsOf: bot.folder.appending(path: path), encoding: .utf8)
    }

    @Test("Every figure has its key")
    func keys() throws {
        let report = try object(bot.run("test", "hard.jsonl", "--json").output)
        #expect(
            Set(report.keys) == [
                "accuracy", "macro_f1", "weighted_f1", "expected_calibration_error", "in_scope_accuracy",
                "out_of_scope",
                "automation_at_3_percent_wrong", "automation", "wrong", "examples", "seconds", "routing", "languages",
                "aurc", "accuracy_at_80_percent_coverage", "accuracy_at_90_percent_coverage",
                "accuracy_at_95_percent_coverage", "risk_coverage", "intents", "confused_pairs",
            ])
        let outside = try #require(report["out_of_scope"] as? [String: Any])
        #expect(Set(outside.keys) == ["auroc", "aupr", "fpr95", "recall", "threshold", "examples"])
        let curve = try #require(report["risk_coverage"] as? [[String: Double]])
        #expect(curve.count == 3 && curve.allSatisfy { Set($0.keys) == ["coverage", "risk", "threshold"] })
        let pairs = try #require(report["confused_pairs"] as? [[String: Any]])
        #expect(pairs.contains { $0["example"] as? String == Self.nasty })
        let intents = try #require(report["intents"] as? [[String: Any]])
        #expect(intents.reduce(0) { $0 + ($1["support"] as? Int ?? 0) } == 3)
    }

    @Test("A figure without messages is left out")
    func outOfScopeAlone() throws {
        try bot.write(Data(#"{"text": "qwertz uiop", "intent": "oos"}"#.utf8), to: "outside.jsonl")
        let report = try object(bot.run("test", "outside.jsonl", "--json").output)
        #expect(
            Set(report.keys) == [
                "examples", "seconds", "routing", "languages", "risk_coverage", "intents", "confused_pairs",
            ])
        let routing = try #require(report["routing"] as? [String: Any])
        #expect(Set(routing.keys) == ["in_scope", "out_of_scope_messages", "out_of_scope_rejected"])
        let run = try bot.run("test", "outside.jsonl", "--report", "out")
        for text in [run.output, try read("out/report.html")] {
            #expect(text.contains("messages out of scope") && !text.contains("answered rightly without"))
        }
        // None of the others belongs to a person.
        let inside = try bot.run("test", "hard.jsonl").output
        #expect(inside.contains("not answered at all") && !inside.contains("reach a person as they should"))
    }

    @Test("Figures, weakest intents and confused pairs are printed")
    func text() throws {
        let output = try bot.run("test", "hard.jsonl").output
        for part in [
            "the intent that stands first, 3 messages", "accuracy", "macro F1", "weighted F1",
            "the likeliest reply, 3 messages", "expected calibration error", "right among the surest 90 %",
            "area under risk and coverage", "out of scope, 1 message\n", "AUROC", "AUPR", "FPR95",
            "recall at the threshold", "in-scope accuracy", "weakest intents", "understood as", Self.nasty,
        ] {
            #expect(output.contains(part), "\(part)")
        }
    }

    @Test("A page, and its figures for programs")
    func report() throws {
        let run = try bot.run("test", "hard.jsonl", "--report", "out/new", "--json")
        #expect(run.status == 0 && run.errors.isEmpty)
        let page = try read("out/new/report.html")
        let parser = XMLParser(data: Data(page.utf8))
        #expect(parser.parse(), "\(parser.lineNumber): \(String(describing: parser.parserError))")
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt; it&#39;s &#39;so&#39;"))
        #expect(page.contains("hard.jsonl") && page.contains("prefers-color-scheme: dark"))
        let printed = try object(run.output)
        let numbers = try object(read("out/new/report.json"))
        let plots: Set = ["reliability", "confidence_histogram", "out_of_scope_histogram", "confusion"]
        #expect(Set(numbers.keys) == Set(printed.keys).union(plots))
        #expect(numbers["accuracy"] as? Double == printed["accuracy"] as? Double)
        let scalars = try read("out/new/scalars.csv")
        #expect(scalars.hasPrefix("name,step,value\n") && scalars.contains("\nexamples,,4\n"))
        #expect(scalars.contains("\nout_of_scope.auroc,,"))
    }

    @Test("Conversations alone make a page too, and still fail the test")
    func conversations() throws {
        let text = "- name: <b>hours\n  turns:\n    - say: when are you open\n      intent: greeting\n"
        try bot.write(Data(text.utf8), to: "c.yml")
        #expect(try bot.run("test", "c.yml", "--report", "out").status == 1)
        #expect(try read("out/report.html").contains("&lt;b&gt;hours"))
        #expect(try read("out/scalars.csv") == "name,step,value\nconversations.failed,,1\nconversations.passed,,0\n")
    }

    @Test("A folder that cannot be made is one error, before anything is tested")
    func refused() throws {
        try bot.expect(
            ["test", "hard.jsonl", "--report", "hard.jsonl/out"], fails: 73,
            "hard.jsonl/out: a file stands in the way of this folder. Name another folder, or move the file away")
        try bot.expect(
            ["test", "hard.jsonl", "--report", "hard.jsonl"], fails: 73,
            "hard.jsonl: a file stands in the way of this folder. Name another folder, or move the file away")
    }
}
