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
        let tail = bytes.suffix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        switch tail {
        case 0xE1_9A80, 0xE2_8080...0xE2_808A, 0xE2_80A8, 0xE2_80A9, 0xE2_80AF, 0xE2_819F, 0xE3_8080: return 3
        default: return tail & 0xFFFF == 0xC285 || tail & 0xFFFF == 0xC2A0 ? 2 : nil
        }
    }
}
