/// The numbers that the factors of a matrix product are rounded to; sums are floats always.
package enum Precision: String, Sendable, CaseIterable {
    case float32
    /// The upper half of a float: about three decimal digits, and twice the speed where the processor has it.
    case bfloat16
}
