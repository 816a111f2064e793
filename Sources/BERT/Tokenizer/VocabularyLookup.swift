/// A vocabulary opened for look-ups by bytes; valid only inside `Vocabulary.withLookup`.
///
/// Every token and every text handed in is followed by at least seven readable bytes.
struct VocabularyLookup {
    let bytes: UnsafePointer<UInt8>
    let spans: UnsafePointer<TokenSpan>
    let slots: UnsafePointer<UInt64>
    let longest: UnsafePointer<Int32>
    let slotMask: Int

    init(
        bytes: UnsafeBufferPointer<UInt8>, spans: UnsafeBufferPointer<TokenSpan>, slots: UnsafeBufferPointer<UInt64>,
        longest: UnsafeBufferPointer<Int32>
    ) {
        guard let bytes = bytes.baseAddress, let spans = spans.baseAddress, let first = slots.baseAddress,
            let longest = longest.baseAddress
        else { preconditionFailure("a vocabulary is never empty") }
        (self.bytes, self.spans, self.slots, self.longest) = (bytes, spans, first, longest)
        slotMask = slots.count - 1
    }

    @inline(__always)
    static func idInSlot(_ slot: UInt64) -> Int32? {
        slot == 0 ? nil : Int32(truncatingIfNeeded: slot) &- 1
    }

    /// Eight bytes a step; the last step masks what lies behind the text.
    @inline(__always)
    static func hash(_ text: UnsafePointer<UInt8>, length: Int, continuing: Bool) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
        if continuing { hash ^= 0xD6E8_FEB8_6659_FD93 }
        var offset = 0
        while offset &+ 8 <= length {
            hash = (hash ^ word(text, offset)) &* 0xA076_1D64_78BD_642F
            hash ^= hash >> 29
            offset &+= 8
        }
        if offset < length {
            hash ^= word(text, offset) & mask(length &- offset)
        }
        hash = hash &* 0xE703_7ED1_A0B4_28DB
        return hash ^ hash >> 32
    }

    @inline(__always)
    func id(of text: UnsafePointer<UInt8>, length: Int, continuing: Bool) -> Int32? {
        let hash = Self.hash(text, length: length, continuing: continuing)
        var slot = Int(truncatingIfNeeded: hash) & slotMask
        while let id = Self.idInSlot(slots[slot]) {
            if (slots[slot] ^ hash) >> 32 == 0, equals(spans[Int(id)], text, length, continuing) { return id }
            slot = (slot &+ 1) & slotMask
        }
        return nil
    }

    /// The longest token that begins the text, as WordPiece takes it.
    @inline(__always)
    func longestPrefix(
        of text: UnsafePointer<UInt8>, length: Int, continuing: Bool
    ) -> (id: Int32, length: Int)? {
        var end = min(length, Int(longest[Int(text[0]) &+ (continuing ? 256 : 0)]))
        while end > 0 {
            if let id = id(of: text, length: end, continuing: continuing) { return (id, end) }
            end &-= 1
        }
        return nil
    }

    @inline(__always)
    private func equals(_ span: TokenSpan, _ text: UnsafePointer<UInt8>, _ length: Int, _ continuing: Bool) -> Bool {
        guard Int(span.length) == length, span.continues == continuing else { return false }
        let token = bytes + Int(span.start)
        var offset = 0
        while offset &+ 8 <= length {
            if Self.word(token, offset) != Self.word(text, offset) { return false }
            offset &+= 8
        }
        if offset == length { return true }
        return (Self.word(token, offset) ^ Self.word(text, offset)) & Self.mask(length &- offset) == 0
    }

    @inline(__always)
    private static func word(_ text: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(text + offset).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    private static func mask(_ bytes: Int) -> UInt64 {
        1 &<< (UInt64(truncatingIfNeeded: bytes) &* 8) &- 1
    }
}
