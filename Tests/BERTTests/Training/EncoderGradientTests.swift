import BERT
import Kernels
import Testing

/// Every layer's backward pass against finite differences, in the tiny BERT: each tensor belongs to one layer, and its
/// gradient has passed through all that come after it.
@Suite struct EncoderGradientTests {
    // Which token has the maximum is known without dropout alone.
    @Test(
        arguments: Pooling.allCases.map { ($0, Dropout.none) } + [
            (.mean, Dropout(rate: 0.2, attentionRate: 0.2, seed: 3, step: 5)),
            (.cls, Dropout(rate: 0.1, attentionRate: 0, seed: 3, step: 6)),
            (.meanOverRoot, Dropout(rate: 0, attentionRate: 0.5, seed: 4, step: 5)),
        ])
    func everyTensor(_ pooling: Pooling, _ dropout: Dropout) throws {
        let slopes = try Slopes(pooling, dropout)
        slopes.computeGradients()
        for slot in slopes.pass.parameters.slots {
            let problems = slopes.problems(slot, Array(slopes.pass.parameters.gradient(of: slot)))
            #expect(problems == [], "\(slot.name)")
        }
    }

    @Test func everyInstructionSet() throws {
        for kernels in KernelsTests.all {
            let products = try #require(PackedProducts(.float32, kernels.instructionSet))
            let slopes = try Slopes(
                .mean, Dropout(rate: 0.1, attentionRate: 0.1, seed: 1, step: 0), kernels, products)
            slopes.computeGradients()
            for slot in slopes.pass.parameters.slots where slot.name.contains("layer.1") || slot.name.contains("word") {
                let problems = slopes.problems(slot, Array(slopes.pass.parameters.gradient(of: slot)))
                #expect(problems == [], "\(slot.name), \(kernels.instructionSet)")
            }
        }
    }

    @Test func theCheckFindsWrongGradients() throws {
        let slopes = try Slopes(.mean, .none)
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
        _ pooling: Pooling, _ dropout: Dropout, _ kernels: VectorKernels = .best, _ products: PackedProducts? = nil
    ) throws {
        let golden = try Golden()
        // A short text, one of one word, a longer one; two of them begin with the same words.
        let texts = [golden.ids[2], golden.ids[1], golden.ids[4], Array(golden.ids[2].prefix(4))]
        let tokens = Set(texts.joined()).sorted()
        let rows = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($1, Int32($0)) })
        batch = PackedBatch(texts.map { $0.compactMap { rows[$0] } })
        self.dropout = dropout
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
        let numbers = Array(pass.parameters.values(of: slot))
        func change(to numbers: [Float]) {
            (pass.parameters.values + slot.range.lowerBound).update(from: numbers, count: numbers.count)
            pass.repack()
        }
        defer { change(to: numbers) }
        return GradientCheck().problems(numbers, gradient) { moved in
            change(to: moved)
            let pooled = pass.forward(batch, dropout: dropout)
            return zip(UnsafeBufferPointer(start: pooled.base, count: weights.count), weights)
                .reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
    }
}
