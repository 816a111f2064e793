import BERT
import Foundation
import Kernels

/// The tiny BERT of Fixtures/Encoder with the head of Fixtures/Training, to be trained step by step.
final class TinyTraining {
    struct Engine: Sendable {
        let kernels: VectorKernels
        let products: PackedProducts

        init(_ kernels: VectorKernels, _ products: PackedProducts) {
            self.kernels = kernels
            self.products = products
        }
    }

    let pass: EncoderPass
    private let golden: TrainingGolden
    private let head: ClassificationHead
    private let engine: Engine
    private let dropout: Float
    private var steps = 0

    init(
        _ golden: TrainingGolden, _ engine: Engine, workers: Int, everyToken: Bool = false, dropout: Float = 0
    ) throws {
        self.golden = golden
        self.engine = engine
        self.dropout = dropout
        let checkpoint = try Checkpoint(folder: golden.encoder)
        let width = checkpoint.configuration.width
        let vocabulary = (0..<Int32(checkpoint.configuration.vocabularySize))
        let seen = Set((golden.settings.batches + [golden.settings.gradientBatch]).flatMap(\.ids).joined())
        pass = try EncoderPass(
            checkpoint, pooling: .mean, tokens: vocabulary.filter { everyToken || seen.contains($0) },
            head: ClassificationHead.room(classes: golden.settings.classes, width: width), products: engine.products,
            kernels: engine.kernels, pool: WorkerPool(workers))
        let tensors = try Safetensors(golden.url("head.safetensors"))
        let weight = Matrix(
            rows: golden.settings.classes, columns: width,
            values: try tensors.floats("classifier.weight", shape: [golden.settings.classes, width]))
        head = ClassificationHead(
            weight: weight, bias: try tensors.floats("classifier.bias", shape: [golden.settings.classes]),
            in: pass.parameters)
    }

    /// Computes the gradients of a batch; returns the loss.
    func gradients(_ batch: TrainingGolden.Batch, smoothing: Float = 0) -> Double {
        let rows = Dictionary(uniqueKeysWithValues: pass.tokens.enumerated().map { ($1, Int32($0)) })
        let packed = PackedBatch(batch.ids.map { ids in ids.compactMap { rows[$0] } })
        let dropout = dropout > 0 ? Dropout(rate: dropout, attentionRate: dropout, seed: 7, step: steps) : .none
        let pooled = pass.forward(packed, dropout: dropout)
        var logits = [Float](repeating: 0, count: batch.ids.count * head.classes)
        var slopes = [Float](repeating: 0, count: pooled.rows * pooled.columns)
        return logits.withUnsafeMutableBufferPointer { logits in
            slopes.withUnsafeMutableBufferPointer { slopes in
                guard let logits = logits.baseAddress, let slopes = slopes.baseAddress else { return .nan }
                let view = MutableMatrixView(logits, rows: pooled.rows, columns: head.classes)
                let gradient = MutableMatrixView(slopes, rows: pooled.rows, columns: pooled.columns)
                head.forward(pooled, into: view, dropout: dropout, engine.kernels)
                let loss = CrossEntropy.replaceByGradient(view, batch.labels, smoothing: smoothing)
                head.backward(view, pooled, into: gradient, dropout: dropout, pass.parameters, engine.kernels)
                pass.backward(gradient)
                return loss
            }
        }
    }

    /// One step of the golden run; returns the loss before it, and the norm of its gradient.
    func step(_ batch: TrainingGolden.Batch, _ step: Int, smoothing: Float) -> (loss: Double, norm: Double) {
        let settings = golden.settings
        let loss = gradients(batch, smoothing: smoothing)
        var adam = AdamW()
        adam.weightDecay = settings.weightDecay
        adam.largestNorm = settings.clip
        let schedule = LearningRateSchedule(steps: settings.batches.count, warmupSteps: settings.warmUpSteps)
        let factor = schedule.factor(at: step)
        let norm = adam.gradientNorm(pass.parameters, engine.kernels, pass.pool)
        adam.apply(
            to: pass.parameters, step: step + 1,
            rates: [.body: factor * settings.bodyRate, .head: factor * settings.headRate], norm: norm, engine.kernels,
            pass.pool)
        pass.repack()
        steps += 1
        return (loss, norm)
    }

    /// A tensor's numbers, with a row of noughts for each token that has none in the trained table.
    func expand(_ numbers: UnsafeBufferPointer<Float>, _ slot: Parameters.Slot, like expected: [Float]) -> [Float] {
        guard slot.name == "embeddings.word_embeddings.weight", numbers.count < expected.count else {
            return Array(numbers)
        }
        let width = slot.shape[1]
        var all = [Float](repeating: 0, count: expected.count)
        for (row, token) in pass.tokens.enumerated() {
            all.replaceSubrange(
                Int(token) * width..<(Int(token) + 1) * width, with: numbers[row * width..<(row + 1) * width])
        }
        return all
    }
}

/// The files of Fixtures/Training.
struct TrainingGolden {
    struct Batch: Decodable, Sendable {
        let ids: [[Int32]]
        let labels: [Int]
    }

    struct Run: Decodable, Sendable {
        let losses: [Double]
        let norms: [Double]
        let smoothing: Float?
    }

    struct Settings: Decodable, Sendable {
        let classes: Int
        let bodyRate: Float
        let headRate: Float
        let weightDecay: Float
        let clip: Float
        let warmUpSteps: Int
        let factors: [Float]
        let runs: [String: Run]
        let gradientBatch: Batch
        let batches: [Batch]
    }

    let settings: Settings
    let gradients: Safetensors
    private let folder: URL

    init() throws {
        folder = try Golden().url("../Training")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        settings = try decoder.decode(
            Settings.self, from: Data(contentsOf: folder.appendingPathComponent("steps.json")))
        gradients = try Safetensors(folder.appendingPathComponent("gradients.safetensors"))
    }

    var encoder: URL { folder.appendingPathComponent("../Encoder/tiny") }

    func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
}
