import Kernels
import Testing

/// Dropout of every instruction set: which numbers go is chance, but the same chance for the same key and counter.
@Suite struct DropoutKernelTests {
    private static func dropped(
        _ kernels: VectorKernels, count: Int, rate: Float, key: UInt32, first: UInt32 = 0
    ) -> [Float] {
        var x = [Float](repeating: 1, count: count)
        kernels.dropout(&x, count: count, rate: rate, key: key, first: first)
        return x
    }

    @Test(arguments: KernelsTests.all, [0.1, 0.25, 0.5, 0.9] as [Float])
    func keepsTheRateAndScalesWhatIsLeft(_ kernels: VectorKernels, _ rate: Float) {
        let count = 100_000
        let x = Self.dropped(kernels, count: count, rate: rate, key: 5)
        let kept = x.filter { $0 != 0 }
        #expect(kept.allSatisfy { $0 == 1 / (1 - rate) })
        // Five standard deviations.
        let spread = 5 * (rate * (1 - rate) / Float(count)).squareRoot()
        let share = Float(kept.count) / Float(count)
        #expect(abs(share - (1 - rate)) < spread)
    }

    @Test(arguments: KernelsTests.all) func theNumbersAreScaled(_ kernels: VectorKernels) {
        let x = KernelsTests.numbers(333, seed: 1)
        var y = x
        kernels.dropout(&y, count: x.count, rate: 0.5, key: 9, first: 4)
        #expect(zip(x, y).allSatisfy { $1 == 0 || $1 == 2 * $0 })
        #expect(y.contains(0) && y.contains { $0 != 0 })
        var whole = x
        kernels.dropout(&whole, count: x.count, rate: 0, key: 9, first: 4)
        #expect(whole == x)
    }

    @Test(arguments: KernelsTests.all) func thePiecesMakeNoDifference(_ kernels: VectorKernels) {
        let whole = Self.dropped(kernels, count: 1000, rate: 0.3, key: 77, first: 123)
        for length in [1, 2, 3, 7, 16, 17, 31, 33, 64, 500] {
            let pieces = stride(from: 0, to: 1000, by: length).flatMap { start in
                Self.dropped(
                    kernels, count: min(length, 1000 - start), rate: 0.3, key: 77, first: 123 + UInt32(start))
            }
            #expect(pieces == whole, "\(length)")
        }
    }

    @Test func everyInstructionSetDropsTheSame() {
        let choices = KernelsTests.all.map { Self.dropped($0, count: 777, rate: 0.2, key: 3, first: .max - 300) }
        #expect(choices.allSatisfy { $0 == choices[0] })
    }

    @Test(arguments: [(UInt32(1), UInt32(2)), (0, 0x8000_0000), (12345, 12346), (7, 7 << 16)])
    func otherKeysDropOthers(_ keys: (UInt32, UInt32)) {
        let count = 40_000
        let first = Self.dropped(.best, count: count, rate: 0.5, key: keys.0)
        // No shifted copies of each other either.
        for shift in [0, 1, 2, 16, 256] as [UInt32] {
            let second = Self.dropped(.best, count: count, rate: 0.5, key: keys.1, first: shift)
            let equal = zip(first, second).count { $0 == $1 }
            #expect(abs(Double(equal) / Double(count) - 0.5) < 0.0125, "shift \(shift)")
        }
        // Nor does a key repeat itself.
        let later = Self.dropped(.best, count: count, rate: 0.5, key: keys.0, first: UInt32(count))
        #expect(abs(Double(zip(first, later).count { $0 == $1 }) / Double(count) - 0.5) < 0.0125)
    }
}
