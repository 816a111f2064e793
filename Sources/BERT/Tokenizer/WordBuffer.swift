/// The normalised bytes of one word, while it is read.
struct WordBuffer {
    /// A word of more scalars than this becomes the unknown token.
    static let maximumScalars = 100
    /// Room for that many scalars of four bytes and one more, then for look-ups that read in steps of eight.
    static let capacity = 404
    static let allocation = capacity + 8

    let bytes: UnsafeMutablePointer<UInt8>
    private(set) var length = 0
    private(set) var scalars = 0
    /// Marks from here on may still change places.
    private var marks = 0

    init(bytes: UnsafeMutablePointer<UInt8>) {
        self.bytes = bytes
    }

    @inline(__always)
    mutating func removeAll() {
        length = 0
        scalars = 0
        marks = 0
    }

    /// Takes bytes for as long as the table says that they belong to a word; returns how many.
    @inline(__always)
    mutating func append(
        _ text: UnsafePointer<UInt8>, count: Int, through classes: UnsafePointer<UInt8>
    ) -> Int {
        let limit = min(count, Self.capacity &- length)
        let target = bytes + length
        var index = 0
        while index < limit {
            let byte = classes[Int(text[index])]
            if byte < ByteClasses.firstWordByte { break }
            target[index] = byte
            index &+= 1
        }
        length &+= index
        scalars &+= index
        if index > 0 { marks = length }
        return index
    }

    /// Appends a scalar; beyond what the longest word may have it is only counted.
    mutating func append(_ scalar: UInt32) {
        scalars += 1
        guard length + 4 <= Self.capacity else { return }
        length += Self.encode(scalar, at: bytes + length)
        marks = length
    }

    /// Inserts a mark behind those of the same or a lower rank, back to the last scalar that is none.
    mutating func insert(mark: UInt32) {
        scalars += 1
        guard length + 4 <= Self.capacity else { return }
        let rank = CharacterClasses.rank(of: mark)
        var place = length
        while place > marks {
            let previous = Self.decode(endingAt: bytes + place)
            guard CharacterClasses.rank(of: previous.scalar) > rank else { break }
            place -= previous.length
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { encoded in
            guard let start = encoded.baseAddress else { return }
            let size = Self.encode(mark, at: start)
            let tail = bytes + place
            for index in (0..<length - place).reversed() { tail[index + size] = tail[index] }
            tail.update(from: start, count: size)
            length += size
        }
    }

    /// Marks that follow keep their places behind what is there now.
    mutating func fixMarks() {
        marks = length
    }

    @inline(__always)
    private static func encode(_ scalar: UInt32, at target: UnsafeMutablePointer<UInt8>) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: scalar >> shift & 63 | 128) }
        switch scalar {
        case ..<0x80:
            target[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            target[0] = UInt8(truncatingIfNeeded: scalar >> 6 | 0xC0)
            target[1] = tail(0)
            return 2
        case ..<0x10000:
            target[0] = UInt8(truncatingIfNeeded: scalar >> 12 | 0xE0)
            target[1] = tail(6)
            target[2] = tail(0)
            return 3
        default:
            target[0] = UInt8(truncatingIfNeeded: scalar >> 18 | 0xF0)
            target[1] = tail(12)
            target[2] = tail(6)
            target[3] = tail(0)
            return 4
        }
    }

    /// The scalar that ends before a place in the word.
    private static func decode(endingAt end: UnsafeMutablePointer<UInt8>) -> (scalar: UInt32, length: Int) {
        var start = end - 1
        while start[0] & 0xC0 == 0x80 { start -= 1 }
        return UTF8Scalars.decode(UnsafePointer(start), end: UnsafePointer(end)) ?? (0xFFFD, end - start)
    }
}
