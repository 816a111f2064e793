internal import Kernels
internal import Synchronization

/// What a layer computes on the way, used again by the next one.
struct LayerBuffers {
    /// (tokens, 3 H): queries, keys, values side by side.
    var projected: Matrix
    /// (tokens, H): the heads' outputs side by side.
    var context: Matrix
    /// (tokens, H): after the attention part.
    var attended: Matrix
    /// (tokens, inner width).
    var inner: Matrix

    /// For so many tokens.
    init(tokens: Int, _ configuration: EncoderConfiguration) {
        projected = Matrix(rows: tokens, columns: 3 * configuration.width)
        context = Matrix(rows: tokens, columns: configuration.width)
        attended = Matrix(rows: tokens, columns: configuration.width)
        inner = Matrix(rows: tokens, columns: configuration.innerWidth)
    }

    /// Makes them as large as a batch needs.
    mutating func resize(tokens: Int) {
        projected.resize(rows: tokens)
        context.resize(rows: tokens)
        attended.resize(rows: tokens)
        inner.resize(rows: tokens)
    }

    /// The numbers in all of them.
    var count: Int { [projected, context, attended, inner].reduce(0) { $0 + $1.values.count } }
}

/// The buffers of passes that are over, for the next ones: memory asked of the system anew comes page by page, which took
/// a twentieth of the time of a batch.
final class LayerBufferStock: Sendable {
    private let free = Mutex<[LayerBuffers]>([])

    /// Larger ones are given back to the system: 16 MiB.
    private static let mostNumbers = 4 << 20

    /// Calls `body` with buffers that nobody else uses meanwhile.
    func withBuffers(tokens: Int, _ configuration: EncoderConfiguration, _ body: (inout LayerBuffers) -> Void) {
        var buffers = free.withLock { $0.popLast() } ?? LayerBuffers(tokens: tokens, configuration)
        buffers.resize(tokens: tokens)
        body(&buffers)
        guard buffers.count <= Self.mostNumbers else { return }
        free.withLock { $0.append(buffers) }
    }
}
