/// UTF-8 read scalar by scalar.
enum UTF8Scalars {
    /// The scalar at `text` and its length in bytes; nil where the bytes are not well-formed.
    @inline(__always)
    static func decode(_ text: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> (scalar: UInt32, length: Int)? {
        let lead = UInt32(text[0])
        let rest = end - text
        switch lead {
        case ..<0x80:
            return (lead, 1)
        case 0xC2..<0xE0:
            guard rest >= 2, let a = tail(text[1]) else { return nil }
            return ((lead & 0x1F) << 6 | a, 2)
        case 0xE0..<0xF0:
            guard rest >= 3, let a = tail(text[1]), let b = tail(text[2]) else { return nil }
            let scalar = (lead & 0x0F) << 12 | a << 6 | b
            return scalar >= 0x800 && !(0xD800..<0xE000).contains(scalar) ? (scalar, 3) : nil
        case 0xF0..<0xF5:
            guard rest >= 4, let a = tail(text[1]), let b = tail(text[2]), let c = tail(text[3]) else { return nil }
            let scalar = (lead & 0x07) << 18 | a << 12 | b << 6 | c
            return (0x10000...0x10FFFF).contains(scalar) ? (scalar, 4) : nil
        default:
            return nil
        }
    }

    @inline(__always)
    private static func tail(_ byte: UInt8) -> UInt32? {
        byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
    }
}
