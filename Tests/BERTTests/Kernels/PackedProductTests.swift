import Foundation
import Kernels
import Testing

/// Products with a packed factor, of every instruction set and precision and of OpenBLAS, against loops of doubles.
///
/// For bfloat16 the loops read rounded numbers, so that only the order of the sums is left to differ.
@Suite struct PackedProductTests {
    struct Engine: Sendable, CustomTestStringConvertible {
        let products: PackedProducts
        let testDescription: String
    }

    /// The project's own, one for each precision and instruction set that this processor has.
    static let own = InstructionSet.allCases.flatMap { set in
        Precision.allCases.compactMap { precision in
            PackedProducts(precision, set).map { Engine(products: $0, testDescription: "\(set) \(precision)") }
        }
    }
    static let all = own + [Engine(products: .openBLAS, testDescription: "OpenBLAS")]
    /// More than two panels of columns, two tiles of rows and two lines of `packTransposed`.
    static let small = Precision.allCases.map { ProductReference(rows: 14, columns: 66, inner: 35, as: $0) }
    /// What must stay untouched beside a result.
    static let untouched: Float = 77

    private static func reference(_ references: [ProductReference], _ engine: Engine) -> ProductReference {
        references[engine.products.precision == .float32 ? 0 : 1]
    }

    @Test(arguments: all) func everySmallShape(_ engine: Engine) {
        let reference = Self.reference(Self.small, engine)
        for k in 1...reference.inner {
            for n in 1...reference.columns {
                let worst = Self.worstOfRows(engine.products, reference, n: n, k: k)
                #expect(worst <= ProductReference.tolerance(4 * k), "n \(n), k \(k)")
            }
        }
    }

    /// The largest distance over all numbers of rows: with a bias, added twice to what is there, and transposed.
    private static func worstOfRows(_ products: PackedProducts, _ reference: ProductReference, n: Int, k: Int) -> Double
    {
        let factor = products.packed(reference.v, stride: reference.columns, inner: k, columns: n)
        let transposed = products.packedTransposed(reference.vTransposed, stride: reference.inner, inner: k, columns: n)
        let bias = Array(reference.bias[..<n])
        let stride = n + 1
        var worst = 0.0
        for m in 1...reference.rows {
            var y = [Float](repeating: untouched, count: m * stride)
            func check(times: Double, biased: Bool) {
                let distance = reference.distance(y, (m, n, k), stride: stride, times: times, biased: biased)
                let isWhole = (0..<m).allSatisfy { y[$0 * stride + n] == untouched }
                worst = isWhole && distance <= worst ? worst : (isWhole ? distance : .infinity)
            }
            products.product(reference.x, stride: reference.inner, rows: 0..<m, factor, into: &y, stride: stride)
            check(times: 1, biased: false)
            products.product(
                reference.x, stride: reference.inner, rows: 0..<m, transposed, bias: bias, into: &y, stride: stride)
            check(times: 1, biased: true)
            products.product(
                reference.x, stride: reference.inner, rows: 0..<m, factor, into: &y, stride: stride, adding: true)
            check(times: 2, biased: true)
            products.productTransposed(
                reference.xTransposed, stride: reference.rows, columns: m, factor, 0..<n, into: &y, stride: stride)
            check(times: 1, biased: false)
        }
        return worst
    }

    /// Lengths around the blocks along k: 512 words, two numbers a word for bfloat16; and 512 rows of a transposed x.
    static let lengths = [511, 512, 513, 1023, 1024, 1025, 1026, 1537]
    static let deep = Precision.allCases.map {
        ProductReference(rows: 14, columns: 37, inner: 1537, lengths: lengths, as: $0)
    }

    @Test(arguments: all) func everyBlockAlongK(_ engine: Engine) {
        let reference = Self.reference(Self.deep, engine)
        for k in Self.lengths {
            for n in [1, 16, 32, 37] {
                let worst = Self.worstOfRows(engine.products, reference, n: n, k: k)
                #expect(worst <= 2 * ProductReference.tolerance(k), "n \(n), k \(k)")
            }
        }
    }

    /// Rows around the blocks of the cache: 131072 words of x, in whole tiles.
    @Test(arguments: all, [(520, 3, 512), (262, 2, 1025), (9000, 1, 15), (65600, 1, 1)])
    func everyBlockOfRows(_ engine: Engine, _ shape: (Int, Int, Int)) {
        let (m, n, k) = shape
        let reference = ProductReference(
            rows: m, columns: n, inner: k, lengths: [k], as: engine.products.precision)
        let factor = engine.products.packed(reference.v, stride: n, inner: k, columns: n)
        var y = [Float](repeating: 0, count: m * n)
        engine.products.product(reference.x, stride: k, rows: 0..<m, factor, bias: reference.bias, into: &y, stride: n)
        #expect(reference.distance(y, (m, n, k), stride: n, biased: true) <= 2 * ProductReference.tolerance(k))
    }

    /// With one block along k, and with several, where only the whole sum may be activated.
    @Test(arguments: all, [16, 1537]) func gelu(_ engine: Engine, _ k: Int) {
        let reference = Self.reference(Self.deep, engine)
        let (m, n) = (reference.rows, reference.columns)
        let factor = engine.products.packed(reference.v, stride: n, inner: k, columns: n)
        func product(activating: Bool) -> [Float] {
            var y = [Float](repeating: 0, count: m * n)
            engine.products.product(
                reference.x, stride: reference.inner, rows: 0..<m, factor, bias: reference.bias, into: &y, stride: n,
                activating: activating)
            return y
        }
        let expected = product(activating: false).map { x in Double(x) * (1 + erf(Double(x) / 2.0.squareRoot())) / 2 }
        for (found, expected) in zip(product(activating: true), expected) {
            #expect(abs(Double(found) - expected) <= 1e-6 * max(1, abs(expected)))
        }
    }

