internal import CKernels
internal import COpenBLAS

/// Matrix products one factor of which is packed beforehand: weights once, to be used by many.
///
/// Each number is summed in one order, so that a row's result depends neither on the rows beside it nor on how work
/// is shared out among threads; OpenBLAS alone promises none, and its last bits do change.
package struct PackedProducts: @unchecked Sendable {
    // Unchecked: the table is a constant of the C target, never written.
    let table: UnsafePointer<ck_products>?
    package let precision: Precision

    /// The project's own products; nil where the processor or the instruction set has none of this precision.
    package init?(_ precision: Precision, _ instructionSet: InstructionSet = .best) {
        let found =
            switch precision {
            case .float32: ck_float32_products_for(instructionSet.rawValue)
            case .bfloat16: ck_bfloat16_products_for(instructionSet.rawValue)
            }
        guard let found else { return nil }
        table = found
        self.precision = precision
    }

    private init() {
        table = nil
        precision = .float32
    }

    /// OpenBLAS, one thread a call.
    package static let openBLAS = PackedProducts()

    /// What tells these products from others: "OpenBLAS", "bfloat16".
    package var name: String { table == nil ? "OpenBLAS" : precision.rawValue }

    /// Operands in a row of `count` numbers.
    package func operands(_ count: Int) -> Int {
        guard let depth = table?.pointee.depth else { return count }
        return (count + depth - 1) / depth * depth
    }

    /// Columns that are packed together; 1 where it does not matter.
    package var panel: Int { table?.pointee.panel ?? 1 }

    /// Whether rows must be converted before they are multiplied.
    package var converts: Bool { table?.pointee.convert != nil }
}

/// Rows as a product reads them: floats where they lie, or a converted copy.
package struct ProductRows {
    let operands: UnsafeRawPointer
    /// Operands from one row to the next.
    let stride: Int
    let rows: Int
    let columns: Int
}

extension PackedProducts {
    /// Bytes that `rows(of:in:)` needs for a matrix.
    package func convertedBytes(rows: Int, columns: Int) -> Int {
        guard converts, let table else { return 0 }
        return rows * operands(columns) * table.pointee.operand_bytes
    }

    /// The rows of x as operands; `memory` is written to where they must be converted.
    package func rows(of x: MatrixView, in memory: UnsafeMutableRawPointer) -> ProductRows {
        guard let table, let convert = table.pointee.convert else {
            return ProductRows(operands: UnsafeRawPointer(x.base), stride: x.stride, rows: x.rows, columns: x.columns)
        }
        convert(x.rows, x.columns, x.base, x.stride, memory)
        return ProductRows(operands: memory, stride: operands(x.columns), rows: x.rows, columns: x.columns)
    }

    /// y = x · v + bias, or y += x · v, or, activated, gelu of that; x (m, k), v (k, n), y (m, n).
    package func multiply(
        _ x: ProductRows, _ v: PackedFactor, bias: UnsafePointer<Float>? = nil, into y: MutableMatrixView,
        adding: Bool = false, activating: Bool = false
    ) {
        precondition(x.columns == v.inner && y.rows == x.rows && y.columns == v.columns)
        guard y.rows > 0, y.columns > 0 else { return }
        if let table {
            table.pointee.product(
                x.rows, v.columns, v.inner, x.operands, x.stride, v.memory, bias, y.base, y.stride, adding ? 1 : 0,
                activating ? 1 : 0)
        } else {
            if let bias, !adding { for row in 0..<y.rows { y.row(row).update(from: bias, count: y.columns) } }
            let floats = x.operands.assumingMemoryBound(to: Float.self)
            sgemm(
                (CblasNoTrans, floats, x.stride), (v.isTransposed ? CblasTrans : CblasNoTrans, v, 0), inner: v.inner, y,
                adding: adding || bias != nil)
            for row in 0..<y.rows where activating {
                VectorKernels.best.gelu(UnsafeMutableBufferPointer(start: y.row(row), count: y.columns))
            }
        }
    }

    /// Some columns of y = xᵀ · v; x (k, m) in floats, v (k, n), y (m, columns), which begin at a multiple of the panel.
    package func multiplyTransposed(
        _ x: MatrixView, _ v: PackedFactor, columns: Range<Int>, into y: MutableMatrixView
    ) {
        precondition(x.rows == v.inner && y.rows == x.columns && y.columns == columns.count && !v.isTransposed)
        precondition(columns.upperBound <= v.columns && columns.lowerBound % panel == 0)
        guard y.rows > 0, y.columns > 0 else { return }
        if let table {
            let start = columns.lowerBound * operands(v.inner) * table.pointee.operand_bytes
            table.pointee.product_transposed(
                x.columns, columns.count, v.inner, x.base, x.stride, v.memory + start, y.base, y.stride, 0)
        } else {
            sgemm((CblasTrans, x.base, x.stride), (CblasNoTrans, v, columns.lowerBound), inner: v.inner, y)
        }
    }

    private func sgemm(
        _ a: (CBLAS_TRANSPOSE, UnsafePointer<Float>, Int), _ b: (CBLAS_TRANSPOSE, PackedFactor, Int), inner: Int,
        _ y: MutableMatrixView, adding: Bool = false
    ) {
        MatrixProduct.useOneThread()
        cblas_sgemm(
            CblasRowMajor, a.0, b.0, blasint(y.rows), blasint(y.columns), blasint(inner), 1, a.1, blasint(a.2),
            b.1.memory.assumingMemoryBound(to: Float.self) + b.2, blasint(b.0 == CblasTrans ? inner : b.1.columns),
            adding ? 1 : 0, y.base, blasint(y.stride))
    }
}

extension PackedProducts {
    /// y = x · v for whole matrices, converted on the way.
    package func multiply(_ x: Matrix, _ v: PackedFactor, into y: inout Matrix) {
        let (rows, columns) = (y.rows, y.columns)
        x.values.withUnsafeBufferPointer { values in
            y.values.withUnsafeMutableBufferPointer { target in
                guard let source = values.baseAddress, let target = target.baseAddress else { return }
                let view = MatrixView(source, rows: x.rows, columns: x.columns)
                withUnsafeTemporaryAllocation(
                    byteCount: max(convertedBytes(rows: x.rows, columns: x.columns), 1), alignment: 64
                ) { memory in
                    guard let base = memory.baseAddress else { return }
                    multiply(
                        self.rows(of: view, in: base), v,
                        into: MutableMatrixView(target, rows: rows, columns: columns))
                }
            }
        }
    }
}
