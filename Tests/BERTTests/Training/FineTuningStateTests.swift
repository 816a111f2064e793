import BERT
import Foundation
import Kernels
import Testing

/// Trainings that are stopped, saved and taken up again.
@Suite struct FineTuningStateTests {
    private static let identity = "seventeen messages"

    /// A training that stopped after two steps, and its state.
    private static func stopped(_ body: (FineTuning, URL) throws -> Void) throws {
        let folder = try TemporaryFolder()
        try withExtendedLifetime(folder) {
            let file = folder.url.appendingPathComponent("training.state")
            let training = try TinyFineTuning().make()
            try training.run(to: 2)
            try training.save(to: file, identity: identity)
            try body(training, file)
        }
    }

    @Test func stoppedAtAnyStep() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("training.state")
        var tiny = TinyFineTuning()
        let whole = try tiny.finished()
        for step in 0...12 {
            let training = try tiny.make()
            try training.run(to: step)
            try training.save(to: file, identity: Self.identity)
            // On a machine with another number of processors.
            tiny.workers = 1 + step % 2
            let later = try tiny.make()
            try later.restore(from: file, identity: Self.identity)
            #expect(later.bits == training.bits)
            try later.run(to: 12)
            #expect(later.bits == whole.bits, "stopped after step \(step)")
            #expect(later.stepLosses == whole.stepLosses)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["training.state"])
    }

    @Test func stoppedAgainAndAgain() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("training.state")
        let tiny = TinyFineTuning()
        try withExtendedLifetime(folder) {
            for step in 1...12 {
                let training = try tiny.make()
                if step > 1 { try training.restore(from: file, identity: Self.identity) }
                try training.run(to: step)
                try training.save(to: file, identity: Self.identity)
                if step == 12 { #expect(try training.bits == tiny.finished().bits) }
            }
        }
    }

    @Test func anErrorOfWhoeverListensStopsToo() throws {
        struct Stopped: Error {}
        let tiny = TinyFineTuning()
        let training = try tiny.make()
        #expect(throws: Stopped.self) {
            try training.run { if $0.step == 4 { throw Stopped() } else { true } }
        }
        #expect(training.step == 4)
        try training.run(to: 12)
        #expect(try training.bits == tiny.finished().bits)
    }

    @Test func anotherTrainingIsRefused() throws {
        try Self.stopped { training, file in
            let (before, other) = (training.bits, FineTuningError.otherTraining(file: file.path))
            #expect(throws: other) { try training.restore(from: file, identity: "eighteen messages") }
            // A file of tensors that is no state.
            try Safetensors.write([TensorSource("parameters", shape: [1], values: [1])], to: file)
            #expect(throws: other) { try training.restore(from: file, identity: Self.identity) }
            #expect(training.bits == before)
        }
    }

    @Test func whatCannotBeSavedLeavesNothingBehind() throws {
        try Self.stopped { training, file in
            let folder = file.deletingLastPathComponent().appendingPathComponent("taken")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            let error = #expect(throws: CheckpointError.self) { try training.save(to: folder, identity: Self.identity) }
            #expect(error?.file == folder.path)
            let left = try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path)
            #expect(left.sorted() == ["taken", "training.state"])
        }
    }

    @Test func nothingStaysOfAStateThatIsRemoved() throws {
        try Self.stopped { _, file in
            // What a save that was killed leaves.
            try Data("half".utf8).write(to: file.appendingPathExtension("part"))
            for _ in 1...2 {
                FineTuning.removeState(at: file)
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path).isEmpty)
            }
        }
    }

    @Test func cutFiles() throws {
        try Self.stopped { training, file in
            let (whole, before) = (try Data(contentsOf: file), training.bits)
            for length in [0, 7, 8, 100, 500, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: file)
                let error = #expect(throws: SafetensorsError.self) {
                    try training.restore(from: file, identity: Self.identity)
                }
                #expect(error?.file == file.path)
            }
            try FileManager.default.removeItem(at: file)
            let missing = #expect(throws: (any Error).self) {
                try training.restore(from: file, identity: Self.identity)
            }
            #expect(missing.map { "\($0)".contains(file.path) } == true)
            #expect(training.bits == before)
        }
    }

    @Test(arguments: [
        "", "{", #"{"step":2}"#, #"{"step":-1,"losses":[],"stepLosses":[],"epochLoss":0}"#,
        #"{"step":13,"losses":[1,1,1],"stepLosses":[1],"epochLoss":0}"#,
        #"{"step":2,"losses":[1],"stepLosses":[1,1],"epochLoss":0}"#,
        #"{"step":2,"losses":[],"stepLosses":[1],"epochLoss":0}"#,
    ]) func damagedProgress(_ progress: String) throws {
        try Self.rewritten(progress: progress) { training, file in
            let error = #expect(throws: CheckpointError.self) {
                try training.restore(from: file, identity: Self.identity)
            }
            #expect(error?.file == file.path)
        }
    }

    @Test func aStateOfOtherSizesChangesNothing() throws {
        // The parameters fit, the moments do not.
        try Self.rewritten(sizes: ["means": 1]) { training, file in
            #expect(throws: SafetensorsError.self) { try training.restore(from: file, identity: Self.identity) }
        }
    }

    /// A training, and a state with another progress, or tensors of other sizes; the training must stay as it was.
    private static func rewritten(
        progress: String? = nil, sizes: [String: Int] = [:], _ body: (FineTuning, URL) throws -> Void
    ) throws {
        try stopped { training, file in
            var metadata = try Safetensors(file).metadata
            metadata["progress"] = progress ?? metadata["progress"]
            let tensors = ["parameters", "means", "squares"].map { name in
                let count = sizes[name] ?? training.pass.parameters.count
                return TensorSource(name, shape: [count], values: [Float](repeating: 5, count: count))
            }
            try Safetensors.write(tensors, metadata: metadata, to: file)
            let before = training.bits
            try body(training, file)
            #expect(training.bits == before)
        }
    }
}
