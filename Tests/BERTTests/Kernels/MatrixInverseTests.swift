import Kernels
import Testing

@Suite struct MatrixInverseTests {
    @Test func byHand() throws {
        let inverse = try #require(MatrixInverse.positiveDefinite([4, 2, 2, 3], size: 2))
        #expect(zip(inverse, [0.375, -0.25, -0.25, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test(arguments: [1, 7, 65, 200]) func timesTheMatrixItIsOne(_ size: Int) throws {
        let numbers = KernelsTests.numbers(size * size, seed: 5).map(Double.init)
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0..<size {
                for k in 0..<size {
                    matrix[row * size + column] += numbers[row * size + k] * numbers[column * size + k]
                }
            }
            matrix[row * size + row] += 1
        }
        let inverse = try #require(MatrixInverse.positiveDefinite(matrix, size: size))
        for row in 0..<size {
            for column in 0..<size {
                let product = (0..<size).reduce(0) { $0 + matrix[row * size + $1] * inverse[$1 * size + column] }
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-8)
            }
        }
    }

    @Test func whatIsNotPositiveDefiniteHasNone() {
        #expect(MatrixInverse.positiveDefinite([1, 2, 2, 1], size: 2) == nil)
        #expect(MatrixInverse.positiveDefinite([0], size: 1) == nil)
    }
}
