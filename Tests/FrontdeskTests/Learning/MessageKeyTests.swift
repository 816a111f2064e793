import Frontdesk
import Testing

@Suite struct MessageKeyTests {
    @Test(arguments: [
        ("Where's my ORDER?", "where s my order"), ("ｗｈｅｒｅ　ｉｓ　Ａ１？", "where is a1"),
        ("caf\u{E9}", "cafe\u{301}"), ("É", "é"), ("don’t", "don't"), ("  two \n words\t", "two words"),
        ("退款，什么时候到账？", "退款 什么时候到账"), ("退款……到账！", "退款 到账"), ("size ①", "size 1"),
        ("“退款”", "退款"), ("ﬁne", "FINE"), ("", ""), ("👍 ok", "OK 👍"),
    ])
    func theSameMessage(_ one: String, _ other: String) {
        #expect(MessageKey(one) == MessageKey(other))
    }

    @Test(arguments: [
        ("two words", "twowords"), ("café", "cafe"), ("order 10234", "order 10235"), ("退款", "退货"), ("?!", "..."),
        ("👍", "👎"), ("", "?"), ("a", "b"),
    ])
    func differentMessages(_ one: String, _ other: String) {
        #expect(MessageKey(one) != MessageKey(other))
    }

    /// A zero-width space ends a word as punctuation does, but is none of the characters that the fast path takes.
    @Test(
        arguments: [
            0...0x7F, 0x2013...0x201D, 0x2026...0x2026, 0x3000...0x3002, 0x3008...0x3011, 0xFF01...0xFF0F,
            0xFF1A...0xFF20,
            0x4E00...0x9FFF,
        ] as [ClosedRange<UInt32>])
    func theFastPathIsTheSlowPath(_ scalars: ClosedRange<UInt32>) {
        for scalar in scalars.compactMap(Unicode.Scalar.init) {
            for text in ["\(scalar)", "Ab\(scalar)cd", "退\(scalar)\(scalar) 1"]
            where MessageKey(text) != Self.slow(text) {
                Issue.record("U+\(String(scalar.value, radix: 16)) in '\(text)'")
            }
        }
    }

    /// The key as the slow path takes it; a text without words is known by itself.
    private static func slow(_ text: String) -> MessageKey {
        let hasWords = text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        return MessageKey(hasWords ? text + "\u{200B}" : text)
    }

    @Test func theHashIsTheSameInEveryProcess() {
        #expect(MessageKey("order").hash == StableHash.of("order"))
        // FNV-1a of the empty text is its offset basis; the high bits are folded in.
        let basis: UInt64 = 0xcbf2_9ce4_8422_2325
        #expect(StableHash.of("") == basis ^ (basis >> 29))
    }
}
