import Kernels

/// x (M, K) · v (K, N) for every m ≤ M, n ≤ N and k ≤ K at once: sums of doubles along k, each kept on the way.
struct ProductReference {
    let rows: Int
    let columns: Int
    let inner: Int
    /// x (M, K) and xᵀ (K, M); v (K, N) and vᵀ (N, K).
    let x: [Float]
    let xTransposed: [Float]
    let v: [Float]
    let vTransposed: [Float]
    let bias: [Float]
    /// (K, M, N): the sums after each number along k.
    private let sums: [Double]
    private let deepest: [Int]

    /// Numbers between −1 and 1; the sums are kept for these lengths along k, or for all of them.
    init(rows: Int, columns: Int, inner: Int, lengths: [Int]? = nil, as precision: Precision) {
        (self.rows, self.columns, self.inner) = (rows, columns, inner)
        x = KernelsTests.numbers(rows * inner, seed: 21)
        v = KernelsTests.numbers(inner * columns, seed: 22)
        bias = KernelsTests.numbers(columns, seed: 23)
        xTransposed = Self.transposed(x, rows: rows, columns: inner)
        vTransposed = Self.transposed(v, rows: inner, columns: columns)
        deepest = lengths ?? Array(1...inner)
        let (left, right) = (xTransposed.map { precision.read($0) }, v.map { precision.read($0) })
        var sums: [Double] = []
        var sum = [Double](repeating: 0, count: rows * columns)
        for p in 0..<inner {
            for i in 0..<rows {
                for j in 0..<columns { sum[i * columns + j] += left[p * rows + i] * right[p * columns + j] }
            }
            if deepest.contains(p + 1) { sums += sum }
        }
        self.sums = sums
    }

    private static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
        (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
    }

    /// The largest distance of y (m, n; stride) from times · x · v + bias over the first k numbers along k.
    func distance(
        _ y: [Float], _ shape: (m: Int, n: Int, k: Int), stride: Int, times: Double = 1, biased: Bool = false,
        from column: Int = 0
    ) -> Double {
        guard let place = deepest.firstIndex(of: shape.k) else { return .infinity }
        var largest = 0.0
        for i in 0..<shape.m {
            for j in 0..<shape.n {
                let expected = times * sums[(place * rows + i) * columns + column + j]
                let distance = abs(Double(y[i * stride + j]) - expected - (biased ? Double(bias[j]) : 0))
                // Not `max`: it would pass over what is not a number.
                if !(distance <= largest) { largest = distance }
            }
        }
        return largest
    }

    /// What rounding may add up to over k products of numbers below one.
    static func tolerance(_ k: Int) -> Double { 1e-6 + 1e-7 * Double(k) }
}

extension Precision {
    /// A number as a product reads it.
    func read(_ x: Float) -> Double {
        self == .float32 ? Double(x) : Double(Self.nearestBFloat16(x))
    }

    /// The nearest number whose lower 16 bits are nought; the even one of two equally near.
    private static func nearestBFloat16(_ x: Float) -> Float {
        let below = Float(bitPattern: x.bitPattern & 0xffff_0000)
        let above = Float(bitPattern: below.bitPattern + 0x1_0000)
        let (toBelow, toAbove) = (abs(x - below), abs(above - x))
        if toBelow != toAbove { return toBelow < toAbove ? below : above }
        return below.bitPattern & 0x1_0000 == 0 ? below : above
    }
}

extension PackedProducts {
    /// y (m, n; stride) = x · v + bias, or y + x · v, for the first m rows and k columns of x (any, stride).
    func product(
        _ x: [Float], stride: Int, rows: Range<Int>, _ factor: PackedFactor, bias: [Float]? = nil,
        into y: inout [Float], stride target: Int, adding: Bool = false, activating: Bool = false
    ) {
        x.withUnsafeBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
                guard let x = x.baseAddress, let y = y.baseAddress else { return }
                let view = MatrixView(
                    x + rows.lowerBound * stride, rows: rows.count, columns: factor.inner, stride: stride)
                let output = MutableMatrixView(y, rows: rows.count, columns: factor.columns, stride: target)
                let bytes = convertedBytes(rows: rows.count, columns: factor.inner)
                withUnsafeTemporaryAllocation(byteCount: max(bytes, 1), alignment: 64) { memory in
                    guard let memory = memory.baseAddress else { return }
                    multiply(
                        self.rows(of: view, in: memory), factor, bias: bias, into: output, adding: adding,
                        activating: activating)
                }
            }
        }
    }

    /// y (m, columns; stride) = xᵀ · v, for the first m columns of x (any, stride).
    func productTransposed(
        _ x: [Float], stride: Int, columns m: Int, _ factor: PackedFactor, _ columns: Range<Int>,
        into y: inout [Float], stride target: Int
    ) {
        x.withUnsafeBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
                guard let x = x.baseAddress, let y = y.baseAddress else { return }
                multiplyTransposed(
                    MatrixView(x, rows: factor.inner, columns: m, stride: stride), factor, columns: columns,
                    into: MutableMatrixView(y, rows: m, columns: columns.count, stride: target))
            }
        }
    }

    /// v (k, n; stride), packed.
    func packed(_ v: [Float], stride: Int, inner: Int, columns: Int) -> PackedFactor {
        let factor = PackedFactor(self, inner: inner, columns: columns)
        v.withUnsafeBufferPointer { v in
            guard let v = v.baseAddress else { return }
            factor.pack(MatrixView(v, rows: inner, columns: columns, stride: stride))
        }
        return factor
    }

    /// wᵀ of w (n, k; stride), packed.
    func packedTransposed(_ w: [Float], stride: Int, inner: Int, columns: Int) -> PackedFactor {
        let factor = PackedFactor(self, inner: inner, columns: columns)
        w.withUnsafeBufferPointer { w in
            guard let w = w.baseAddress else { return }
            factor.packTransposed(MatrixView(w, rows: columns, columns: inner, stride: stride))
        }
        return factor
    }
}
