import Kernels

/// LayerNorm(word[id] + position[p] + type[0]) for each token of a batch.
///
/// The word table (V, H) stays in the mapped file: only the rows of the tokens seen are ever read.
struct Embeddings: Sendable {
    let words: FloatRows
    let positions: FloatRows
    /// The row of token type 0, the only one that single texts have.
    let type: [Float]
    let norm: LayerNorm

    init(_ checkpoint: Checkpoint) throws {
        let sizes = checkpoint.configuration
        let width = sizes.width
        words = try checkpoint.rows("embeddings.word_embeddings.weight", shape: [sizes.vocabularySize, width])
        positions = try checkpoint.rows("embeddings.position_embeddings.weight", shape: [sizes.positions, width])
        let types = try checkpoint.tensor("embeddings.token_type_embeddings.weight", shape: [sizes.tokenTypes, width])
        type = types.withValues { Array($0.prefix(width)) }
        norm = try LayerNorm(checkpoint, "embeddings.LayerNorm")
    }

    /// (tokens, H).
    func forward(_ batch: PackedBatch, _ kernels: VectorKernels) -> Matrix {
        var output = Matrix(rows: batch.tokens.count, columns: words.width)
        var row = [Float](repeating: 0, count: words.width)
        row.withUnsafeMutableBufferPointer { row in
            for sequence in 0..<batch.count {
                for (position, index) in batch.range(of: sequence).enumerated() {
                    output.withRow(index) { output in
                        words.read(Int(batch.tokens[index]), into: output)
                        positions.read(position, into: row)
                        kernels.add(UnsafeBufferPointer(row), to: output)
                        type.withUnsafeBufferPointer { kernels.add($0, to: output) }
                    }
                }
            }
        }
        norm.forward(&output, kernels)
        return output
    }
}