    @Test(arguments: own) func aRowDoesNotDependOnItsNeighbours(_ engine: Engine) {
        let reference = Self.reference(Self.deep, engine)
        let (rows, n, k) = (reference.rows, reference.columns, 1025)
        let factor = engine.products.packed(reference.v, stride: n, inner: k, columns: n)
        func product(_ range: Range<Int>) -> [Float] {
            var y = [Float](repeating: 0, count: range.count * n)
            engine.products.product(
                reference.x, stride: reference.inner, rows: range, factor, bias: reference.bias, into: &y, stride: n)
            return y
        }
        let together = product(0..<rows)
        for first in 0..<rows {
            for last in first..<rows {
                #expect(product(first..<last + 1) == Array(together[first * n..<(last + 1) * n]))
            }
        }
    }

    @Test(arguments: all) func columnsMayBeShared(_ engine: Engine) {
        let products = engine.products
        let reference = Self.reference(Self.deep, engine)
        let (m, k, panel) = (reference.rows, 1025, products.panel)
        let n = reference.columns
        let whole = products.packed(reference.v, stride: n, inner: k, columns: n)
        var together = [Float](repeating: 0, count: m * n)
        products.productTransposed(
            reference.xTransposed, stride: m, columns: m, whole, 0..<n, into: &together, stride: n)
        let shared = PackedFactor(products, inner: k, columns: n)
        for middle in stride(from: panel, to: n, by: panel) {
            for columns in [middle..<n, 0..<middle] {
                reference.v.withUnsafeBufferPointer { v in
                    guard let v = v.baseAddress else { return }
                    shared.pack(MatrixView(v, rows: k, columns: n), columns: columns)
                }
            }
            for columns in [0..<middle, middle..<n] {
                var y = [Float](repeating: 0, count: m * columns.count)
                products.productTransposed(
                    reference.xTransposed, stride: m, columns: m, shared, columns, into: &y, stride: columns.count)
                let distance = reference.distance(
                    y, (m, columns.count, k), stride: columns.count, from: columns.lowerBound)
                #expect(distance <= 2 * ProductReference.tolerance(k))
                // OpenBLAS promises no order of the sums.
                guard products.panel > 1 else { continue }
                let part = (0..<m).flatMap { together[$0 * n + columns.lowerBound..<$0 * n + columns.upperBound] }
                #expect(y == part, "\(columns) of \(n)")
            }
        }
    }

    @Test(arguments: own) func aFactorOfAnotherSizeInTheSameMemory(_ engine: Engine) {
        let reference = Self.reference(Self.small, engine)
        let factor = PackedFactor(engine.products, inner: 1, columns: 1)
        for (n, k) in [(66, 35), (3, 2), (33, 35)] {
            factor.resize(inner: k, columns: n)
            reference.v.withUnsafeBufferPointer { v in
                guard let v = v.baseAddress else { return }
                factor.pack(MatrixView(v, rows: k, columns: n, stride: reference.columns))
            }
            var y = [Float](repeating: 0, count: reference.rows * n)
            engine.products.product(
                reference.x, stride: reference.inner, rows: 0..<reference.rows, factor, into: &y, stride: n)
            #expect(reference.distance(y, (reference.rows, n, k), stride: n) <= ProductReference.tolerance(k))
        }
    }

    /// Numbers that are none, the quiet and the signalling, and infinities, at every place of a word, line and panel.
    @Test(arguments: all, [Float.nan, Float(bitPattern: 0x7f80_0001), .infinity, -.infinity])
    func whatIsNoNumberStaysSo(_ engine: Engine, _ number: Float) {
        let (size, products) = (35, engine.products)
        let ones = [Float](repeating: 1, count: size * size)
        let clean = products.packed(ones, stride: size, inner: size, columns: size)
        func product(_ x: [Float], _ factor: PackedFactor) -> [Float] {
            var y = ones
            products.product(x, stride: size, rows: 0..<size, factor, into: &y, stride: size)
            return y
        }
        for place in 0..<size {
            // In row `row` and column `place`, and the other way round.
            let row = place * 12 % size
            var (spoilt, turned, y) = (ones, ones, ones)
            spoilt[row * size + place] = number
            turned[place * size + row] = number
            let inRow = (0..<size * size).map { $0 / size == row ? number : Float(size) }
            let inColumn = (0..<size * size).map { $0 % size == row ? number : Float(size) }
            #expect(Self.same(product(spoilt, clean), inRow), "rows, \(place)")
            products.productTransposed(turned, stride: size, columns: size, clean, 0..<size, into: &y, stride: size)
            #expect(Self.same(y, inRow), "transposed rows, \(place)")
            let packed = products.packed(turned, stride: size, inner: size, columns: size)
            #expect(Self.same(product(ones, packed), inColumn), "packed, \(place)")
            let transposed = products.packedTransposed(spoilt, stride: size, inner: size, columns: size)
            #expect(Self.same(product(ones, transposed), inColumn), "packed transposed, \(place)")
        }
    }

    private static func same(_ a: [Float], _ b: [Float]) -> Bool {
        zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}
