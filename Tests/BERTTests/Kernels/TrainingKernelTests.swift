import Foundation
import Kernels
import Testing

/// The derivatives and the optimiser's step of every instruction set: by hand, and against doubles at every length
/// that leaves another tail.
@Suite struct TrainingKernelTests {
    static let lengths = 1...70

    /// The largest distance of floats from doubles; infinite where one is no number.
    static func distance(_ found: [Float], _ expected: [Double]) -> Double {
        zip(found, expected).reduce(0) { largest, pair in
            let distance = abs(Double(pair.0) - pair.1)
            return distance.isNaN ? .infinity : max(largest, distance)
        }
    }

    // MARK: - gelu

    @Test(arguments: KernelsTests.all) func geluByHand(_ kernels: VectorKernels) {
        let x: [Float] = [0, 1, -1, 1e30, -1e30]
        var (y, dx) = (x, x)
        kernels.gelu(x, into: &y, count: x.count)
        kernels.geluBackward(x, [1, 2, 1, 3, 3], into: &dx, count: x.count)
        #expect(Self.distance(y, [0, 0.841344746, -0.158655254, Double(x[3]), 0]) < 1e-6)
        // Φ(1) + φ(1) and Φ(−1) − φ(−1).
        #expect(Self.distance(dx, [0.5, 2 * 1.083315471, -0.083315471, 3, 0]) < 1e-6)
    }

    @Test(arguments: KernelsTests.all) func gelu(_ kernels: VectorKernels) {
        for count in Self.lengths {
            let x = KernelsTests.numbers(count, seed: UInt64(count), scale: 8)
            let dy = KernelsTests.numbers(count, seed: 31)
            var (y, dx) = (x, x)
            kernels.gelu(x, into: &y, count: count)
            kernels.geluBackward(x, dy, into: &dx, count: count)
            let below = x.map { 0.5 * (1 + erf(Double($0) / 2.squareRoot())) }
            let density = x.map { exp(-Double($0) * Double($0) / 2) / (2 * Double.pi).squareRoot() }
            #expect(Self.distance(y, zip(x, below).map { Double($0) * $1 }) < 2e-6)
            let slopes = x.indices.map { Double(dy[$0]) * (below[$0] + Double(x[$0]) * density[$0]) }
            #expect(Self.distance(dx, slopes) < 2e-6, "\(count)")
            var alone = x
            alone.withUnsafeMutableBufferPointer { kernels.gelu($0) }
            #expect(y == alone)
            var inPlace = dy
            inPlace.withUnsafeMutableBufferPointer { dy in
                guard let base = dy.baseAddress else { return }
                kernels.geluBackward(x, base, into: base, count: count)
            }
            #expect(inPlace == dx)
        }
    }

    // MARK: - Layer norm

    @Test(arguments: KernelsTests.all) func layerNormByHand(_ kernels: VectorKernels) {
        var (normalized, y) = ([Float](repeating: 0, count: 2), [Float](repeating: 0, count: 2))
        // 1 and 5: mean 3, variance 4.
        let inverse = kernels.layerNormForward(
            [0, 3], adding: [1, 2], gain: [10, 20], bias: [1, 2], epsilon: 0, normalized: &normalized, into: &y,
            count: 2)
        #expect(inverse == 0.5 && normalized == [-1, 1] && y == [-9, 22])
        // Two numbers always become −1 and 1, so nothing changes with them.
        var dx: [Float] = [7, 7]
        kernels.layerNormBackward(
            normalized: normalized, inverse: inverse, gain: [10, 20], [3, 4], into: &dx, count: 2)
        #expect(dx == [0, 0])
        // x̂ = −1, −1, 1, 1; d = 4, 0, 0, 0 has the mean 1 and the slope −1: (4 − 1 − 1, −1 − 1, −1 + 1, −1 + 1) / 2.
        var four: [Float] = [4, 0, 0, 0]
        four.withUnsafeMutableBufferPointer { four in
            guard let base = four.baseAddress else { return }
            kernels.layerNormBackward(
                normalized: [-1, -1, 1, 1], inverse: 0.5, gain: [1, 1, 1, 1], base, into: base, count: 4)
        }
        #expect(four == [1, -1, 0, 0])
    }

    @Test(arguments: KernelsTests.all, [false, true]) func layerNorm(_ kernels: VectorKernels, _ adds: Bool) {
        for count in Self.lengths {
            let (x, residual) = (KernelsTests.numbers(count, seed: 2, scale: 3), KernelsTests.numbers(count, seed: 3))
            let (gain, bias) = (KernelsTests.numbers(count, seed: 4), KernelsTests.numbers(count, seed: 5))
            let dy = KernelsTests.numbers(count, seed: 6)
            var (normalized, y, dx) = (x, x, x)
            let inverse = kernels.layerNormForward(
                x, adding: adds ? residual : nil, gain: gain, bias: bias, epsilon: 1e-3, normalized: &normalized,
                into: &y, count: count)
            kernels.layerNormBackward(
                normalized: normalized, inverse: inverse, gain: gain, dy, into: &dx, count: count)
            let norm = DoubleNorm(zip(x, residual).map { Double($0) + (adds ? Double($1) : 0) }, epsilon: 1e-3)
            #expect(abs(Double(inverse) - norm.inverse) < 2e-5 * norm.inverse)
            #expect(Self.distance(normalized, norm.normalized) < 2e-5)
            #expect(Self.distance(y, norm.output(gain, bias)) < 2e-5)
            #expect(Self.distance(dx, norm.inputGradient(gain, dy)) < 2e-5 * max(1, norm.inverse), "\(count)")
        }
    }

