import Foundation
import Testing

@Suite("A tuned encoder")
struct TunedEncoderTests {
    private let bot: TinyBot

    init() throws {
        bot = try TinyBot()
    }

    private struct Training: Decodable {
        let model: String
        let recipe: String
        let reason: String
    }

    private struct Manifest: Decodable {
        let encoder: String?
        let changes: Int?
    }

    private func train(_ arguments: String...) throws -> (training: Training, manifest: Manifest) {
        let run = try CommandRun(["train", "--json"] + arguments, environment: bot.environment, in: bot.folder)
        try #require(run.status == 0, "\(run.errors)")
        let training = try JSONDecoder().decode(Training.self, from: Data(run.output.utf8))
        let file = bot.folder.appending(path: ".frontdesk/models/\(training.model)/manifest.json")
        return (training, try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: file)))
    }

    /// Adds a message to the first intent's examples.
    private func add(_ text: String) throws {
        let file = bot.folder.appending(path: "intents/greeting.yml")
        let written = try String(contentsOf: file, encoding: .utf8)
        let list = try #require(written.firstRange(of: "examples: |\n"))
        let more = written[..<list.upperBound] + "  - \(text)\n" + written[list.upperBound...]
        try Data(more.utf8).write(to: file)
    }

    @Test("It is taken over while little has changed since it was tuned, and without any change the model is the same")
    func takenOver() throws {
        let tuned = try train("--recipe", "full", "--force")
        #expect(tuned.training.recipe == "full" && tuned.manifest.changes == nil)
        let again = try train()
        #expect(again.training.model == tuned.training.model)
        #expect(again.training.reason == "nothing has changed since it was trained")
        try add("moin")
        let once = try train("--force")
        #expect(once.training.recipe == "full" && once.training.model != tuned.training.model)
        #expect(once.manifest.encoder == tuned.manifest.encoder && once.manifest.changes == 1)
        // Many small changes are a large one.
        var changes = 1
        while changes < 40 {
            changes += 1
            try add("moin number \(changes)")
            let next = try train("--force")
            if next.training.recipe == "probe" { break }
            // From ten examples on some are held out, which counts as well.
            #expect(next.manifest.encoder == tuned.manifest.encoder)
            #expect(next.manifest.changes ?? 0 >= once.manifest.changes ?? 0)
        }
        #expect(2..<40 ~= changes)
    }

    @Test("What it learnt by heart is no test of it: after training on everything it is not taken over")
    func trainedOnEverything() throws {
        let all = try train("--recipe", "full", "--all")
        #expect(all.training.recipe == "full")
        #expect(try train("--force").training.recipe == "probe")
    }

    @Test("A damaged one is told by check, and training anew mends it")
    func damaged() throws {
        let tuned = try train("--recipe", "full", "--force")
        let name = try #require(tuned.manifest.encoder)
        let file = bot.folder.appending(path: ".frontdesk/encoders/\(name)/model.safetensors")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: file)
        let check = try bot.run("check")
        #expect(check.status == 65 && check.output.contains("the model's tuned encoder is not what was trained"))
        #expect(try train("--recipe", "full", "--force").manifest.encoder == name)
        #expect(try bot.run("check").status == 0)
    }
}
