import Frontdesk
import Testing

@Suite struct NormalizedTextTests {
    @Test(arguments: [
        ("Where's my ORDER?", "wheres my order"), ("don’t", "dont"), ("ＡＢ１　ｃ", "ab1 c"), ("退款吗", "退 款 吗"),
        ("size M还有吗", "size m 还 有 吗"), ("order #10234, 24 hours", "order 0000 24 hours"), ("👍ok", "👍 ok"),
        ("cafe\u{301}", "caf\u{E9}"), ("?!", ""), ("", ""),
    ])
    func keys(_ text: String, _ key: String) {
        #expect(NormalizedText(text).key == key)
    }

    @Test(arguments: [("退款", 1), ("where is it", 0), ("size M 退", 1 / 3.0), ("", 0)] as [(String, Double)])
    func theShareOfCharactersThatStandAlone(_ text: String, _ share: Double) {
        #expect(abs(Double(NormalizedText(text).characterShare) - share) < 1e-6)
    }
}

@Suite struct NgramTests {
    private func counts(_ text: String) -> NgramCounts {
        NgramCounts(NormalizedText(text))
    }

    private static let messages = ["where is my order", "refund please", "退款什么时候到账", "退款", "hello"]
    private let index = NgramIndex(messages.map { NgramCounts(NormalizedText($0)) })

    @Test func featuresAreAscendingAndFitAFloat() {
        let counts = counts("where is where is 退款退款")
        #expect(counts.features == Set(counts.features).sorted())
        #expect(counts.features.allSatisfy { $0 < 1 << 24 })
        #expect(counts.weights.count == counts.features.count)
    }

    @Test func anNgramThatStandsTwiceWeighsMoreByALogarithm() {
        // The word and its only piece, "_a_"; then both of them twice, and "a a" once.
        #expect(counts("a").weights == [1, 1])
        #expect(counts("a a").weights.sorted() == [1, 1 + 0.6931472, 1 + 0.6931472])
    }

    @Test func caseWidthAndLongNumbersMakeNoDifference() {
        #expect(counts("Order 10234!") == counts("ｏｒｄｅｒ ９９９９９"))
        #expect(counts("order 24") != counts("order 25"))
    }

    @Test(arguments: messages.indices)
    func aMessageIsLikeItself(_ place: Int) {
        let vector = index.vector(counts(Self.messages[place]))
        #expect(abs(vector.dot(index.rows()[place]) - 1) < 1e-5)
        #expect(vector.coverage == 1)
    }

    @Test func messagesWithoutACommonNgramAreUnlike() {
        #expect(index.rows()[0].dot(index.rows()[2]) == 0)
        #expect(index.rows()[2].dot(index.rows()[3]) > 0)
    }

    @Test func unknownNgramsLowerEveryLikeness() {
        let known = index.vector(counts("refund please"))
        let more = index.vector(counts("refund please qqq"))
        let row = index.rows()[1]
        #expect(more.coverage < 1 && more.dot(row) < known.dot(row) && more.dot(row) > 0)
        let none = index.vector(counts("zzz"))
        #expect(none.coverage == 0 && none.features.isEmpty && none.dot(row) == 0)
    }

    @Test func nothingHasNoVector() {
        #expect(index.vector(counts("?!")).coverage == 0)
        #expect(NgramIndex([]).rows().isEmpty)
    }
}
