import BERT
import Foundation
import Kernels
import Testing

/// What a training writes is a model like any other.
@Suite struct TunedCheckpointTests {
    private static let words = "embeddings.word_embeddings.weight"

    @Test(arguments: ["tiny", "tiny-f16", "tiny-bf16", "tiny-prefixed"]) func aTunedEncoder(_ name: String) throws {
        let texts = try Golden().texts
        let ids = try texts.map { try Tokenizer(folder: Golden().url(name)).encode($0, maximumLength: 48) }
        var tiny = TinyFineTuning()
        tiny.folder = name
        tiny.examples += ids.enumerated().map { FineTuningExample(tokens: $1, label: $0 % TinyFineTuning.classes) }
        let training = try tiny.finished()
        let temporary = try TemporaryFolder()
        try withExtendedLifetime(temporary) {
            let folder = temporary.url.appendingPathComponent("tuned")
            let base = try Checkpoint(folder: Golden().url(name))
            try FileManager.default.copyItem(at: Golden().url(name), to: folder)
            let file = folder.appendingPathComponent("model.safetensors")
            try TunedCheckpoint(training.pass, base: base).write(to: file)
            // The vectors that the pass itself would give.
            let vectors = try SentenceEncoder(folder: folder).pooled(texts).values
            let distance = TrainingKernelTests.distance(vectors, try training.pooled(ids).map(Double.init))
            #expect(distance < 1e-5)
            let untrained = try SentenceEncoder(folder: Golden().url(name)).pooled(texts).values
            #expect(TrainingKernelTests.distance(vectors, untrained.map(Double.init)) > 0.01)
            try Self.check(Safetensors(file), training, base)
        }
    }

    /// Every tensor has the trained numbers, and words that were never seen those of the base model.
    private static func check(_ written: Safetensors, _ training: FineTuning, _ base: Checkpoint) throws {
        let parameters = training.pass.parameters
        let slots = parameters.slots.filter { $0.group == .body }
        #expect(written.names == slots.map(\.name).sorted())
        for slot in slots where slot.name != words {
            #expect(try written.floats(slot.name, shape: slot.shape).elementsEqual(parameters.values(of: slot)))
        }
        let slot = try #require(slots.first { $0.name == words })
        let (count, width) = (base.configuration.vocabularySize, base.configuration.width)
        let table = try written.rows(words, shape: [count, width])
        let prefix = base.tensors.entries[words] == nil ? "bert." : ""
        let before = try base.tensors.rows(prefix + words, shape: [count, width])
        #expect(training.pass.tokens.count < count - 20)
        var (row, other) = ([Float](repeating: 0, count: width), [Float](repeating: 0, count: width))
        for token in 0..<count {
            row.withUnsafeMutableBufferPointer { table.read(token, into: $0) }
            if let place = training.pass.tokens.firstIndex(of: Int32(token)) {
                #expect(row.elementsEqual(parameters.values(of: slot)[place * width..<(place + 1) * width]))
            } else {
                other.withUnsafeMutableBufferPointer { before.read(token, into: $0) }
                #expect(row == other, "token \(token)")
            }
        }
    }
}
