/// Sequences of token ids, one after another in one array: no padding stands between them.
public struct PackedBatch: Sendable, Equatable {
    /// The ids of all sequences.
    public let tokens: [Int32]
    /// Where each sequence begins in `tokens`, and at the end the number of all tokens.
    public let offsets: [Int]

    /// A batch of sequences, each with its special tokens.
    public init(_ sequences: some Sequence<[Int32]>) {
        var tokens: [Int32] = []
        var offsets = [0]
        for sequence in sequences {
            tokens.append(contentsOf: sequence)
            offsets.append(tokens.count)
        }
        self.tokens = tokens
        self.offsets = offsets
    }

    /// The number of sequences.
    public var count: Int {
        offsets.count - 1
    }

    /// Where the tokens of a sequence stand.
    public func range(of sequence: Int) -> Range<Int> {
        offsets[sequence]..<offsets[sequence + 1]
    }

    /// The tokens of the longest sequence.
    var longest: Int {
        zip(offsets, offsets.dropFirst()).map { $1 - $0 }.max() ?? 0
    }
}
