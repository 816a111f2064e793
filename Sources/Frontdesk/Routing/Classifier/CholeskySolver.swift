/// Solves symmetric positive definite systems by Cholesky's decomposition.
enum CholeskySolver {
    /// x with `matrix` · x = `right`; only the lower half of the row-major matrix is read.
    static func solve(_ matrix: [Double], _ right: [Double], size: Int) -> [Double] {
        let lower = decompose(matrix, size: size)
        var solution = right
        for row in 0..<size {
            for index in 0..<row { solution[row] -= lower[row * size + index] * solution[index] }
            solution[row] /= lower[row * size + row]
        }
        for row in (0..<size).reversed() {
            for index in (row + 1)..<max(size, row + 1) {
                solution[row] -= lower[index * size + row] * solution[index]
            }
            solution[row] /= lower[row * size + row]
        }
        return solution
    }

    /// The lower triangle L with L · Lᵀ = `matrix`; a direction without any curvature gets the least there is.
    private static func decompose(_ matrix: [Double], size: Int) -> [Double] {
        var lower = matrix
        lower.withUnsafeMutableBufferPointer { lower in
            for row in 0..<size {
                for column in 0...row {
                    var sum = lower[row * size + column]
                    for index in 0..<column { sum -= lower[row * size + index] * lower[column * size + index] }
                    lower[row * size + column] =
                        row == column ? max(sum, 1e-12).squareRoot() : sum / lower[column * size + column]
                }
            }
        }
        return lower
    }
}
