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

    private func train(_ arguments: String...) throws -> (training: Training, manifest: Manifest, said: String) {
        try train(arguments)
    }

    private func train(_ arguments: [String]) throws -> (training: Training, manifest: Manifest, said: String) {
        let run = try CommandRun(["train", "--json"] + arguments, environment: bot.environment, in: bot.folder)
        try #require(run.status == 0, "\(run.errors)")
        let training = try JSONDecoder().decode(Training.self, from: Data(run.output.utf8))
        let file = bot.folder.appending(path: ".frontdesk/models/\(training.model)/manifest.json")
        return (training, try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: file)), run.errors)
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

    @Test(
        "Other settings or another seed are learnt: it is not taken over", arguments: ["settings", "handoff", "seed"])
    func changed(_ what: String) throws {
        let tuned = try train("--recipe", "full", "--force")
        switch what {
        case "settings": try append("out_of_scope_share: 0.3\n", to: "frontdesk.yml")
        case "handoff": try append("handoff: requested\n", to: "intents/greeting.yml")
        default: break
        }
        let next = try train(["--force"] + (what == "seed" ? ["--seed", "5"] : []))
        // Of a few messages auto makes a probe, and says so.
        #expect(next.training.recipe == "probe" && next.training.model != tuned.training.model)
        #expect(next.said.contains("Fewer than 200 messages: the classifier reads the base model alone"))
    }

    private func append(_ text: String, to name: String) throws {
        let file = bot.folder.appending(path: name)
        try Data((String(contentsOf: file, encoding: .utf8) + text).utf8).write(to: file)
    }

    @Test("Where no training was stopped, --resume changes nothing")
    func nothingToResume() throws {
        #expect(try train("--resume", "--force").training.recipe == "probe")
        let tuned = try train("--recipe", "full", "--force")
        #expect(try train("--resume").training.model == tuned.training.model)
    }

    private func addManyExamples() throws {
        let more = (0..<400).map { "  - \(["hello", "good", "day", "you", "there"][$0 % 5]) \($0)\n" }.joined()
        let file = bot.folder.appending(path: "intents/greeting.yml")
        let written = try String(contentsOf: file, encoding: .utf8)
        try Data(written.replacing("examples: |\n", with: "examples: |\n" + more).utf8).write(to: file)
    }

    /// Begins a training of some length and stops it once it has a state; what it said at the end.
    private func stopTraining() throws -> String {
        try addManyExamples()
        let process = Process()
        process.executableURL = CommandRun.binary
        process.arguments = ["train", "--recipe", "full", "--force"]
        process.currentDirectoryURL = bot.folder
        process.environment = bot.environment.merging(["HOME": bot.folder.path, "PATH": "/usr/bin:/bin"]) { $1 }
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !FileManager.default.fileExists(atPath: trainings.path) { usleep(2000) }
        process.terminate()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 128 + SIGTERM, "\(said)")
        return said
    }

    private var trainings: URL { bot.folder.appending(path: ".frontdesk/training") }

    @Test("A training that is stopped goes on with --resume and ends with the model of one that was not")
    func stopped() throws {
        #expect(try stopTraining().contains("Go on with: frontdesk train --resume --recipe full --force\n"))
        let resumed = try train("--recipe", "full", "--force", "--resume")
        #expect(try train("--recipe", "full", "--force").training.model == resumed.training.model)
    }

    @Test("Another training than the one that was stopped is not resumed, and drops it only without --resume")
    func anotherToResume() throws {
        _ = try stopTraining()
        let other = ["train", "--recipe", "full", "--force", "--seed", "5"]
        let refused = try CommandRun(other + ["--resume"], environment: bot.environment, in: bot.folder)
        #expect(refused.status == 1 && refused.errors.contains("so it cannot be resumed"), "\(refused.errors)")
        #expect(try !FileManager.default.contentsOfDirectory(atPath: trainings.path).isEmpty)
        let anew = try CommandRun(other, environment: bot.environment, in: bot.folder)
        #expect(anew.status == 0)
        #expect(anew.errors.contains("A training that was stopped is dropped, of other messages or options."))
    }

    @Test("That fine-tuning did no better is remembered while little changes")
    func probeIsKept() throws {
        // Every model tells these apart: there is nothing to do better.
        let examples = (0..<221).map { number in
            number % 2 == 0 ? ("parcel", "where is parcel \(number)") : ("refund", "pay back bill \(number)")
        }
        try write(Array(examples[..<220]))
        let first = try train("--force")
        #expect(first.training.recipe == "probe" && first.manifest.changes == 0)
        #expect(first.said.contains("the probe is kept"), "\(first.said)")
        let again = try train()
        #expect(again.training.model == first.training.model && !again.said.contains("Fine-tuning on"))
        try write(examples)
        #expect(try train("--force").manifest.changes == 1)
        // Asked for by name it says nothing of fine-tuning.
        #expect(try train("--recipe", "probe", "--force").manifest.changes == nil)
        #expect(try train("--force").said.contains("Fine-tuning on"))
    }

    /// Leaves the bot these examples and nothing else.
    private func write(_ examples: [(intent: String, text: String)]) throws {
        for name in ["intents", "knowledge", "evaluation", "calibration"] {
            let folder = bot.folder.appending(path: name)
            if FileManager.default.fileExists(atPath: folder.path) { try FileManager.default.removeItem(at: folder) }
        }
        let file = bot.folder.appending(path: "intents/all.jsonl")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let lines = examples.map { #"{"text": "\#($0.text)", "intent": "\#($0.intent)"}"# + "\n" }
        try Data(lines.joined().utf8).write(to: file)
    }

    @Test("A single intent cannot be fine-tuned, and it is said")
    func singleIntent() throws {
        try write((0..<12).map { ("parcel", "where is parcel \($0)") })
        let said = try train("--recipe", "full", "--force").said
        #expect(said.contains("Fine-tuning needs two intents: the classifier reads the base model alone."), "\(said)")
    }

    @Test("A damaged state costs only the time it took")
    func damagedState() throws {
        _ = try stopTraining()
        let names = try FileManager.default.contentsOfDirectory(atPath: trainings.path)
        let state = trainings.appending(path: try #require(names.first { $0.hasSuffix(".state") }))
        try Data("no state".utf8).write(to: state)
        let resumed = try CommandRun(
            ["train", "--recipe", "full", "--force", "--resume"], environment: bot.environment, in: bot.folder)
        #expect(resumed.status == 0)
        #expect(resumed.errors.contains("this training begins anew"), "\(resumed.errors)")
        #expect(!FileManager.default.fileExists(atPath: trainings.path))
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
