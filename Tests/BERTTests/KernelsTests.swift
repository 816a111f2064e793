import BERT
import Foundation
import Kernels
import Testing

/// Every kernel of every instruction set that this processor has, against plain double-precision loops.
@Suite struct KernelsTests {
    static let all = InstructionSet.allCases.compactMap { VectorKernels($0) }
    /// Lengths around every vector's width, so that each tail is met.
    static let lengths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 384]

    /// Numbers between −scale and scale, the same for the same seed.
    static func numbers(_ count: Int, seed: UInt64, scale: Float = 1) -> [Float] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return (Float(state >> 40) / Float(1 << 23) - 1) * scale
        }
    }

    @Test func baselineIsAlwaysThereAndTheBestIsSupported() {
        #expect(InstructionSet.baseline.isSupported)
        #expect(VectorKernels.best.instructionSet == InstructionSet.best)
    }

    @Test(arguments: all) func geluFollowsErf(_ kernels: VectorKernels) {
        var x = stride(from: Float(-12), through: 12, by: 0.0137).map { $0 } + [0, -0.0, 1e-30, 1e30, -1e30]
        let expected = x.map { 0.5 * Double($0) * (1 + erf(Double($0) / 2.squareRoot())) }
        x.withUnsafeMutableBufferPointer { kernels.gelu($0) }
        for (value, expected) in zip(x, expected) {
            #expect(abs(Double(value) - expected) <= 1e-6 * max(1, abs(expected)))
        }
    }

    @Test(arguments: all) func geluKeepsWhatIsNotANumber(_ kernels: VectorKernels) {
        var x: [Float] = [.nan, 1, 2, 3, .nan]
        x.withUnsafeMutableBufferPointer { kernels.gelu($0) }
        #expect(x[0].isNaN && x[4].isNaN && !x[1].isNaN)
    }

    @Test(arguments: all, lengths) func softmaxSumsToOne(_ kernels: VectorKernels, _ count: Int) {
        var x = Self.numbers(count, seed: 1, scale: 30)
        let top = Double(x.max() ?? 0)
        let powers = x.map { exp((Double($0) - top) * 0.25) }
        let total = powers.reduce(0, +)
        x.withUnsafeMutableBufferPointer { kernels.softmax($0, scale: 0.25) }
        for (value, power) in zip(x, powers) { #expect(abs(Double(value) - power / total) < 1e-6) }
    }

    @Test(arguments: all) func softmaxOfFarApartNumbersStaysFinite(_ kernels: VectorKernels) {
        var x: [Float] = [1e30, 0, -1e30, 5, 1e30]
        x.withUnsafeMutableBufferPointer { kernels.softmax($0) }
        #expect(x.allSatisfy { $0.isFinite })
        #expect(x[0] == 0.5 && x[4] == 0.5 && x[1] < 1e-30)
    }

    @Test(arguments: all, lengths) func layerNormOfASum(_ kernels: VectorKernels, _ count: Int) {
        let (x, r) = (Self.numbers(count, seed: 2, scale: 3), Self.numbers(count, seed: 3))
        let (gain, bias) = (Self.numbers(count, seed: 4), Self.numbers(count, seed: 5))
        let sums = zip(x, r).map { Double($0) + Double($1) }
        let mean = sums.reduce(0, +) / Double(count)
        let variance = sums.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(count)
        var y = [Float](repeating: 0, count: count)
        gain.withUnsafeBufferPointer { gain in
            bias.withUnsafeBufferPointer { bias in
                kernels.layerNorm(x, adding: r, gain: gain, bias: bias, epsilon: 1e-5, into: &y)
            }
        }
        for i in 0..<count {
            let expected = (sums[i] - mean) / (variance + 1e-5).squareRoot() * Double(gain[i]) + Double(bias[i])
            #expect(abs(Double(y[i]) - expected) < 1e-4, "\(kernels.instructionSet) at \(i) of \(count)")
        }
    }

    @Test(arguments: all, lengths) func sumsAndMaxima(_ kernels: VectorKernels, _ count: Int) {
        let (a, b) = (Self.numbers(count, seed: 6), Self.numbers(count, seed: 7))
        let dot = zip(a, b).map { Double($0) * Double($1) }.reduce(0, +)
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in #expect(abs(Double(kernels.dot(a, b)) - dot) < 1e-5) }
        }
        var (sum, larger) = (b, b)
        a.withUnsafeBufferPointer { a in
            sum.withUnsafeMutableBufferPointer { kernels.add(a, times: 2, to: $0) }
            larger.withUnsafeMutableBufferPointer { kernels.maximum(a, into: $0) }
        }
        #expect(zip(zip(a, b), sum).allSatisfy { abs($0.0 * 2 + $0.1 - $1) < 1e-6 })
        #expect(larger == zip(a, b).map { max($0, $1) })
        var unit = a
        unit.withUnsafeMutableBufferPointer { kernels.normalize($0) }
        #expect(abs(unit.map { Double($0) * Double($0) }.reduce(0, +) - 1) < 1e-6)
    }

    @Test(arguments: all) func everyHalfPrecisionNumber(_ kernels: VectorKernels) {
        let bits = (0...UInt16.max).map { $0 }
        var halves = [Float](repeating: 0, count: bits.count)
        var brains = halves
        bits.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            halves.withUnsafeMutableBufferPointer { kernels.float16(base, into: $0) }
            brains.withUnsafeMutableBufferPointer { kernels.bfloat16(base, into: $0) }
        }
        for index in bits.indices {
            #expect(brains[index].bitPattern == UInt32(bits[index]) << 16)
            let expected = Self.half(bits[index])
            #expect(halves[index].isNaN ? expected.isNaN : halves[index] == expected)
        }
    }

    @Test(arguments: all, [0, 1, 7, 16, 33, 64, 70, 384]) func aDotProductOfBfloat16ConvertsOnTheWay(
        _ kernels: VectorKernels, count: Int
    ) {
        let b = Self.numbers(count, seed: 12)
        // One number more in front, so that nothing is aligned.
        let bits = Self.numbers(count + 1, seed: 11).map { UInt16($0.bitPattern >> 16) }
        var converted = [Float](repeating: 0, count: count)
        bits.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            converted.withUnsafeMutableBufferPointer { kernels.bfloat16(base + 2, into: $0) }
            let fused = b.withUnsafeBufferPointer { kernels.dot(bfloat16: base + 2, $0) }
            let apart = converted.withUnsafeBufferPointer { converted in
                b.withUnsafeBufferPointer { kernels.dot(converted, $0) }
            }
            #expect(fused.bitPattern == apart.bitPattern)
        }
    }

    /// The value of a half by its definition.
    private static func half(_ bits: UInt16) -> Float {
        let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
        let sign: Float = bits >> 15 == 0 ? 1 : -1
        switch exponent {
        case 0: return sign * fraction * Float(sign: .plus, exponent: -24, significand: 1)
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
        }
    }
}
