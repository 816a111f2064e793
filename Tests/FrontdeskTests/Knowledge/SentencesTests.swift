import Frontdesk
import Testing

@Suite struct SentencesTests {
    private func split(_ text: String) -> [String] {
        Sentences.of(text).map(String.init)
    }

    @Test func endsWithStops() {
        #expect(split("Dry it. Then oil it! Ready?  Good.") == ["Dry it.", "Then oil it!", "Ready?", "Good."])
        #expect(split("Wait... What?! Yes") == ["Wait...", "What?!", "Yes"])
        #expect(split("where is it? i need it now! really") == ["where is it?", "i need it now!", "really"])
        #expect(split("") == [] && split(" \n ") == [])
    }

    @Test func dotsWithinWordsAndNumbersEndNothing() {
        #expect(split("It weighs 3.5 kg. It holds 2 l.") == ["It weighs 3.5 kg.", "It holds 2 l."])
        #expect(
            split("See https://shop.example/a.html?x=1.2&y=3. Then pay.")
                == ["See https://shop.example/a.html?x=1.2&y=3.", "Then pay."])
        #expect(split("Write to help@shop.example. We answer.") == ["Write to help@shop.example.", "We answer."])
    }

    @Test func abbreviationsEndNothing() {
        #expect(split("Ask Dr. Lee in room No. 5. She knows.") == ["Ask Dr. Lee in room No. 5.", "She knows."])
        #expect(split("No. We are closed.") == ["No.", "We are closed."])
        #expect(split("Some, e.g. Pans, rust. J. Smith says so.") == ["Some, e.g. Pans, rust.", "J. Smith says so."])
        #expect(split("We open at 9 a.m. and close at six.") == ["We open at 9 a.m. and close at six."])
        #expect(split("We close at 6 p.m. Come early.") == ["We close at 6 p.m.", "Come early."])
        #expect(split("It was you and I. Then none.") == ["It was you and I.", "Then none."])
    }

    @Test func chineseNeedsNoSpaces() {
        #expect(split("先晾干。再上油！好了吗？好了") == ["先晾干。", "再上油！", "好了吗？", "好了"])
        #expect(split("满 99 元包邮；不满收 6.5 元。") == ["满 99 元包邮；", "不满收 6.5 元。"])
        #expect(split("可以吗?可以!版本3.2可用") == ["可以吗?", "可以!", "版本3.2可用"])
        #expect(split("等等……还没好。") == ["等等……还没好。"])
    }

    @Test func closingQuotesBelongToTheirSentence() {
        #expect(split("他说：“可以。”然后付款。") == ["他说：“可以。”", "然后付款。"])
        #expect(
            split("She asked \"Really?\" twice. (It was late.) We left.") == [
                "She asked \"Really?\" twice.", "(It was late.)", "We left.",
            ])
    }

    @Test func blocksEndSentences() {
        #expect(
            split("You need\na brush.\n\nSteps:\n1. Open the lid\n2. Pour. Wait.\n- done\n") == [
                "You need\na brush.", "Steps:", "1. Open the lid", "2. Pour.", "Wait.", "- done",
            ])
        #expect(split("| a | b. |\n| c. d | e |") == ["| a | b. |", "| c. d | e |"])
        #expect(split("Run:\n```\na. b\nC. D\n```\nDone.") == ["Run:", "```\na. b\nC. D\n```", "Done."])
        #expect(split("1、打开盖子\n2、倒水") == ["1、打开盖子", "2、倒水"])
    }

    @Test func theyStandInTheText() {
        let text = "A cat. 一只猫。  Two."
        let found = Sentences.of(text)
        #expect(found.map { text[$0.startIndex..<$0.endIndex] } == found)
    }
}
