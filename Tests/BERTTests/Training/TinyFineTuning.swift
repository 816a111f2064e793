import BERT
import Foundation
import Kernels
import Testing

/// The fine-tuning of the tiny BERT of Fixtures/Encoder on a few made-up messages of four classes.
struct TinyFineTuning {
    var settings: FineTuningSettings
    var examples = Self.messages
    var names = Self.names
    var products = PackedProducts(.float32)
    var workers = 1
    var folder = "tiny"

    static let classes = 4
    /// [CLS] and [SEP].
    private static let ends: (Int32, Int32) = (2, 3)

    /// Seventeen messages: words of their class, of which each class has its own, among words that all use.
    static let messages = (0..<17).map { index in
        let label = index % classes
        let words = (0..<1 + index % 5).map { Int32(110 + 20 * label + (index + 3 * $0) % 7) }
        let others = (0..<index % 3).map { Int32(60 + (index * 5 + $0) % 11) }
        return FineTuningExample(tokens: [ends.0] + others + words + [ends.1], label: label)
    }
    /// What the classes are called; the third has no name.
    static let names: [[Int32]] = (0..<Int32(classes)).map { $0 == 2 ? [] : [ends.0, 200 + $0, 210, ends.1] }

    init(_ change: (inout FineTuningSettings) -> Void = { _ in }) {
        settings = FineTuningSettings()
        (settings.epochs, settings.batchSize, settings.order) = (3, 5, .balanced(perClass: 2))
        (settings.bodyRate, settings.headRate) = (1e-3, 1e-2)
        (settings.labelSmoothing, settings.nameWeight, settings.neighbourWeight) = (0.1, 0.5, 0.3)
        settings.attentionDropout = 0.1
        change(&settings)
    }

    func make() throws -> FineTuning {
        let checkpoint = try Checkpoint(folder: Golden().url(folder))
        let width = checkpoint.configuration.width
        return try FineTuning(
            checkpoint, pooling: Pooling(folder: Golden().url(folder)), examples: examples, names: names,
            weight: Matrix(
                rows: Self.classes, columns: width,
                values: KernelsTests.numbers(Self.classes * width, seed: 61, scale: 0.05)),
            bias: [Float](repeating: 0, count: Self.classes), settings: settings, products: #require(products),
            pool: WorkerPool(workers))
    }

    /// A training that was run to its end.
    func finished() throws -> FineTuning {
        let training = try make()
        #expect(try training.run { _ in true })
        return training
    }
}

extension FineTuning {
    /// Every number that the training changes, bit for bit, and the losses.
    var bits: [UInt64] {
        let parameters = pass.parameters
        let memories: [UnsafeMutablePointer<Float>] = [parameters.values, parameters.means, parameters.squares]
        let numbers = memories.flatMap { memory in
            (0..<parameters.count).map { UInt64(memory[$0].bitPattern) }
        }
        return numbers + losses.map(\.bitPattern) + [UInt64(step)]
    }

    /// Trains until so many steps are done.
    func run(to last: Int) throws {
        guard step < last else { return }
        #expect(try run { $0.step < last } == (last == steps))
        #expect(step == last)
    }

    /// The pooled vectors of texts whose tokens all occur in the training.
    func pooled(_ texts: [[Int32]]) throws -> [Float] {
        let rows = Dictionary(uniqueKeysWithValues: pass.tokens.enumerated().map { ($1, Int32($0)) })
        let batch = PackedBatch(try texts.map { try $0.map { try #require(rows[$0]) } })
        let vectors = pass.forward(batch, dropout: .none)
        return Array(UnsafeBufferPointer(start: vectors.base, count: vectors.rows * vectors.columns))
    }
}
