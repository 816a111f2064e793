/// Where a token lies in the vocabulary's bytes; for a `##` piece, what follows those two bytes.
struct TokenSpan: Sendable {
    static let hash = UInt8(ascii: "#")

    let start: UInt32
    private let packed: UInt32

    var length: UInt32 { packed >> 1 }
    var continues: Bool { packed & 1 == 1 }

    /// The span of a line without the white space at its end.
    init(_ line: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) {
        var end = line.upperBound
        while let space = Self.spaceLength(bytes[line.lowerBound..<end]) { end -= space }
        let continues =
            end - line.lowerBound >= 2 && bytes[line.lowerBound] == Self.hash
            && bytes[line.lowerBound + 1] == Self.hash
        start = UInt32(line.lowerBound + (continues ? 2 : 0))
        packed = (UInt32(end) - start) << 1 | (continues ? 1 : 0)
    }

    static func lines(of bytes: [UInt8], end: Int) -> [TokenSpan] {
        bytes.withUnsafeBufferPointer { bytes in
            var spans: [TokenSpan] = []
            spans.reserveCapacity(end / 6)
            var start = 0
            while start < end {
                var stop = start
                while stop < end, bytes[stop] != 0x0A { stop += 1 }
                spans.append(TokenSpan(start..<stop, of: bytes))
                start = stop + 1
            }
            return spans
        }
    }

    /// The length of the white space (Unicode's White_Space) that ends the bytes, or nil.
    private static func spaceLength(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let last = bytes.last else { return nil }
        if last < 0x80 { return last == 0x20 || (0x09...0x0D).contains(last) ? 1 : nil }
        switch Array(bytes.suffix(3)) {
        case let two where two.suffix(2) == [0xC2, 0x85] || two.suffix(2) == [0xC2, 0xA0]: return 2
        case [0xE1, 0x9A, 0x80], [0xE2, 0x80, 0xA8], [0xE2, 0x80, 0xA9], [0xE2, 0x80, 0xAF], [0xE2, 0x81, 0x9F],
            [0xE3, 0x80, 0x80]:
            return 3
        case let three where three.starts(with: [0xE2, 0x80]) && three.count == 3 && (0x80...0x8A).contains(last):
            return 3
        default: return nil
        }
    }
}
