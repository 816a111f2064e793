import BERT
import Kernels
import Testing

/// Every layer's backward pass against finite differences, in the tiny BERT: each tensor belongs to one layer, and its
/// gradient has passed through all that come after it.
@Suite struct EncoderGradientTests {
    // Which token has the maximum is known without dropout alone.
    @Test(arguments: Pooling.allCases.map { ($0, Float(0)) } + [(.mean, 0.2), (.cls, 0.1), (.meanOverRoot, 0.5)])
    func everyTensor(_ pooling: Pooling, _ dropout: Float) throws {
        let slopes = try Slopes(pooling, dropout: dropout)
        slopes.computeGradients()
        for slot in slopes.pass.parameters.slots {
            let problems = slopes.problems(slot, Array(slopes.pass.parameters.gradient(of: slot)))
            #expect(problems == [], "\(slot.name)")
        }
    }

    @Test func everyInstructionSet() throws {
        for kernels in KernelsTests.all {
            let products = try #require(PackedProducts(.float32, kernels.instructionSet))
            let slopes = try Slopes(.mean, dropout: 0.1, kernels, products)
            slopes.computeGradients()
            for slot in slopes.pass.parameters.slots where slot.name.contains("layer.1") || slot.name.contains("word") {
                let problems = slopes.problems(slot, Array(slopes.pass.parameters.gradient(of: slot)))
                #expect(problems == [], "\(slot.name), \(kernels.instructionSet)")
            }
        }
    }

    @Test func theCheckFindsWrongGradients() throws {
        let slopes = try Slopes(.mean, dropout: 0)
        slopes.computeGradients()
        for slot in slopes.pass.parameters.slots where !slot.name.hasSuffix("key.bias") {
            let right = Array(slopes.pass.parameters.gradient(of: slot))
            let largest = try #require(right.indices.max { abs(right[$0]) < abs(right[$1]) })
            var flipped = right
            flipped[largest] *= -1
            let wrong = ["one": flipped, "scaled": right.map { $0 * 1.02 }, "turned": Array(right.reversed())]
            for (name, gradient) in wrong {
                #expect(!slopes.problems(slot, gradient).isEmpty, "\(slot.name), \(name)")
            }
        }
    }
}

/// The tiny BERT with a loss that is linear in the pooled vectors.
private final class Slopes {
    let pass: EncoderPass
    private let batch: PackedBatch
    private let dropout: Dropout
    /// What each number of the pooled vectors counts for, (sequences, H).
    private var weights: [Float]

    init(
        _ pooling: Pooling, dropout: Float, _ kernels: VectorKernels = .best, _ products: PackedProducts? = nil
    ) throws {
        let golden = try Golden()
        // A short text, one of one word, a longer one; two of them begin with the same words.
        let texts = [golden.ids[2], golden.ids[1], golden.ids[4], Array(golden.ids[2].prefix(4))]
        let tokens = Set(texts.joined()).sorted()
        let rows = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($1, Int32($0)) })
        batch = PackedBatch(texts.map { $0.compactMap { rows[$0] } })
        self.dropout = dropout > 0 ? Dropout(rate: dropout, seed: 3, step: 5) : .none
        pass = try EncoderPass(
            Checkpoint(folder: golden.url("tiny")), pooling: pooling, tokens: tokens, head: 0,
            products: products ?? #require(PackedProducts(.float32)), kernels: kernels, pool: WorkerPool(1))
        weights = KernelsTests.numbers(batch.count * pass.encoder.width, seed: 51)
        if pooling == .max { leaveOutTies() }
    }

    /// The maximum has a corner where two tokens have the same number; small steps must not reach it.
    private func leaveOutTies() {
        let states = pass.encoder.lastHiddenState(of: batch)
        for sequence in 0..<batch.count {
            for column in 0..<states.columns {
                let highest = batch.range(of: sequence).map { states.values[$0 * states.columns + column] }.sorted()
                    .suffix(2)
                if highest[highest.endIndex - 1] - highest[highest.startIndex] < 0.2 {
                    weights[sequence * states.columns + column] = 0
                }
            }
        }
    }

    func computeGradients() {
        _ = pass.forward(batch, dropout: dropout)
        weights.withUnsafeMutableBufferPointer { weights in
            guard let base = weights.baseAddress else { return }
            pass.backward(MutableMatrixView(base, rows: batch.count, columns: pass.encoder.width))
        }
    }

    func problems(_ slot: Parameters.Slot, _ gradient: [Float]) -> [String] {
        let numbers = UnsafeMutableBufferPointer(
            start: pass.parameters.values + slot.range.lowerBound, count: slot.range.count)
        return GradientCheck().problems(numbers, gradient, changed: pass.repack) {
            let pooled = pass.forward(batch, dropout: dropout)
            return zip(UnsafeBufferPointer(start: pooled.base, count: weights.count), weights)
                .reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
    }
}
