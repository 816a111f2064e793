public import Foundation

/// The tokens of a `vocab.txt`: one a line, its id the line's number counted from 0.
///
/// As the reference implementation reads it: a line ends with LF or CRLF, white space at its end does not count, and
/// of equal lines the last one is the token's id. All tokens lie in one buffer with a hash table over them.
public struct Vocabulary: Sendable {
    /// The file's bytes, and eight more so that every token can be read in whole words.
    let bytes: [UInt8]
    let spans: [TokenSpan]
    /// Open addressing with linear probing: the hash's upper half, then the id plus 1; 0 is free.
    let slots: [UInt64]
    /// By first byte: the longest token's length in bytes, 256 for tokens that begin a word, 256 for `##` pieces.
    let longest: [Int32]

    /// The number of lines, so one more than the largest id.
    public var count: Int { spans.count }

    /// Throws `TokenizerError` where the file is missing, empty or not UTF-8.
    public init(contentsOf file: URL) throws {
        var bytes = try Self.read(file)
        let end = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 8))
        spans = TokenSpan.lines(of: bytes, end: end)
        (slots, longest) = bytes.withUnsafeBufferPointer { [spans] in Self.index($0, spans) }
        self.bytes = bytes
    }

    /// A token's id, its `##` included where it continues a word; nil where the file has no such line.
    public func id(of token: String) -> Int32? {
        var token = token
        return token.withUTF8 { text in
            let continues = text.count >= 2 && text[0] == TokenSpan.hash && text[1] == TokenSpan.hash
            let key = continues ? UnsafeBufferPointer(rebasing: text[2...]) : text
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: key.count + 8) { padded in
                padded.initialize(repeating: 0)
                _ = padded.update(fromContentsOf: key)
                return withLookup { lookup in
                    padded.baseAddress.flatMap { lookup.id(of: $0, length: key.count, continuing: continues) }
                }
            }
        }
    }

    /// The token with that id; nil out of range, and for a line that a later equal line replaces.
    public func token(of id: Int32) -> String? {
        guard spans.indices.contains(Int(id)) else { return nil }
        let span = spans[Int(id)]
        let start = Int(span.start) - (span.continues ? 2 : 0)
        let token = String(decoding: bytes[start..<Int(span.start) + Int(span.length)], as: UTF8.self)
        return self.id(of: token) == id ? token : nil
    }

    func withLookup<Result>(_ body: (VocabularyLookup) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            spans.withUnsafeBufferPointer { spans in
                slots.withUnsafeBufferPointer { slots in
                    longest.withUnsafeBufferPointer { longest in
                        body(VocabularyLookup(bytes: bytes, spans: spans, slots: slots, longest: longest))
                    }
                }
            }
        }
    }
}

extension Vocabulary {
    private static func read(_ file: URL) throws -> [UInt8] {
        let mend = "Put the vocab.txt that belongs to the model there"
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            let missing = !FileManager.default.fileExists(atPath: file.path)
            let problem = missing ? "the vocabulary is missing" : "the vocabulary cannot be read"
            throw TokenizerError(
                file: file, problem: problem, mend: missing ? mend : "Make it a file that this user may read")
        }
        let bytes = [UInt8](data)
        guard !bytes.isEmpty else { throw TokenizerError(file: file, problem: "the vocabulary is empty", mend: mend) }
        guard bytes.count < Int32.max else {
            throw TokenizerError(file: file, problem: "the vocabulary is larger than 2 GB", mend: mend)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
                .firstIndex { String(validating: $0, as: UTF8.self) == nil }
            throw TokenizerError(
                file: file, line: line.map { $0 + 1 }, problem: "the vocabulary is not UTF-8", mend: mend)
        }
        return bytes
    }

    /// Builds the table; at most half of its slots are taken.
    private static func index(
        _ bytes: UnsafeBufferPointer<UInt8>, _ spans: [TokenSpan]
    ) -> (slots: [UInt64], longest: [Int32]) {
        var size = 16
        while size < 2 * spans.count { size *= 2 }
        var slots = [UInt64](repeating: 0, count: size)
        var longest = [Int32](repeating: 0, count: 512)
        for (id, span) in spans.enumerated() {
            let (start, length) = (Int(span.start), Int(span.length))
            guard let token = bytes.baseAddress.map({ $0 + start }) else { break }
            let hash = VocabularyLookup.hash(token, length: length, continuing: span.continues)
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while let other = VocabularyLookup.idInSlot(slots[slot]) {
                let same = spans[Int(other)]
                let equal = same.length == span.length && same.continues == span.continues
                if equal, bytes[start..<start + length].elementsEqual(bytes[Int(same.start)...].prefix(length)) {
                    break
                }
                slot = (slot + 1) & (size - 1)
            }
            slots[slot] = hash & ~0xFFFF_FFFF | UInt64(id + 1)
            if length > 0 {
                let first = Int(token[0]) + (span.continues ? 256 : 0)
                longest[first] = max(longest[first], Int32(length))
            }
        }
        return (slots, longest)
    }
}
