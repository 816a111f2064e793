internal import Kernels

/// What every layer needs in a step of training.
struct StepContext {
    let kernels: VectorKernels
    let products: PackedProducts
    let dropout: Dropout
    let batch: PackedBatch
    let parameters: Parameters
    /// The batch's share of this worker: its sequences, and their tokens.
    let sequences: Range<Int>

    var tokens: Range<Int> { batch.offsets[sequences.lowerBound]..<batch.offsets[sequences.upperBound] }

    /// Rows of a matrix over all tokens that are this worker's.
    func own(_ matrix: MutableMatrixView) -> MutableMatrixView { matrix.rows(tokens) }
}
