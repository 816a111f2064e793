package import Kernels

/// The forward and backward pass of an encoder in training, over one batch at a time.
///
/// The workers each take some of the sequences on the way to the pooled vectors and back, and then each some of the
/// parameters: a gradient is summed over the whole batch in one order, so that the number of workers changes nothing.
package final class EncoderPass {
    package let encoder: Encoder
    package let pooling: Pooling
    package let parameters: Parameters
    package let products: PackedProducts
    /// The tokens that have a row in the trained word table, in ascending order.
    package let tokens: [Int32]
    package let pool: WorkerPool
    let memory = TrainingMemory()
    private let factors: [PackedFactor]
    /// The weights that are packed, by their tensors' names.
    private let packed: [String: PackedWeight]
    private var state: State?

    /// What a batch leaves behind between its passes.
    private struct State {
        let batch: PackedBatch
        let dropout: Dropout
        let embeddings: Embeddings.Record
        let layers: [EncoderLayer.Record]
        let scratch: [WorkerScratch]
        let pooled: MutableMatrixView
    }

    /// Copies the weights of a checkpoint to be trained.
    ///
    /// `tokens` are those that will occur; `head` is the room for what is trained on top.
    package init(
        _ checkpoint: Checkpoint, pooling: Pooling, tokens: [Int32], head: Int, products: PackedProducts,
        kernels: VectorKernels = .best, pool: WorkerPool
    ) throws {
        var checkpoint = checkpoint
        let parameters = Parameters(capacity: Self.room(checkpoint.configuration, tokens.count) + head)
        checkpoint.purpose = .training(parameters, products, PackedPlace(), tokens: tokens)
        encoder = try Encoder(checkpoint, engine: Engine(kernels, products: .packed(products)))
        self.parameters = parameters
        self.pooling = pooling
        self.tokens = tokens
        self.products = products
        self.pool = pool
        let weights = encoder.layers.flatMap { $0.linears.compactMap(\.packed) }
        packed = Dictionary(uniqueKeysWithValues: weights.map { (parameters.slot(of: $0.weight).name, $0) })
        factors = (0..<pool.count).map { _ in PackedFactor(products, inner: 1, columns: 1) }
    }

    /// The numbers of an encoder, with a row for each of so many tokens.
    private static func room(_ sizes: EncoderConfiguration, _ tokens: Int) -> Int {
        let (width, inner) = (sizes.width, sizes.innerWidth)
        func room(_ shape: Int...) -> Int { Parameters.room(shape) }
        let norm = 2 * room(width)
        let layer =
            4 * (room(width, width) + room(width)) + room(inner, width) + room(inner) + room(width, inner)
            + room(width) + 2 * norm
        return room(tokens, width) + room(sizes.positions, width) + room(sizes.tokenTypes, width) + norm
            + sizes.layers * layer
    }

    /// The pooled vectors (sequences, H) of a batch whose ids are rows of the trained word table.
    ///
    /// They are this pass's until the next one begins.
    package func forward(_ batch: PackedBatch, dropout: Dropout) -> MutableMatrixView {
        memory.reset()
        let sizes = encoder.configuration
        let tokens = batch.tokens.count
        let dContext = memory.matrix(tokens, sizes.width)
        let state = State(
            batch: batch, dropout: dropout,
            embeddings: Embeddings.Record(tokens: tokens, width: sizes.width, in: memory),
            layers: encoder.layers.map { _ in EncoderLayer.Record(batch, sizes, in: memory) },
            scratch: (0..<pool.count).map { _ in WorkerScratch(batch, sizes, products, dContext, in: memory) },
            pooled: memory.matrix(batch.count, sizes.width))
        self.state = state
        pool.run { worker in
            let context = context(of: worker, state)
            encoder.embeddings.forward(state.embeddings, context)
            var input = state.embeddings.output
            for (index, layer) in encoder.layers.enumerated() {
                layer.forward(input, state.layers[index], index: index, state.scratch[worker], context)
                input = state.layers[index].output
            }
            for sequence in context.sequences {
                let vector = UnsafeMutableBufferPointer(start: state.pooled.row(sequence), count: sizes.width)
                pooling.apply(input.view, batch.range(of: sequence), into: vector, context.kernels)
            }
        }
        return state.pooled
    }

    /// The gradients of all parameters of the encoder, from that of the pooled vectors (sequences, H).
    package func backward(_ dPooled: MutableMatrixView) {
        guard let state else { preconditionFailure("backward without forward") }
        pool.run { worker in
            let context = context(of: worker, state)
            let last = state.layers.last.map { ($0.output, $0.dOutput) }
            let (output, dOutput) = last ?? (state.embeddings.output, state.embeddings.dOutput)
            for sequence in context.sequences {
                pooling.backward(dPooled.row(sequence), output, state.batch.range(of: sequence), into: dOutput)
            }
            for (index, layer) in encoder.layers.enumerated().reversed() {
                let dx = index > 0 ? state.layers[index - 1].dOutput : state.embeddings.dOutput
                layer.backward(state.layers[index], into: dx, index: index, state.scratch[worker], context)
            }
            encoder.embeddings.backward(state.embeddings, context)
        }
        pool.run { worker in
            let context = context(of: worker, state)
            let share = Share(index: worker, count: pool.count)
            encoder.embeddings.parameterGradients(state.embeddings, share, context)
            for (index, layer) in encoder.layers.enumerated() {
                let input = index > 0 ? state.layers[index - 1].output : state.embeddings.output
                layer.parameterGradients(input, state.layers[index], factors[worker], share, context)
            }
        }
    }

    /// Packs a tensor's weight again after it has changed, where it is one that is packed.
    package func repack(_ slot: Parameters.Slot) {
        packed[slot.name]?.pack()
    }

    /// Packs all weights again after they have changed.
    package func repack() {
        let slots = parameters.slots
        pool.run { worker in
            for index in stride(from: worker, to: slots.count, by: pool.count) { repack(slots[index]) }
        }
    }

    private func context(of worker: Int, _ state: State) -> StepContext {
        StepContext(
            kernels: encoder.engine.kernels, products: products, dropout: state.dropout, batch: state.batch,
            parameters: parameters, sequences: state.batch.part(Share(index: worker, count: pool.count)))
    }
}

