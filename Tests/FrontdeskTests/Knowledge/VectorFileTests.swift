import Foundation
import Frontdesk
import Kernels
import Testing

/// The file of vectors is derived: with it, behind it and without it the search finds the same.
@Suite struct VectorFileTests {
    private let folder: TemporaryFolder
    private let index: KnowledgeIndex

    init() throws {
        folder = try TemporaryFolder()
        index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        try write(0..<200)
    }

    private var file: URL { folder.url.appending(path: ".frontdesk/vectors.safetensors") }

    private func write(_ numbers: Range<Int>, answer: String = "Answer") throws {
        let entries = numbers.map {
            "- {id: n\($0), question: 'What of number \($0)?', aliases: ['about \($0 * 7)'], answer: '\(answer) \($0).'}\n"
        }
        try folder.write(entries.joined(), to: "knowledge/many.yml")
        _ = try index.refresh(folder: folder.url)
    }

    private func embed() throws {
        var encoder = HashedEmbedding()
        try index.embed(encoder: "hashed") { encoder.embed($0) }
    }

    private func hits(_ query: String) throws -> [String] {
        let search = try KnowledgeSearch(index, encoder: "hashed")
        let found = try search.hits(for: query, vector: HashedEmbedding.vector(query))
        return found.map { "\($0.entry.id) \($0.score)" }
    }

    private let queries = ["what of number 17", "number 170?", "about 84", "answer 5", "nothing at all"]

    @Test func theSearchFindsTheSameWithTheFileAndWithoutIt() throws {
        try embed()
        #expect(FileManager.default.fileExists(atPath: file.path))
        let found = try queries.map(hits)
        try FileManager.default.removeItem(at: file)
        #expect(try queries.map(hits) == found)
        #expect(try hits("what of number 17").first?.hasPrefix("n17 ") == true)
    }

    @Test func whatCameAndWentSinceItWasWrittenCounts() throws {
        try embed()
        let written = try Data(contentsOf: file)
        try write(3..<210)
        try embed()
        // Not enough changed to write the file anew.
        #expect(try Data(contentsOf: file) == written)
        let found = try queries.map(hits)
        #expect(try hits("what of number 2?").allSatisfy { !$0.hasPrefix("n2 ") })
        #expect(try hits("what of number 205?").first?.hasPrefix("n205 ") == true)
        try FileManager.default.removeItem(at: file)
        #expect(try queries.map(hits) == found)
    }

    @Test func whatAnotherProcessAddsMeanwhileIsNotTakenForEmbedded() throws {
        var encoder = HashedEmbedding()
        var isFirst = true
        try index.embed(encoder: "hashed") { texts in
            if isFirst { try write(0..<201) }
            isFirst = false
            return encoder.embed(texts)
        }
        #expect(FileManager.default.fileExists(atPath: file.path))
        #expect(try !KnowledgeSearch(index, encoder: "hashed").isComplete)
        try embed()
        let found = try hits("what of number 200?")
        #expect(found.first?.hasPrefix("n200 ") == true)
        try FileManager.default.removeItem(at: file)
        #expect(try hits("what of number 200?") == found)
    }

    @Test func itIsWrittenAnewWhereMuchChanged() throws {
        try embed()
        let written = try Data(contentsOf: file)
        try write(0..<200, answer: "Another")
        try embed()
        #expect(try Data(contentsOf: file) != written)
        let found = try queries.map(hits)
        try FileManager.default.removeItem(at: file)
        #expect(try queries.map(hits) == found)
    }

    @Test func whereAllEntriesAreGoneItGoesToo() throws {
        try write(0..<400)
        try embed()
        try write(0..<0)
        try embed()
        #expect(!FileManager.default.fileExists(atPath: file.path))
        try write(500..<510)
        try embed()
        #expect(try hits("what of number 505?").first?.hasPrefix("n505 ") == true)
    }

    @Test(arguments: ["", "no tensors", "half"])
    func aFileThatCannotBeReadIsNone(_ damage: String) throws {
        try embed()
        let found = try queries.map(hits)
        let whole = try Data(contentsOf: file)
        try (damage == "half" ? whole.prefix(whole.count / 2) : Data(damage.utf8)).write(to: file)
        #expect(try queries.map(hits) == found)
    }

    @Test func vectorsOfAnotherEncoderAreNotTaken() throws {
        try embed()
        let (other, none) = (try KnowledgeSearch(index, encoder: "other"), try KnowledgeSearch(index, encoder: nil))
        for query in queries {
            let found = try other.hits(for: query, vector: HashedEmbedding.vector(query)).map(\.score)
            #expect(try found == none.hits(for: query).map(\.score))
        }
    }
}
