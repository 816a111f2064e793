import CKernels

/// The vector kernels of one instruction set: products, element-wise functions, scans.
///
/// Every function is pure in its inputs, so that a row's result never depends on the rows computed beside it.
/// Pointers need no alignment beyond a float's.
package struct VectorKernels: @unchecked Sendable {
    // Unchecked: the table is a constant of the C target, never written.
    let table: UnsafePointer<ck_table>
    package let instructionSet: InstructionSet

    /// The kernels of this processor's fastest instruction set.
    package static let best = VectorKernels(.best) ?? baseline

    /// The kernels that run on every processor of the architecture.
    private static let baseline: VectorKernels = {
        guard let kernels = VectorKernels(.baseline) else { preconditionFailure("the baseline kernels are missing") }
        return kernels
    }()

    /// The kernels of an instruction set; nil where this processor lacks it.
    package init?(_ instructionSet: InstructionSet) {
        guard let table = ck_table_for(instructionSet.rawValue) else { return nil }
        self.table = table
        self.instructionSet = instructionSet
    }

    /// x = x · Φ(x), Φ the normal distribution function by erf (not the tanh approximation).
    package func gelu(_ x: UnsafeMutableBufferPointer<Float>) {
        guard let base = x.baseAddress else { return }
        table.pointee.gelu(base, x.count)
    }

    /// x = softmax(scale · x).
    package func softmax(_ x: UnsafeMutableBufferPointer<Float>, scale: Float = 1) {
        guard let base = x.baseAddress else { return }
        table.pointee.softmax(base, x.count, scale)
    }

    /// output = layer norm of (input + residual) over one row, times gain plus bias.
    ///
    /// All have the same count; `output` may be `input`.
    package func layerNorm(
        _ input: UnsafePointer<Float>, adding residual: UnsafePointer<Float>?, gain: UnsafeBufferPointer<Float>,
        bias: UnsafeBufferPointer<Float>, epsilon: Float, into output: UnsafeMutablePointer<Float>
    ) {
        precondition(gain.count == bias.count)
        guard let gainBase = gain.baseAddress, let biasBase = bias.baseAddress else { return }
        table.pointee.layer_norm(input, residual, gainBase, biasBase, epsilon, output, gain.count)
    }

    /// y += a · x.
    package func add(_ x: UnsafeBufferPointer<Float>, times a: Float = 1, to y: UnsafeMutableBufferPointer<Float>) {
        precondition(x.count == y.count)
        guard let source = x.baseAddress, let target = y.baseAddress else { return }
        table.pointee.add_scaled(a, source, target, x.count)
    }

    /// x = a · x.
    package func scale(_ x: UnsafeMutableBufferPointer<Float>, by a: Float) {
        guard let base = x.baseAddress else { return }
        table.pointee.scale(a, base, x.count)
    }

    /// y = max(x, y), element by element.
    package func maximum(_ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>) {
        precondition(x.count == y.count)
        guard let source = x.baseAddress, let target = y.baseAddress else { return }
        table.pointee.maximum(source, target, x.count)
    }

    /// The dot product of two vectors of the same length.
    package func dot(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Float {
        precondition(a.count == b.count)
        guard let left = a.baseAddress, let right = b.baseAddress else { return 0 }
        return table.pointee.dot(left, right, a.count)
    }

    /// The dot product of bfloat16 numbers, two bytes each, aligned or not, and as many floats.
    package func dot(bfloat16 a: UnsafeRawPointer, _ b: UnsafeBufferPointer<Float>) -> Float {
        guard let right = b.baseAddress else { return 0 }
        return table.pointee.dot_bfloat16(a, right, b.count)
    }

    /// Divides a row by its Euclidean length; a row of zeros stays.
    package func normalize(_ x: UnsafeMutableBufferPointer<Float>) {
        let length = dot(UnsafeBufferPointer(x), UnsafeBufferPointer(x)).squareRoot()
        if length > 0 { scale(x, by: 1 / length) }
    }

    /// Floats from IEEE half precision, two bytes a number, aligned or not.
    package func float16(_ x: UnsafeRawPointer, into y: UnsafeMutableBufferPointer<Float>) {
        guard let base = y.baseAddress else { return }
        table.pointee.from_float16(x, base, y.count)
    }

    /// Floats from bfloat16, two bytes a number, aligned or not.
    package func bfloat16(_ x: UnsafeRawPointer, into y: UnsafeMutableBufferPointer<Float>) {
        guard let base = y.baseAddress else { return }
        table.pointee.from_bfloat16(x, base, y.count)
    }
}
