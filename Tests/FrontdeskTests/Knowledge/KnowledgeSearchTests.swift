import Foundation
import Frontdesk
import Kernels
import Synchronization
import Testing

@Suite struct KnowledgeSearchTests {
    private let folder: TemporaryFolder
    private let store: Store
    private let index: KnowledgeIndex

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(folder: folder.url.appending(path: ".frontdesk"))
        index = KnowledgeIndex(store)
        try folder.write(
            """
            - id: rust
              question: My cast-iron pan has rust spots, is it ruined?
              aliases: [orange stains on the skillet]
              answer: No. Scrub it with steel wool and season it.
            - id: rust
              question: 铸铁锅生锈了还能用吗？
              aliases: [煎锅上有红褐色斑点]
              answer: 能用，用钢丝球擦净再开锅。
            - id: kettle
              question: What are the wattage and capacity of the kettle?
              answer: It holds 1.7 litres and draws 2,200 W.
            - id: old-sale
              question: When is the winter sale?
              answer: In January.
              valid_until: 2026-01-31
            - id: secret
              question: What is the unreleased lantern?
              answer: A lantern.
              status: draft
            """, to: "knowledge/a.yml")
        _ = try index.refresh(folder: folder.url)
    }

    private func ids(_ text: String, language: Language? = nil, day: String = "2026-06-01") throws -> [String] {
        try KnowledgeSearch(index, encoder: nil).hits(for: text, language: language, day: day).map(\.entry.id)
    }

    @Test func findsByWordsBeforeThereAreVectors() throws {
        #expect(try ids("rusty spots on pans").first == "rust")
        #expect(try ids("how many litres does it hold").first == "kettle")
        #expect(try ids("生锈的锅").first == "rust")
        #expect(try ids("xyzzy").isEmpty)
    }

    @Test func forgivesTypos() throws {
        #expect(try ids("kettel capasity").first == "kettle")
    }

    @Test(arguments: [
        ("capasity", 0.9), ("wattaeg", 0.9), ("kettel", 0.9), ("kittle", 0.9), ("ekttle", 0.9), ("gattage", 0),
        ("ketchup", 0),
    ])
    func aMistypedWordFindsTheRightOne(_ word: String, _ coverage: Double) throws {
        let hit = try KnowledgeSearch(index, encoder: nil).hits(for: word, day: "2026-06-01").first { hit in
            hit.entry.id == "kettle"
        }
        #expect((hit?.features.questionCoverage ?? 0) >= coverage)
        if coverage == 0 { #expect((hit?.features.questionCoverage ?? 0) == 0) }
    }

    @Test func traditionalAndSimplifiedChineseFindEachOther() throws {
        #expect(try ids("鑄鐵鍋生鏽了").first == "rust")
        try folder.write(
            "- {id: fee, language: zh, question: 退貨運費誰來付, answer: 由我們承擔。}\n", to: "knowledge/traditional.yml")
        _ = try index.refresh(folder: folder.url)
        #expect(try ids("退货运费").first == "fee")
    }

    @Test func entriesOfOneQuestionShareTheBestScore() throws {
        try folder.write(
            """
            - {id: first, question: Can I pay in parts?, answer: By invoice only.}
            - {id: second, question: can I pay in parts, answer: You can pay three instalments by card.}
            - {id: third, question: Can I pay by cheque?, answer: No.}
            """, to: "knowledge/pay.yml")
        _ = try index.refresh(folder: folder.url)
        let hits = try KnowledgeSearch(index, encoder: nil).hits(for: "pay in instalments, in parts", day: "2026-06-01")
        #expect(hits.prefix(2).map(\.entry.id) == ["second", "first"])
        #expect(hits[0].score == hits[1].score)
        #expect(hits[0].margin == hits[1].margin && hits[0].margin > 0)
    }

    @Test func passagesOfOneSectionKeepTheirOwnScores() throws {
        let text = "# Stove\n\n## Care\n\nWipe the plate.\n\n## Care\n\nDescale the boiler with vinegar.\n"
        try folder.write(text, to: "knowledge/stove.md")
        _ = try index.refresh(folder: folder.url)
        let search = try KnowledgeSearch(index, encoder: nil)
        let hits = try search.hits(for: "vinegar for the boiler of the stove", day: "2026-06-01")
        #expect(hits.prefix(2).map(\.entry.id) == ["stove#care-2", "stove#care"])
        #expect(hits[0].score > hits[1].score && hits[0].margin > hits[1].margin)
        // The title itself asks for the section: its pieces come before all others.
        try folder.write("- {id: other, question: Care?, answer: Stove care is care of it.}\n", to: "knowledge/o.yml")
        _ = try index.refresh(folder: folder.url)
        let titled = try KnowledgeSearch(index, encoder: nil).hits(for: "Stove › Care", day: "2026-06-01")
        #expect(Set(titled.prefix(2).map(\.entry.id)) == ["stove#care", "stove#care-2"])
        #expect(titled[0].score >= titled.map(\.score).max() ?? 0)
    }

    @Test func wordsThatMeanTheSameSpeakForAnEntry() throws {
        let cache = EmbeddingCache(store)
        var reader = HashedEmbedding()
        try index.embed(encoder: "hashed") { reader.embed($0) }
        let texts = try index.entries().flatMap { [$0.question] + $0.aliases }
        try WordEmbeddings(cache, encoder: "hashed") { Self.hashed($0) }.keep(wordsOf: texts)

        // Words of the entries are in the store by now: only the query's are read.
        let read = Mutex<[String]>([])
        let words = WordEmbeddings(cache, encoder: "hashed") { new in
            read.withLock { $0 += new }
            return Self.hashed(new)
        }
        let search = try KnowledgeSearch(index, encoder: "hashed", words: words)
        func likeness(_ text: String) throws -> Double {
            let hits = try search.hits(for: text, vector: HashedEmbedding.vector(text), day: "2026-06-01")
            return hits.first { $0.entry.id == "kettle" }?.features.wordLikeness ?? 0
        }
        // The stand-in for an encoder finds words alike that share letters.
        #expect(try likeness("wattage") == 1)
        #expect(try likeness("megawattages") > 0.4)
        #expect(try likeness("hippo") < 0.4)
        #expect(read.withLock { $0 } == ["megawattages", "hippo"])
    }

    private static func hashed(_ texts: [String]) -> Matrix {
        var reader = HashedEmbedding()
        return reader.embed(texts)
    }

    @Test func answersInTheLanguageAskedFor() throws {
        let search = try KnowledgeSearch(index, encoder: nil)
        let hit = try #require(try search.hits(for: "rust on my pan", language: .chinese).first)
        #expect(hit.entry.language == .chinese)
        #expect(hit.matchedLanguage == .english)
        #expect(try search.hits(for: "kettle wattage", language: .chinese).first?.entry.language == .english)
    }

    @Test func draftsAndExpiredEntriesAreNotFound() throws {
        #expect(try ids("when is the winter sale", day: "2026-01-31").first == "old-sale")
        #expect(try !ids("when is the winter sale", day: "2026-02-01").contains("old-sale"))
        #expect(try !ids("unreleased lantern").contains("secret"))
    }

    @Test func queriesAreDataNotSyntax() throws {
        for text in [
            "\" OR rust", "rust*", "NEAR(rust, 2)", "question:rust", "'; DROP TABLE knowledge_entries; --", "", "\0",
        ] {
            _ = try ids(text)
        }
        #expect(try ids("rust").first == "rust")
    }

    @Test func vectorsFindWhatWordsDoNot() throws {
        var encoder = HashedEmbedding()
        #expect(try index.embed(encoder: "hashed") { encoder.embed($0) } == encoder.embedded.count)
        let search = try KnowledgeSearch(index, encoder: "hashed")
        let hits = try search.hits(
            for: "orangestains ontheskillet", vector: HashedEmbedding.vector("orange stains on the skillet"))
        #expect(hits.first?.entry.id == "rust")
        #expect(hits.first?.matchedText == "orange stains on the skillet")
        #expect((hits.first?.features.nearestCosine ?? 0) > 0.99)
        #expect(hits.first?.explanation.contains("nearest cosine 1.00") == true)
    }

    @Test func nothingIsEmbeddedTwice() throws {
        var encoder = HashedEmbedding()
        try index.embed(encoder: "hashed") { encoder.embed($0) }
        #expect(try index.embed(encoder: "hashed") { encoder.embed($0) } == 0)
        try folder.write("- question: A new one?\n  answer: Yes.\n", to: "knowledge/b.yml")
        #expect(try index.refresh(folder: folder.url).added == 1)
        encoder = HashedEmbedding()
        try index.embed(encoder: "hashed") { encoder.embed($0) }
        #expect(encoder.embedded.sorted() == ["A new one?", "Yes.", "A new one?\nYes."].sorted())
    }

    @Test func theCacheKeepsTheOrderOfTexts() throws {
        let store = try Store(folder: folder.url.appending(path: ".frontdesk"))
        let texts = ["b", "aa", "b", "ccc"]
        var encoder = HashedEmbedding()
        let matrix = try EmbeddingCache(store).vectors(for: texts, encoder: "e") { encoder.embed($0) }
        #expect(encoder.embedded.sorted() == ["aa", "b", "ccc"])
        for (row, text) in texts.enumerated() { #expect(Array(matrix[row: row]) == HashedEmbedding.vector(text)) }
    }

    @Test func anInterruptedEmbeddingGoesOn() throws {
        struct Interrupted: Error {}
        try folder.write(
            (0..<150).map { "- {id: n\($0), question: Number \($0)}\n" }.joined(), to: "knowledge/many.yml")
        _ = try index.refresh(folder: folder.url)
        var calls = 0
        #expect(throws: Interrupted.self) {
            try index.embed(encoder: "e") { texts in
                calls += 1
                if calls == 2 { throw Interrupted() }
                return Matrix(rows: texts.count, columns: 1, values: texts.map { _ in 1 })
            }
        }
        var rest = 0
        try index.embed(encoder: "e") { texts in
            rest += texts.count
            return Matrix(rows: texts.count, columns: 1, values: texts.map { _ in 1 })
        }
        let texts = try index.entries().flatMap { [$0.question] + $0.aliases + ($0.answer.isEmpty ? [] : ["", ""]) }
        #expect(rest == texts.count - EmbeddingCache.batch)
    }
}
