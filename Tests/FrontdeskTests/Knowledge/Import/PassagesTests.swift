import Frontdesk
import Testing

@Suite struct PassagesTests {
    private let sentences = (1...60).map { "This is the sentence number \($0) of the text." }

    @Test func shortTextStaysWhole() {
        let text = sentences.prefix(20).joined(separator: " ")
        #expect(Passages.cut(text).map(String.init) == [text])
        #expect(Passages.cut("") == [""])
    }

    @Test func longTextIsCutAtSentencesWithOneOfOverlap() {
        let passages = Passages.cut(sentences.joined(separator: " ")).map(String.init)
        #expect(passages.count == 3)
        for (passage, next) in zip(passages, passages.dropFirst()) {
            let last = Sentences.of(passage).last
            #expect(Sentences.of(next).first == last)
        }
        #expect(passages.allSatisfy { $0.split(separator: " ").count <= 210 })
        let all = passages.flatMap { Sentences.of($0).map(String.init) }
        #expect(Set(all) == Set(sentences))
    }

    @Test func chineseCountsCharacters() {
        let text = (1...50).map { "这是第\($0)句话，一共二十个汉字左右的样子。" }.joined()
        let passages = Passages.cut(text)
        #expect(passages.count == 3)
        #expect(passages.allSatisfy { $0.hasSuffix("。") && $0.hasPrefix("这是第") })
    }

    @Test func aVeryLongSentenceStaysWholeAndIsSaidOnce() {
        let long = Array(repeating: "word", count: 300).joined(separator: " ") + "."
        #expect(Passages.cut("Before. " + long + " After.").map(String.init).filter { $0.contains("word") }.count == 1)
    }

    private func article(_ text: String) throws -> SourceRecords {
        try ImportFixture.read(text, as: "care.md")
    }

    @Test func longSectionsOfAnArticleAreCutOnlyWhenImported() throws {
        let text =
            "# Care\n\nDry it.\n\n## Rust {#rust}\n\n" + sentences.joined(separator: "\n") + "\n\n## Oil\n\nThinly.\n"
        let read = try article(text)
        #expect(read.records.map(\.id) == ["care", "care#rust", "care#rust-2", "care#rust-3", "care#oil"])
        #expect(read.records.dropFirst().prefix(3).allSatisfy { $0.question == "Care › Rust" })
        #expect(read.notes == ["a long section was cut into passages"])
        let written = try #require(read.article)
        let again = try KnowledgeBase.entries(in: written, file: "knowledge/care.md")
        #expect(again.map(\.answer) == read.records.map(\.answer) && again.map(\.id) == read.records.map(\.id))
        #expect(try article(written).article == written)
        #expect(
            try KnowledgeBase.entries(in: text, file: "knowledge/care.md").map(\.id) == [
                "care", "care#rust", "care#oil",
            ])
    }

    @Test func anArticleWithoutLongSectionsStaysAsItIs() throws {
        let text = "<!-- note -->\n# Care\n\nDry it.\n\n\n## Empty\n## Rust\n```\n# code\n```\n"
        let read = try article(text)
        #expect(read.article == text && read.notes.isEmpty)
    }

    @Test func textWithoutAHeadingIsNamedAfterTheFile() throws {
        let read = try article(sentences.joined(separator: " "))
        #expect(read.records.map(\.id) == ["care", "care-2", "care-3"])
        #expect(read.records.allSatisfy { $0.question == "care" })
    }
}
