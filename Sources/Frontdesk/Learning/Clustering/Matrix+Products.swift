internal import Kernels

extension Matrix {
    /// What `body` makes of each row's products with all rows of another matrix; they never stand in memory at once.
    ///
    /// So many rows are multiplied at a time, and several such blocks at the same time.
    func mapProducts<Result: Sendable>(
        with other: Matrix, block: Int = 256, _ body: @Sendable (_ row: Int, _ products: ArraySlice<Float>) -> Result
    ) -> [Result] {
        let count = rows
        return concurrentMap((count + block - 1) / block) { part in
            let places = Array(part * block..<min((part + 1) * block, count))
            let products = MatrixProduct.multiply(self.rows(places), other, transposingSecond: true)
            return places.enumerated().map { line, place in body(place, products[row: line]) }
        }.flatMap(\.self)
    }
}
