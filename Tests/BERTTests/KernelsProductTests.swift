import BERT
import Kernels
import Testing

/// Matrix products of every instruction set and of OpenBLAS, against plain double-precision loops.
@Suite struct KernelsProductTests {
    static let shapes = [
        (1, 1, 1), (1, 5, 3), (2, 4, 16), (3, 6, 17), (4, 6, 32), (5, 7, 33), (7, 13, 64), (13, 12, 8), (13, 13, 100),
        (29, 31, 48), (70, 9, 1000),
    ]
    static let engines: [(String, LinearProducts)] =
        KernelsTests.all.map { ("\($0.instructionSet)", .kernels($0)) } + [("OpenBLAS", .openBLAS)]

    @Test(arguments: shapes) func linearLayers(_ m: Int, _ n: Int, _ k: Int) {
        let x = Matrix(rows: m, columns: k, values: KernelsTests.numbers(m * k, seed: 1))
        let w = Matrix(rows: n, columns: k, values: KernelsTests.numbers(n * k, seed: 2))
        let bias = KernelsTests.numbers(n, seed: 3)
        for (name, products) in Self.engines {
            let y = Self.linear(x, w, bias, products)
            let unbiased = Self.linear(x, w, nil, products)
            for (i, j) in Self.places(m, n) {
                let expected = (0..<k).map { Double(x[row: i][i * k + $0]) * Double(w[row: j][j * k + $0]) }
                    .reduce(0, +)
                #expect(abs(Double(unbiased.values[i * n + j]) - expected) < 2e-5, "\(name) \(m) \(n) \(k)")
                #expect(abs(Double(y.values[i * n + j]) - expected - Double(bias[j])) < 2e-5, "\(name) \(m) \(n) \(k)")
            }
        }
    }

    @Test(arguments: KernelsTests.all) func aRowDoesNotDependOnItsNeighbours(_ kernels: VectorKernels) {
        let (n, k) = (25, 70)
        let x = Matrix(rows: 23, columns: k, values: KernelsTests.numbers(23 * k, seed: 4))
        let w = Matrix(rows: n, columns: k, values: KernelsTests.numbers(n * k, seed: 5))
        let together = Self.linear(x, w, nil, .kernels(kernels))
        for row in 0..<x.rows {
            let alone = Matrix(rows: 1, columns: k, values: Array(x[row: row]))
            #expect(Self.linear(alone, w, nil, .kernels(kernels)).values == Array(together[row: row]))
        }
    }

    @Test(arguments: KernelsTests.all, shapes) func mixesOfRows(_ kernels: VectorKernels, _ shape: (Int, Int, Int)) {
        let (m, n, k) = shape
        let x = Matrix(rows: m, columns: k, values: KernelsTests.numbers(m * k, seed: 6))
        let v = Matrix(rows: k, columns: n, values: KernelsTests.numbers(k * n, seed: 7))
        var y = Matrix(rows: m, columns: n)
        x.withView { x in v.withView { v in y.withPointer { kernels.mix(x, v, into: $0, stride: n) } } }
        let expected = MatrixProduct.multiply(x, v)
        #expect(zip(y.values, expected.values).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test func productsOfEveryOrientation() {
        let a = Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
        let b = Matrix(rows: 3, columns: 2, values: [1, 0, 2, 1, 0, 3])
        #expect(MatrixProduct.multiply(a, b).values == [5, 11, 14, 23])
        #expect(
            MatrixProduct.multiply(b, a, transposingFirst: true, transposingSecond: true).values == [5, 14, 11, 23])
        #expect(
            MatrixProduct.multiply(a, a, transposingFirst: true, scale: 2).values == [
                34, 44, 54, 44, 58, 72, 54, 72, 90,
            ])
        #expect(MatrixProduct.multiply(Matrix(rows: 0, columns: 3), b).values.isEmpty)
    }

    static func linear(_ x: Matrix, _ w: Matrix, _ bias: [Float]?, _ products: LinearProducts) -> Matrix {
        var y = Matrix(rows: x.rows, columns: w.rows)
        x.withView { x in
            w.withView { w in
                y.withPointer { y in products.linear(x, w, bias: bias, into: y, stride: w.rows) }
            }
        }
        return y
    }

    static func places(_ m: Int, _ n: Int) -> [(Int, Int)] {
        (0..<m).flatMap { i in (0..<n).map { (i, $0) } }
    }
}
