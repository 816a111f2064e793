import Frontdesk
import Testing

@Suite struct TextAnalysisTests {
    @Test func wordsAreStemmedFoldedAndSplitAtDigits() {
        #expect(
            TextAnalysis("Don't WASH the Ｗool socks, 45L Café").words == [
                "dont", "wash", "the", "wool", "sock", "45", "l", "cafe",
            ])
    }

    @Test func ideographsStandAloneAndInPairs() {
        #expect(TextAnalysis("水壶,L号").words == ["水", "壶", "水壶", "l", "号"])
        #expect(TextAnalysis("水壶").grams == ["水", "壶"])
        #expect(TextAnalysis("kana カ").words == ["kana", "カ"])
    }

    @Test func charactersOfAllWidthsAndSignsOfAllKinds() {
        // Beyond the basic plane, accents apart from their letter, a ligature, and an apostrophe that stands alone.
        let analysis = TextAnalysis("𠮷野家 cafe\u{301} ﬁt ' ＡＢ９ naïve’s ٣x")
        #expect(
            analysis.words == ["𠮷", "野", "家", "𠮷野", "野家", "cafe", "fit", "ab", "9", "naiv", "٣", "x"])
        #expect(
            analysis.grams == [
                "𠮷", "野", "家", "▁ca", "caf", "afe", "fe▁", "▁fi", "fit", "it▁", "▁ab", "ab▁", "▁9▁", "▁na", "nai",
                "aiv", "ive", "ves", "es▁", "▁٣▁", "▁x▁",
            ])
        #expect(TextAnalysis.normalised("Ｗool… ﬁt,９x") == "wool fit 9 x")
    }

    @Test func gramsHoldTheBordersOfWords() {
        #expect(TextAnalysis("wash").grams == ["▁wa", "was", "ash", "sh▁"])
        #expect(TextAnalysis("").words.isEmpty)
        #expect(TextAnalysis("?!。 …").words.isEmpty)
    }

    @Test(arguments: [
        ("caresses", "caress"), ("ponies", "poni"), ("relational", "relat"), ("hopping", "hop"), ("hoping", "hope"),
        ("agreed", "agre"), ("sky", "sky"), ("happy", "happi"), ("electrical", "electr"), ("adjustment", "adjust"),
        ("controlling", "control"), ("deliveries", "deliveri"), ("delivery", "deliveri"), ("returned", "return"),
    ])
    func stems(_ word: String, _ stem: String) {
        #expect(TextAnalysis(word).words == [stem])
    }

    @Test func traditionalAndSimplifiedAreTheSameTerms() {
        #expect(TextAnalysis("退貨運費誰來付？") == TextAnalysis("退货运费谁来付？"))
        #expect(TextAnalysis("看著").words == TextAnalysis("看着").words)
        // Ids are made of this form: they stay what they are.
        #expect(TextAnalysis.normalised("退貨") == "退貨")
    }

    @Test func normalisedTextsAreTheSame() {
        #expect(TextAnalysis.normalised("  Where’s  my ORDER?? ") == TextAnalysis.normalised("where's my order"))
        #expect(TextAnalysis.normalised("水壶，多大？") == "水壶 多大")
    }
}
