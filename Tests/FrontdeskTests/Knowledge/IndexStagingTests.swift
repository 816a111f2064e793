import Foundation
import Frontdesk
import Kernels
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
            #expect((try? other.ids(.published)) == ["a"])
            #expect((try? other.entry("m7", language: .english)) == .some(nil))
            #expect((try? KnowledgeSearch(other, encoder: nil).hits(for: "lamp number 7").isEmpty) == true)
            let changes = try? other.refresh(folder: folder.url, patience: .zero)
            #expect(changes?.isEmpty == true && changes?.isLocked == true)
        }
        #expect(steps > 0)
        #expect(try index.entries().count == 1501)
        #expect(try found("lamp number 7").first == "m7")
        #expect(try found("where is the harbour") == ["a"])
    }

    @Test("What nobody sees yet takes no other's place, and is not embedded")
    func noPlaceTaken() throws {
        let question = "Does the lamp by the gate of the old house at the harbour need another bulb?"
        try folder.write("- {id: old, question: \(question)}\n", to: "knowledge/old.yml")
        try index.refresh(folder: folder.url)
        try writeMany("Yes.")
        let other = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk"), busyTimeout: 0.5))
        var isStaged = false
        try index.refresh(folder: folder.url) { done, total in
            guard done == total else { return }
            isStaged = true
            let found = try? KnowledgeSearch(other, encoder: nil).hits(for: "lamp").map(\.entry.id)
            #expect(found == ["old"])
            #expect((try? other.ids()) == ["a", "old"])
            // The question, answer and passage of one, and the question of the other.
            let embedded = try? other.embed(encoder: "e") { texts in
                Matrix(rows: texts.count, columns: 1, values: texts.map { _ in 1 })
            }
            #expect(embedded == 4)
        }
        #expect(isStaged)
    }

    @Test("While others replace them, the old ones answer, and their other languages are not there yet")
    func replacedAtOnce() throws {
        try writeMany("Yes.")
        try index.refresh(folder: folder.url)
        try writeMany("No.")
        try folder.write("{\"id\":\"a\",\"language\":\"zh\",\"question\":\"港口？\"}\n", to: "knowledge/zh.jsonl")
        let other = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk"), busyTimeout: 0.5))
        var steps = 0
        try index.refresh(folder: folder.url) { _, _ in
            steps += 1
            #expect((try? other.entry("m7", language: .english)?.answer) == "Yes.")
            #expect((try? other.entry("a", language: .chinese)?.language) == .english)
            #expect((try? other.entries().count) == 1501)
        }
        #expect(steps > 0)
        #expect(try index.entry("m7", language: .english)?.answer == "No.")
        #expect(try index.entry("a", language: .chinese)?.language == .chinese)
        #expect(try index.entries().count == 1502)
    }

    @Test("A row on top of many moves all of them, and changes none")
    func moved() throws {
        let lines = (0..<2500).map { "{\"id\":\"m\($0)\",\"question\":\"Lamp number \($0)?\"}\n" }.joined()
        try folder.write(lines, to: "knowledge/many.jsonl")
        try index.refresh(folder: folder.url)
        try folder.write("{\"id\":\"top\",\"question\":\"Top?\"}\n" + lines, to: "knowledge/many.jsonl")
        let changes = try index.refresh(folder: folder.url)
        #expect((changes.added, changes.updated, changes.removed) == (1, 0, 0))
        #expect(try Set(index.entries()) == Set(KnowledgeBase.load(folder: folder.url)))
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
