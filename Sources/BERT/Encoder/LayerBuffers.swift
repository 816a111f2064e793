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

    /// The numbers that they take.
    static func count(tokens: Int, _ configuration: EncoderConfiguration) -> Int {
        tokens * (5 * configuration.width + configuration.innerWidth)
    }
}

/// The buffers of passes that are over, for the next ones: memory asked of the system anew comes page by page, which took
/// a twentieth of the time of a batch.
final class LayerBufferStock: Sendable {
    private let free = Mutex<[LayerBuffers]>([])

    /// Larger ones are given back to the system at once: 16 MiB.
    private static let mostNumbers = 4 << 20

    /// Calls `body` with buffers that nobody else uses meanwhile.
    func withBuffers(tokens: Int, _ configuration: EncoderConfiguration, _ body: (inout LayerBuffers) -> Void) {
        let isKept = LayerBuffers.count(tokens: tokens, configuration) <= Self.mostNumbers
        // No name for what is taken out: a second reference would have every buffer copied when it is written to.
        var buffers = (isKept ? free.withLock { $0.popLast() } : nil) ?? LayerBuffers(tokens: tokens, configuration)
        buffers.resize(tokens: tokens)
        body(&buffers)
        if isKept { free.withLock { $0.append(buffers) } }
    }
}
