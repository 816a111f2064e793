import BERT
import Foundation
import Kernels
import Testing

/// The optimiser over many tensors: groups, decay, clipping, and shares of workers.
@Suite struct AdamWTests {
    private static let sizes = [3, 5000, 16, 1, 777]

    /// Tensors of several sizes, the odd ones of the head, some without decay; each with a gradient.
    private static func parameters() -> Parameters {
        let parameters = Parameters(capacity: sizes.map { Parameters.room([$0]) }.reduce(0, +))
        for (index, size) in sizes.enumerated() {
            _ = parameters.add("\(index)", shape: [size], group: index % 2 == 0 ? .body : .head, decays: index != 1) {
                _ = $0.update(from: KernelsTests.numbers(size, seed: UInt64(index)))
            }
        }
        for slot in parameters.slots {
            let target = UnsafeMutableBufferPointer(
                start: parameters.gradients + slot.range.lowerBound, count: slot.range.count)
            _ = target.update(from: KernelsTests.numbers(slot.range.count, seed: UInt64(slot.range.count), scale: 0.1))
        }
        return parameters
    }

    private static func gradients(_ parameters: Parameters) -> [Double] {
        parameters.slots.flatMap { parameters.gradient(of: $0).map(Double.init) }
    }

    @Test(arguments: [1, 2, 3]) func theNormOfAllGradients(_ workers: Int) {
        let parameters = Self.parameters()
        let expected = Self.gradients(parameters).map { $0 * $0 }.reduce(0, +).squareRoot()
        let norm = AdamW().gradientNorm(parameters, .best, WorkerPool(workers))
        #expect(abs(norm - expected) < 1e-5 * expected)
        #expect(norm == AdamW().gradientNorm(parameters, .best, WorkerPool(1)))
    }

    @Test(arguments: [1, 2, 3], [0.5, 1000] as [Float]) func oneStep(_ workers: Int, _ largestNorm: Float) {
        let parameters = Self.parameters()
        let before = parameters.slots.map { parameters.values(of: $0).map(Double.init) }
        var adam = AdamW()
        (adam.weightDecay, adam.largestNorm, adam.epsilon) = (0.1, largestNorm, 1e-3)
        let pool = WorkerPool(workers)
        let norm = adam.gradientNorm(parameters, .best, pool)
        #expect(norm > 1 && norm < 1000)
        adam.apply(to: parameters, step: 1, rates: [.body: 0.01, .head: 0.1], norm: norm, .best, pool)
        let clipping = min(1, Double(largestNorm) / norm)
        for (index, slot) in parameters.slots.enumerated() {
            let (rate, decay) = (slot.group == .body ? 0.01 : 0.1, slot.decays ? 0.1 : 0)
            // The first step's moments are the gradient and its square, once they are corrected.
            let expected = zip(before[index], parameters.gradient(of: slot)).map { p, gradient in
                let g = Double(gradient) * clipping
                return p - rate * (g / (abs(g) + 1e-3) + decay * p)
            }
            #expect(TrainingKernelTests.distance(Array(parameters.values(of: slot)), expected) < 2e-6, "\(index)")
        }
        let padding = Set(0..<parameters.count).subtracting(parameters.slots.flatMap(\.range))
        #expect(padding.allSatisfy { parameters.values[$0] == 0 && parameters.means[$0] == 0 })
    }
}
