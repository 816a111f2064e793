import Foundation
import FoundationXML
import Testing

@Suite("What a training tells")
struct TrainingReportTests {
    private let bot: TinyBot

    init() throws {
        bot = try TinyBot()
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func read(_ path: String) throws -> String {
        try String(contentsOf: bot.folder.appending(path: path), encoding: .utf8)
    }

    /// The keys that programs may rely on; `champion_accuracy` where a champion was compared.
    private static let keys: Set = [
        "model", "recipe", "accuracy", "examples", "intents", "seconds", "promoted", "reason", "thresholds",
        "judged", "examples_per_second", "megabytes", "milliseconds", "macro_f1", "expected_calibration_error",
        "weakest_intents", "confused_pairs", "measured_on", "labels_set_aside",
    ]

    @Test("A table of what the model had not seen, with at most three rows of each kind")
    func table() throws {
        // A message labelled as two intents, so that one must be wrong.
        let lines = ["greeting", "opening_hours"].map { "{\"text\":\"qwertz uiop\",\"intent\":\"\($0)\"}\n" }
        try bot.write(Data(lines.joined().utf8), to: "evaluation/hard.jsonl")
        let output = try bot.run("train", "--recipe", "probe", "--force").output
        for part in [
            "the intent that stands first, on ", " of evaluation/\n", "  accuracy  ", "  macro F1  ",
            "  expected calibration error  ", "  size without the base model  ", " MB\n", "  to understand a message  ",
            " ms\n", "weakest intents", "understood as", "qwertz uiop",
        ] {
            #expect(output.contains(part), "\(part)")
        }
        let json = try object(bot.run("train", "--recipe", "probe", "--force", "--json").output)
        #expect(Set(json.keys).subtracting(["champion_accuracy"]) == Self.keys)
        let basis = try #require(json["measured_on"] as? [String: Int])
        #expect(basis["held_out", default: 0] + basis["evaluation", default: 0] == json["judged"] as? Int)
        #expect(basis["evaluation", default: 0] > 2 && basis["cross_validation"] == 0)
        let pairs = try #require(json["confused_pairs"] as? [[String: Any]])
        #expect(pairs.contains { $0["example"] as? String == "qwertz uiop" })
    }

    @Test("A model trained on everything is measured by cross-validation, and what a person corrected has no place")
    func everything() throws {
        #expect(try bot.run("chat", input: "qwertz uiop\n/correct opening_hours\n").status == 0)
        let run = try bot.run("train", "--recipe", "probe", "--all", "--json", "--report", "out")
        #expect(run.status == 0 && run.errors.isEmpty)
        let json = try object(run.output)
        #expect(Set(json.keys) == Self.keys && json["judged"] as? Int == 0)
        let basis = try #require(json["measured_on"] as? [String: Int])
        let examples = try #require(json["examples"] as? Int)
        #expect(basis == ["cross_validation": examples, "held_out": 0, "evaluation": 0])
        let page = try read("out/report.html")
        #expect(page.contains("\(examples) examples, by cross-validation"))
        #expect(!page.contains("Loss, "))
    }

    @Test("After a model that learnt everything both accuracies are of what neither had seen")
    func comparedAfterAll() throws {
        #expect(try bot.run("train", "--recipe", "probe", "--all").status == 0)
        let file = bot.folder.appending(path: "intents/greeting.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try bot.write(
            Data(text.replacing("  - hello\n", with: "  - hello\n  - moin moin\n").utf8), to: "intents/greeting.yml")
        let json = try bot.run("train", "--recipe", "probe", "--force", "--json").object()
        let basis = try #require(json["measured_on"] as? [String: Int])
        let judged = try #require(json["judged"] as? Int)
        // What is held out the champion has learnt, but for the new example.
        let (heldOut, evaluation) = (basis["held_out", default: 0], basis["evaluation", default: 0])
        #expect(heldOut > 1 && (evaluation...evaluation + 1).contains(judged))
        for key in ["accuracy", "champion_accuracy"] {
            let right = try #require(json[key] as? Double) * Double(judged)
            #expect(abs(right - right.rounded()) < 1e-9, "\(key) is no share of \(judged) messages")
        }
    }

    @Test("A bot of one message has its page, which counts as people do")
    func single() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: bot.folder.appending(path: "intents").path)
        for name in names where name != "thanks.yml" {
            try FileManager.default.removeItem(at: bot.folder.appending(path: "intents/\(name)"))
        }
        try bot.write(
            Data("intent: thanks\nexamples: |\n  - thanks\nanswers: [en: Yes.]\n".utf8), to: "intents/thanks.yml")
        try FileManager.default.removeItem(at: bot.folder.appending(path: "evaluation"))
        let run = try bot.run("train", "--recipe", "probe", "--force", "--report", "out")
        #expect(run.status == 0 && run.output.contains("1 example of 1 intent in"), "\(run.errors)")
        #expect(try read("out/report.html").contains("1 example of 1 intent<"))
    }

    @Test("A page with the losses of each tuning, and its figures for programs")
    func report() throws {
        let run = try bot.run("train", "--recipe", "full", "--force", "--json", "--report", "out/new")
        #expect(run.status == 0)
        let page = try read("out/new/report.html")
        let parser = XMLParser(data: Data(page.utf8))
        #expect(parser.parse(), "\(parser.lineNumber): \(String(describing: parser.parserError))")
        for title in [
            "Loss, final", "Loss, judging 1", "Confidence of right and wrong intents", "Reliability",
            "Risk and coverage", "Confusion matrix",
        ] {
            #expect(page.contains("aria-label=\"\(title)\""), "\(title)")
        }
        let printed = try object(run.output)
        let numbers = try object(read("out/new/report.json"))
        let plots: Set = [
            "reliability", "confidence_histogram", "confusion", "intent_scores", "weighted_f1", "aurc",
            "risk_coverage", "losses",
        ]
        #expect(Set(numbers.keys) == Set(printed.keys).union(plots))
        let losses = try #require((numbers["losses"] as? [String: [Double]])?["final.training_loss"])
        #expect(!losses.isEmpty && losses.allSatisfy { $0.isFinite })
        let scalars = try read("out/new/scalars.csv")
        #expect(scalars.contains("\nfinal.training_loss,1,\(losses[0])\n") && scalars.contains("\nmacro_f1,,"))
        // The tuned encoder counts.
        let models = ["models/\(try #require(printed["model"] as? String))", "encoders"]
        let paths = try models.flatMap { path in
            let folder = bot.folder.appending(path: ".frontdesk/\(path)")
            return try FileManager.default.subpathsOfDirectory(atPath: folder.path).map { folder.appending(path: $0) }
        }
        let bytes = paths.filter { !$0.hasDirectoryPath }.reduce(0) {
            $0 + (FileManager.default.contents(atPath: $1.path)?.count ?? 0)
        }
        #expect(printed["megabytes"] as? Double == Double(bytes) / 1e6)
    }

    @Test("A folder that cannot be made is one error, before any training")
    func refused() throws {
        try bot.expect(
            ["train", "--force", "--report", "frontdesk.yml/out"], fails: 73,
            "frontdesk.yml/out: a file stands in the way of this folder. Name another folder, or move the file away")
    }
}
