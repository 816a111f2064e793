import Kernels

/// LayerNorm(word[id] + position[p] + type[0]) for each token of a batch; in training, dropout follows.
///
/// The word table (V, H) stays in the mapped file: only the rows of the tokens seen are ever read.
struct Embeddings: Sendable {
    static let wordsName = "embeddings.word_embeddings.weight"

    let words: FloatRows
    let positions: FloatRows
    /// Its row 0 is that of the only token type that single texts have.
    let types: FloatTensor
    let norm: LayerNorm

    init(_ checkpoint: Checkpoint) throws {
        let sizes = checkpoint.configuration
        let width = sizes.width
        words = try checkpoint.words(Self.wordsName, shape: [sizes.vocabularySize, width])
        positions = try checkpoint.rows("embeddings.position_embeddings.weight", shape: [sizes.positions, width])
        types = try checkpoint.tensor(
            "embeddings.token_type_embeddings.weight", shape: [sizes.tokenTypes, width], decays: true)
        norm = try LayerNorm(checkpoint, "embeddings.LayerNorm")
    }

    /// (tokens, H).
    func forward(_ batch: PackedBatch, _ kernels: VectorKernels) -> Matrix {
        var output = Matrix(rows: batch.tokens.count, columns: words.width)
        output.withPointer { base in
            sum(
                batch, 0..<batch.count, into: MutableMatrixView(base, rows: batch.tokens.count, columns: words.width),
                kernels)
        }
        norm.forward(&output, kernels)
        return output
    }

    /// The sums before the norm, for some sequences.
    private func sum(
        _ batch: PackedBatch, _ sequences: Range<Int>, into output: MutableMatrixView, _ kernels: VectorKernels
    ) {
        var row = [Float](repeating: 0, count: words.width)
        let type = UnsafeBufferPointer(rebasing: types.values[..<words.width])
        row.withUnsafeMutableBufferPointer { row in
            for sequence in sequences {
                for (position, index) in batch.range(of: sequence).enumerated() {
                    let target = UnsafeMutableBufferPointer(start: output.row(index), count: output.columns)
                    words.read(Int(batch.tokens[index]), into: target)
                    positions.read(position, into: row)
                    kernels.add(UnsafeBufferPointer(row), to: target)
                    kernels.add(type, to: target)
                }
            }
        }
    }

    /// What the backward pass needs, and the gradients on the way; all (tokens, H).
    struct Record {
        let norm: LayerNorm.Record
        let output: MutableMatrixView
        let dOutput: MutableMatrixView
        let dSum: MutableMatrixView

        init(tokens: Int, width: Int, in memory: TrainingMemory) {
            norm = LayerNorm.Record(tokens: tokens, width: width, in: memory)
            output = memory.matrix(tokens, width)
            dOutput = memory.matrix(tokens, width)
            dSum = memory.matrix(tokens, width)
        }
    }

    /// `record.output` for this worker's rows.
    func forward(_ record: Record, _ context: StepContext) {
        sum(context.batch, context.sequences, into: record.output, context.kernels)
        norm.forward(record.output, into: record.output, record.norm, context)
        drop(record.output, context)
    }

    /// `record.dSum` from `record.dOutput`, for this worker's rows.
    func backward(_ record: Record, _ context: StepContext) {
        drop(record.dOutput, context)
        norm.backward(record.dOutput, into: record.dSum, record.norm, context)
    }

    private func drop(_ matrix: MutableMatrixView, _ context: StepContext) {
        let own = context.own(matrix)
        context.dropout.apply(
            own.base, count: own.rows * own.columns, place: 0, first: context.tokens.lowerBound * own.columns,
            context.kernels)
    }

    /// One worker's share of the columns of the tables' gradients, over all tokens.
    func parameterGradients(_ record: Record, _ share: Share, _ context: StepContext) {
        norm.parameterGradients(record.dOutput, record.norm, share, context)
        let columns = share.range(of: words.width, inMultiplesOf: Parameters.alignment)
        guard let wordTable = words.tensor, let positionTable = positions.tensor else {
            preconditionFailure("the tables are not trained")
        }
        let tables = [wordTable, positionTable, types].map { context.parameters.gradient(of: $0) }
        for table in tables {
            for row in 0..<table.rows {
                (table.row(row) + columns.lowerBound).update(repeating: 0, count: columns.count)
            }
        }
        for sequence in 0..<context.batch.count {
            for (position, index) in context.batch.range(of: sequence).enumerated() {
                let gradient = UnsafeBufferPointer(
                    start: record.dSum.row(index) + columns.lowerBound, count: columns.count)
                for (table, row) in zip(tables, [Int(context.batch.tokens[index]), position, 0]) {
                    let target = table.row(row) + columns.lowerBound
                    context.kernels.add(gradient, to: UnsafeMutableBufferPointer(start: target, count: columns.count))
                }
            }
        }
    }
}
