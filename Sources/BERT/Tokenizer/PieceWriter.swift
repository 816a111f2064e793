/// Splits words into the vocabulary's pieces, longest first, and writes their ids.
struct PieceWriter {
    let lookup: VocabularyLookup
    let unknown: Int32
    let ids: UnsafeMutablePointer<Int32>
    let limit: Int
    private(set) var count = 0

    init(lookup: VocabularyLookup, unknown: Int32, ids: UnsafeMutablePointer<Int32>, limit: Int) {
        (self.lookup, self.unknown, self.ids, self.limit) = (lookup, unknown, ids, limit)
    }

    var isFull: Bool { count == limit }

    @inline(__always)
    mutating func append(_ id: Int32) {
        guard count < limit else { return }
        ids[count] = id
        count &+= 1
    }

    /// WordPiece: the longest token at each place, or the unknown token for the whole word where one place has none.
    @inline(__always)
    mutating func append(_ word: borrowing WordBuffer) {
        let (text, length) = (UnsafePointer(word.bytes), word.length)
        guard word.scalars <= WordBuffer.maximumScalars else { return append(unknown) }
        if let id = lookup.id(of: text, length: length, continuing: false) { return append(id) }
        appendPieces(text, length)
    }

    private mutating func appendPieces(_ text: UnsafePointer<UInt8>, _ length: Int) {
        let start = count
        var offset = 0
        // Beyond the limit the word is still read to its end: only there it shows whether it is unknown.
        while offset < length {
            let rest = length - offset
            guard let piece = lookup.longestPrefix(of: text + offset, length: rest, continuing: offset > 0) else {
                count = start
                return append(unknown)
            }
            append(piece.id)
            offset += piece.length
        }
    }
}
