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

    @Test func onlyFilesThatChangedAreRead() throws {
        // What no refresh has to look at may even be wrong: `check` and `train` tell.
        let file = folder.url.appending(path: "knowledge/a.yml")
        let long = Date().addingTimeInterval(-60)
        try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: file.path)
        _ = try index.refresh(folder: folder.url)
        let inode = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: Data("- {od".utf8))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: file.path)
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int == inode)
        try folder.write("- {id: c, question: Three}\n", to: "knowledge/b.yml")
        #expect(try index.refresh(folder: folder.url).added == 1)
        #expect(try index.entries().map(\.id).sorted() == ["a", "b", "c"])
    }

    @Test func anIdThatAnotherFileHasIsAnErrorAndChangesNothing() throws {
        try folder.write("- {id: c, question: Three}\n- {id: a, question: Uno}\n", to: "knowledge/b.yml")
        let error = #expect(throws: BotError.self) { try index.refresh(folder: folder.url) }
        #expect(
            error?.description
                == "knowledge/b.yml:2:3: the id 'a' has an entry in 'en' at knowledge/a.yml:1:3 already. Give one of them another id"
        )
        #expect(try index.entries().map(\.id) == ["a", "b"])
        // It may move there.
        try folder.write("- {id: b, question: Two, answer: Second}\n", to: "knowledge/a.yml")
        let changes = try index.refresh(folder: folder.url)
        #expect((changes.added, changes.updated, changes.removed) == (1, 1, 0))
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

    @Test func whetherAnEntryIsAPassageIsKeptAndBroughtUpToDate() throws {
        let pan = "# Pan\n\nDry it.\n"
        try folder.write(pan, to: "knowledge/pan.md")
        try folder.write("- {id: b, question: Two, answer: Second, is_passage: true}\n", to: "knowledge/a.yml")
        let changes = try index.refresh(folder: folder.url)
        // The text is what it was: nothing of it is read anew.
        #expect((changes.added, changes.updated) == (1, 0))
        #expect(try index.entries().filter(\.isPassage).map(\.id).sorted() == ["b", "pan"])
        try folder.write("- {id: b, question: Two, answer: Second}\n", to: "knowledge/a.yml")
        _ = try index.refresh(folder: folder.url)
        #expect(try index.entries().filter(\.isPassage).map(\.id) == ["pan"])
    }

    @Test func aDraftInTheLanguageAskedForIsNotWhatIsPublished() throws {
        try folder.write(
            "- {id: x, language: en, question: Q, answer: A}\n"
                + "- {id: x, language: zh, question: 问, answer: 答, status: draft}\n", to: "knowledge/x.yml")
        _ = try index.refresh(folder: folder.url)
        #expect(try index.entry("x", language: .chinese)?.answer == "A")
        try folder.write("- {id: x, language: zh, question: 问, answer: 答, status: draft}\n", to: "knowledge/x.yml")
        _ = try index.refresh(folder: folder.url)
        #expect(try index.entry("x", language: .chinese) == nil)
        #expect(try index.questions(of: ["x", "gone"]) == ["x": "问"])
    }

    @Test func aFileOfADistantYearIsReadLikeOthers() throws {
        let file = folder.url.appending(path: "knowledge/a.yml")
        let far = Date(timeIntervalSince1970: 10_000_000_000)
        try FileManager.default.setAttributes([.modificationDate: far], ofItemAtPath: file.path)
        _ = try index.refresh(folder: folder.url)
        #expect(try index.entries().map(\.id) == ["a", "b"])
    }

    @Test func twoProcessesSeeEachOthersChanges() throws {
        let other = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        try folder.write("- {id: z, question: Last}\n", to: "knowledge/z.yml")
        _ = try other.refresh(folder: folder.url)
        #expect(try index.entries().contains { $0.id == "z" })
        #expect(try index.generation() == other.generation())
    }
}
