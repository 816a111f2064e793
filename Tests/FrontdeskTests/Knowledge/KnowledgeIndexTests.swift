import Foundation
import Frontdesk
import Testing

@Suite struct KnowledgeIndexTests {
    private let folder: TemporaryFolder
    private let index: KnowledgeIndex

    init() throws {
        folder = try TemporaryFolder()
        index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        try folder.write("- {id: a, question: One}\n- {id: b, question: Two, answer: Second}\n", to: "knowledge/a.yml")
        _ = try index.refresh(folder: folder.url)
    }

    @Test func touchesOnlyWhatChanged() throws {
        let generation = try index.generation()
        #expect(try index.refresh(folder: folder.url).isEmpty)
        #expect(try index.generation() == generation)
        try folder.write("- {id: c, question: Three}\n- {id: b, question: Two, answer: Other}\n", to: "knowledge/a.yml")
        let changes = try index.refresh(folder: folder.url)
        #expect(changes.added == 1 && changes.updated == 1 && changes.removed == 1)
        #expect(try index.generation() == generation + 1)
        #expect(try index.entries().map(\.answer).sorted() == ["", "Other"])
    }

    @Test func anEntryThatOnlyMovedKeepsItsRow() throws {
        let generation = try index.generation()
        try folder.write(
            "# above\n- {id: a, question: One}\n- {id: b, question: Two, answer: Second}\n", to: "knowledge/a.yml")
        #expect(try index.refresh(folder: folder.url).isEmpty)
        #expect(try index.generation() == generation)
        #expect(try index.entries().map(\.location.line) == [2, 3])
    }

    @Test func aFileThatDoesNotParseChangesNothing() throws {
        try folder.write("- {id: a, qestion: One}\n", to: "knowledge/a.yml")
        #expect(throws: BotErrors.self) { try index.refresh(folder: folder.url) }
        #expect(try index.entries().map(\.id) == ["a", "b"])
        try folder.write("- {id: a, question: One}\n", to: "knowledge/a.yml")
        #expect(try index.refresh(folder: folder.url).removed == 1)
    }

    @Test func entriesComeBackAsTheyWereRead() throws {
        try folder.write(
            """
            - id: full
              language: zh
              question: 问
              aliases: [一, 二]
              answer: 答
              category: c
              source: s
              valid_until: 2030-01-01
              status: draft
            """, to: "knowledge/b.yml")
        _ = try index.refresh(folder: folder.url)
        let loaded = try KnowledgeBase.load(folder: folder.url)
        #expect(try index.entries().sorted { $0.id < $1.id } == loaded.sorted { $0.id < $1.id })
    }

    @Test func twoProcessesSeeEachOthersChanges() throws {
        let other = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        try folder.write("- {id: z, question: Last}\n", to: "knowledge/z.yml")
        _ = try other.refresh(folder: folder.url)
        #expect(try index.entries().contains { $0.id == "z" })
        #expect(try index.generation() == other.generation())
    }
}