/// What a worker writes to on the way and nobody reads later.
struct WorkerScratch {
    /// Rows converted to operands.
    let conversion: UnsafeMutableRawPointer
    /// Two (T, T), T the longest sequence.
    let squares: UnsafeMutablePointer<Float>
    /// (tokens, H), of which each worker has its rows.
    let dContext: MutableMatrixView

    init(
        _ batch: PackedBatch, _ sizes: EncoderConfiguration, _ products: PackedProducts, _ dContext: MutableMatrixView,
        in memory: TrainingMemory
    ) {
        let widest = max(sizes.innerWidth, sizes.width)
        conversion = memory.bytes(products.convertedBytes(rows: batch.tokens.count, columns: widest))
        squares = memory.floats(2 * batch.longest * batch.longest)
        self.dContext = dContext
    }

    /// The worker's rows of a matrix as operands, until the next ones are asked for.
    func rows(of matrix: MutableMatrixView, _ context: StepContext) -> ProductRows {
        context.products.rows(of: context.own(matrix).view, in: conversion)
    }
}

extension PackedBatch {
    /// The sequences of one worker's share: whole ones, with about as many tokens for each worker.
    func part(_ share: Share) -> Range<Int> {
        func bound(_ index: Int) -> Int {
            let target = tokens.count * index / share.count
            return offsets.firstIndex { $0 >= target }.map { min($0, count) } ?? count
        }
        return bound(share.index)..<bound(share.index + 1)
    }
}
