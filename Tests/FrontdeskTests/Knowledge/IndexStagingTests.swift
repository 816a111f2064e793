import Foundation
import Frontdesk
import Testing

@Suite("Many entries become visible at once")
struct IndexStagingTests {
    private let folder: TemporaryFolder
    private let index: KnowledgeIndex

    init() throws {
        folder = try TemporaryFolder()
        index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        try folder.write("- {id: a, question: Where is the harbour?, answer: South.}\n", to: "knowledge/a.yml")
        try index.refresh(folder: folder.url)
    }

    private func writeMany(_ answer: String, count: Int = 1500) throws {
        let lines = (0..<count).map {
            "{\"id\":\"m\($0)\",\"question\":\"Lamp number \($0)?\",\"answer\":\"\(answer)\"}\n"
        }
        try folder.write(lines.joined(), to: "knowledge/many.jsonl")
    }

    private func found(_ text: String) throws -> [String] {
        try KnowledgeSearch(index, encoder: nil).hits(for: text, limit: 3).map(\.entry.id)
    }

    @Test("While they are written nobody sees any, and others can write")
    func seenAtOnce() throws {
        try writeMany("Yes.")
        let other = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk"), busyTimeout: 0.5))
        let generation = try index.generation()
        var steps = 0
        try index.refresh(folder: folder.url) { done, total in
            steps += 1
            #expect(total == 1500 && done <= total)
            #expect((try? other.generation()) == generation)
            #expect((try? other.entries().map(\.id)) == ["a"])
            #expect((try? KnowledgeSearch(other, encoder: nil).hits(for: "lamp number 7").isEmpty) == true)
            #expect((try? other.refresh(folder: folder.url, patience: .zero))?.isEmpty == true)
        }
        #expect(steps > 0)
        #expect(try index.entries().count == 1501)
        #expect(try found("lamp number 7").first == "m7")
        #expect(try found("where is the harbour") == ["a"])
    }

    @Test("All of them changed, and all of them gone")
    func changedAndGone() throws {
        try writeMany("Yes.")
        #expect(try index.refresh(folder: folder.url).added == 1500)
        try writeMany("No.")
        #expect(try index.refresh(folder: folder.url).updated == 1500)
        #expect(try found("lamp number 7").first == "m7")
        #expect(try Set(index.entries().map(\.answer)) == ["South.", "No."])
        try FileManager.default.removeItem(at: folder.url.appending(path: "knowledge/many.jsonl"))
        #expect(try index.refresh(folder: folder.url).removed == 1500)
        #expect(try found("lamp number 7").isEmpty)
    }

    @Test("What was staged by a process that ended is taken out by the next one")
    func endedHalfWay() throws {
        struct Ended: Error {}
        try writeMany("Yes.", count: 1200)
        // An id that another file takes meanwhile makes the last step fail, as a kill would.
        try folder.write("- {id: m3, question: Mine?}\n", to: "knowledge/b.yml")
        #expect(throws: (any Error).self) { try index.refresh(folder: folder.url) }
        #expect(try index.entries().map(\.id) == ["a"])
        try FileManager.default.removeItem(at: folder.url.appending(path: "knowledge/b.yml"))
        #expect(try index.refresh(folder: folder.url).added == 1200)
        #expect(try index.entries().count == 1201)
    }
}
