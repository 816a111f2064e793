import Foundation
import Frontdesk
import Kernels
import Testing

@Suite("Embedding for somebody who waits")
struct EmbedFewTests {
    private let folder: TemporaryFolder
    private let store: Store
    private let index: KnowledgeIndex

    init() throws {
        folder = try TemporaryFolder()
        store = try Store(folder: folder.url.appending(path: ".frontdesk"))
        index = KnowledgeIndex(store)
    }

    private func write(_ count: Int) throws {
        try folder.write(
            (0..<count).map { "{\"id\": \"n\($0)\", \"question\": \"Number \($0)\"}\n" }.joined(),
            to: "knowledge/many.jsonl")
        try index.refresh(folder: folder.url)
    }

    private func embedded(_ step: (([String]) throws -> Matrix) throws -> Void) throws -> Int {
        var count = 0
        try step { texts in
            count += texts.count
            return Matrix(rows: texts.count, columns: 1, values: texts.map { _ in 1 })
        }
        return count
    }

    private var isComplete: Bool {
        get throws { try KnowledgeSearch(index, encoder: "e").isComplete }
    }

    @Test("A few at a time, until all are there")
    func aFewAtATime() throws {
        try write(100)
        #expect(try embedded { try index.embedFew(encoder: "e", $0) } == KnowledgeIndex.fewTexts)
        #expect(try !isComplete)
        #expect(try embedded { try index.embedFew(encoder: "e", $0) } == 100 - KnowledgeIndex.fewTexts)
        #expect(try isComplete)
    }

    @Test("None while another process computes them")
    func whileAnotherComputes() throws {
        try write(10)
        let other = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        var few: Int?
        let all = try embedded { embed in
            try index.embed(encoder: "e") { texts in
                few = try embedded { try other.embedFew(encoder: "e", $0) }
                return try embed(texts)
            }
        }
        #expect((few, all) == (0, 10))
        #expect(try isComplete)
    }

    @Test("None of very many")
    func veryMany() throws {
        try write(KnowledgeIndex.manyTexts + 1)
        #expect(try embedded { try index.embedFew(encoder: "e", $0) } == 0)
        try write(KnowledgeIndex.manyTexts)
        #expect(try embedded { try index.embedFew(encoder: "e", $0) } == KnowledgeIndex.fewTexts)
    }
}