    /// A layer norm in doubles.
    private struct DoubleNorm {
        let normalized: [Double]
        let inverse: Double

        init(_ x: [Double], epsilon: Double) {
            let mean = x.reduce(0, +) / Double(x.count)
            let variance = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(x.count)
            let inverse = 1 / (variance + epsilon).squareRoot()
            self.inverse = inverse
            normalized = x.map { ($0 - mean) * inverse }
        }

        func output(_ gain: [Float], _ bias: [Float]) -> [Double] {
            normalized.indices.map { normalized[$0] * Double(gain[$0]) + Double(bias[$0]) }
        }

        func inputGradient(_ gain: [Float], _ dy: [Float]) -> [Double] {
            let d = zip(gain, dy).map { Double($0) * Double($1) }
            let mean = d.reduce(0, +) / Double(d.count)
            let slope = zip(d, normalized).map { $0 * $1 }.reduce(0, +) / Double(d.count)
            return zip(d, normalized).map { inverse * ($0 - mean - slope * $1) }
        }
    }

    // MARK: - Softmax

    @Test(arguments: KernelsTests.all) func softmaxBackwardByHand(_ kernels: VectorKernels) {
        var ds: [Float] = [9, 9]
        // Σ p · dp = 0.25 · 4 + 0.75 · 8 = 7; 2 · 0.25 · (4 − 7) and 2 · 0.75 · (8 − 7).
        kernels.softmaxBackward([0.25, 0.75], [4, 8], scale: 2, into: &ds, count: 2)
        #expect(ds == [-1.5, 1.5])
    }

    @Test(arguments: KernelsTests.all) func softmaxBackward(_ kernels: VectorKernels) {
        for count in Self.lengths {
            var p = KernelsTests.numbers(count, seed: 8, scale: 4)
            p.withUnsafeMutableBufferPointer { kernels.softmax($0, scale: 0.3) }
            let dp = KernelsTests.numbers(count, seed: 9)
            var ds = dp
            ds.withUnsafeMutableBufferPointer { ds in
                guard let base = ds.baseAddress else { return }
                kernels.softmaxBackward(p, base, scale: 0.3, into: base, count: count)
            }
            let along = zip(p, dp).map { Double($0) * Double($1) }.reduce(0, +)
            #expect(Self.distance(ds, zip(p, dp).map { 0.3 * Double($0) * (Double($1) - along) }) < 1e-6, "\(count)")
        }
    }

    // MARK: - Sums of products, AdamW

    @Test(arguments: KernelsTests.all) func sumsOfProducts(_ kernels: VectorKernels) {
        for count in Self.lengths {
            let (a, b) = (KernelsTests.numbers(count, seed: 10), KernelsTests.numbers(count, seed: 11))
            let y = KernelsTests.numbers(count + 1, seed: 12)
            var sum = y
            kernels.addProduct(a, b, to: &sum, count: count)
            let expected = (0..<count).map { Double(y[$0]) + Double(a[$0]) * Double(b[$0]) }
            #expect(Self.distance(sum, expected + [Double(y[count])]) < 1e-6, "\(count)")
        }
    }

    @Test(arguments: KernelsTests.all) func theFirstStepOfAdamByHand(_ kernels: VectorKernels) {
        var (parameter, mean, square): ([Float], [Float], [Float]) = ([2], [0], [0])
        // The gradient halved is 4: mean 0.4 and square 0.016, both corrected to 4 and 16; √16 + 4 = 8.
        kernels.adamW(
            &parameter, gradients: [8], mean: &mean, square: &square, count: 1,
            AdamWStep(
                rate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 4, decay: 0.1, meanCorrection: 10,
                squareCorrection: 1000, gradientScale: 0.5))
        #expect(abs(mean[0] - 0.4) < 1e-6 && abs(square[0] - 0.016) < 1e-6)
        // 2 − 0.5 · (4 / 8 + 0.1 · 2).
        #expect(abs(parameter[0] - 1.65) < 1e-5)
    }

    @Test(arguments: KernelsTests.all) func stepsOfAdam(_ kernels: VectorKernels) {
        for count in Self.lengths {
            let start = KernelsTests.numbers(count, seed: 13)
            var (parameters, mean, square) = (
                start, [Float](repeating: 0, count: count), [Float](repeating: 0, count: count)
            )
            var (p, m, v) = (
                start.map(Double.init), [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
            )
            for step in 1...6 {
                let gradients = KernelsTests.numbers(count, seed: UInt64(100 + step), scale: 2)
                let (meanCorrection, squareCorrection) = (
                    1 / (1 - pow(0.9, Double(step))), 1 / (1 - pow(0.99, Double(step)))
                )
                kernels.adamW(
                    &parameters, gradients: gradients, mean: &mean, square: &square, count: count,
                    AdamWStep(
                        rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, decay: 0.1,
                        meanCorrection: Float(meanCorrection), squareCorrection: Float(squareCorrection),
                        gradientScale: 0.7))
                for i in 0..<count {
                    let g = 0.7 * Double(gradients[i])
                    m[i] = 0.9 * m[i] + 0.1 * g
                    v[i] = 0.99 * v[i] + 0.01 * g * g
                    p[i] -=
                        0.01 * (m[i] * meanCorrection / ((v[i] * squareCorrection).squareRoot() + 1e-3) + 0.1 * p[i])
                }
            }
            #expect(Self.distance(parameters, p) < 2e-6 && Self.distance(mean, m) < 1e-6, "\(count)")
            #expect(Self.distance(square, v) < 1e-6, "\(count)")
        }
    }
}
