import Foundation
import Frontdesk
import Testing

@Suite("A newer version of a source and a file that was edited by hand")
struct ImportMergeTests {
    private let bot: TemporaryFolder
    private let store: Store
    private static let file = "knowledge/faq.yml"

    init() throws {
        bot = try TemporaryFolder()
        store = try Store(folder: bot.url.appending(path: ".frontdesk"))
    }

    private func importTable(
        _ rows: String..., settling: EntryMerge.Settling = .report, dryRun: Bool = false
    ) throws -> (summary: KnowledgeImporter.Summary, problems: [BotError]) {
        var options = KnowledgeImporter.Options()
        options.settling = settling
        options.dryRun = dryRun
        let table = (["id,question,answer"] + rows).map { $0 + "\n" }.joined()
        let (summaries, _, problems) = try KnowledgeImporter(folder: bot.url, store: store, options: options)
            .importAll([.init(standardInput: Data(table.utf8), name: "faq.csv")])
        return (try #require(summaries.first), problems.errors)
    }

    private func edit(_ old: String, _ new: String) throws {
        let text = try bot.read(Self.file)
        #expect(text.contains(old))
        try bot.write(text.replacing(old, with: new), to: Self.file)
    }

    private var answers: [String: String] {
        get throws {
            let entries = try KnowledgeBase.load(folder: bot.url)
            return Dictionary(entries.map { ($0.id, $0.answer) }) { first, _ in first }
        }
    }

    @Test("Edited by hand and unchanged in the source: the edit stays; the other way round: it is updated")
    func oneSideChanged() throws {
        _ = try importTable("a,A?,one", "b,B?,two", "c,C?,three")
        try edit("answer: two", "answer: by hand")
        let (summary, problems) = try importTable("a,A?,uno", "b,B?,two", "c,C?,three", "d,D?,four")
        #expect(problems.isEmpty)
        #expect((summary.added, summary.updated, summary.unchanged, summary.kept) == (1, 1, 1, 1))
        #expect(try answers == ["a": "uno", "b": "by hand", "c": "three", "d": "four"])
        let before = try bot.read(Self.file)
        #expect(try !importTable("a,A?,uno", "b,B?,two", "c,C?,three", "d,D?,four").summary.isChange)
        #expect(try bot.read(Self.file) == before)
    }

    @Test("Both changed: the version made by hand stays, and the conflict is told until it is settled")
    func bothChanged() throws {
        _ = try importTable("a,A?,one", "b,B?,two")
        try edit("answer: one", "answer: by hand")
        for _ in 0..<2 {
            let (summary, problems) = try importTable("a,A?,uno", "b,B?,dos")
            #expect(summary.conflicts == 1)
            #expect(problems.map(\.kind) == [.failed])
            #expect(
                problems.first?.description.hasPrefix(
                    "knowledge/faq.yml:2:3: the entry 'a' was edited by hand, and changed in the source (faq.csv). ")
                    == true)
            #expect(try answers == ["a": "by hand", "b": "dos"])
        }
        #expect(try importTable("a,A?,uno", "b,B?,dos", settling: .keep).problems.isEmpty)
        #expect(try importTable("a,A?,uno", "b,B?,dos").problems.isEmpty)
        #expect(try answers == ["a": "by hand", "b": "dos"])
        #expect(try importTable("a,A?,eins", "b,B?,dos", settling: .overwrite).problems.isEmpty)
        #expect(try answers == ["a": "eins", "b": "dos"])
    }

    @Test("An edit that says what the source says by now is none")
    func bothChangedAlike() throws {
        _ = try importTable("a,A?,one")
        try edit("answer: one", "answer: uno")
        let (summary, problems) = try importTable("a,A?,uno")
        #expect(problems.isEmpty && summary.unchanged == 1)
    }

    @Test("Deleted by hand stays deleted; changed in the source as well, it is a conflict")
    func deletedByHand() throws {
        _ = try importTable("a,A?,one", "b,B?,two")
        try edit("- id: a\n  language: en\n  question: A?\n  answer: one\n", "")
        let (summary, problems) = try importTable("a,A?,one", "b,B?,zwei")
        #expect(problems.isEmpty && summary.kept == 1)
        #expect(try answers == ["b": "zwei"])
        let conflict = try importTable("a,A?,uno", "b,B?,zwei")
        #expect(conflict.problems.map { $0.location?.description } == ["faq.csv:2:1"])
        #expect(try answers == ["b": "zwei"])
        #expect(try importTable("a,A?,uno", "b,B?,zwei", settling: .overwrite).problems.isEmpty)
        #expect(try answers == ["a": "uno", "b": "zwei"])
    }

    @Test("Added by hand stays, below the entry that it stands below")
    func addedByHand() throws {
        _ = try importTable("a,A?,one", "b,B?,two")
        try edit("- id: b", "- question: Mine?\n  id: mine\n- id: b")
        #expect(try importTable("a,A?,uno", "b,B?,two", "c,C?,three").problems.isEmpty)
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.id) == ["a", "mine", "b", "c"])
    }

    @Test("Comments, and the way in which entries are written, stay where an import changes nothing of them")
    func comments() throws {
        _ = try importTable("a,A?,one", "b,B?,two", "c,C?,three")
        try edit("- id: a\n", "# Asked at the door.\n\n- id: a   # by Mara\n")
        try edit("- id: b\n  language: en\n  question: B?\n", "# To be checked.\n- {id: b, question: B?, ")
        try edit("  answer: two\n", "answer: two}\n")
        try bot.write(bot.read(Self.file) + "# The end.\n", to: Self.file)
        let before = try bot.read(Self.file)
        #expect(try !importTable("a,A?,one", "b,B?,two", "c,C?,three").summary.isChange)
        #expect(try bot.read(Self.file) == before)
        let summary = try importTable("a,A?,uno", "b,B?,two", "d,D?,four").summary
        #expect((summary.added, summary.updated, summary.removed, summary.unchanged) == (1, 1, 1, 1))
        let lines = try bot.read(Self.file).split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        #expect(
            lines.joined(separator: "\n") == """
                # Asked at the door.

                - id: a   # by Mara
                  language: en
                  question: A?
                  answer: uno
                # To be checked.
                - {id: b, question: B?, answer: two}
                - id: d
                  language: en
                  question: D?
                  answer: four
                # The end.

                """)
        #expect(try Set(KnowledgeIndex(store).entries()) == Set(KnowledgeBase.load(folder: bot.url)))
    }

    @Test("Comments among the keys of a changed entry stay, and so do the keys that say the same")
    func commentsInside() throws {
        _ = try importTable("a,A?,one", "b,B?,two")
        try edit("- id: a\n  language: en\n", "- id: a\n  # For the shop.\n  language: 'en'  # not de\n")
        try edit("  answer: one\n", "  # Asked often.\n  answer: |\n    one\n\n    # more\n")
        try edit("    # more\n", "    # more\n  status: published\n  # Ends.\n")
        #expect(try importTable("a,A?,one", "b,B?,zwei").summary.kept == 1)
        #expect(try importTable("a,A!,uno", "b,B?,zwei", settling: .overwrite).problems.isEmpty)
        let lines = try bot.read(Self.file).split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        #expect(
            lines.joined(separator: "\n") == """
                - id: a
                  # For the shop.
                  language: 'en'  # not de
                  question: A!
                  # Asked often.
                  answer: uno
                  status: published
                  # Ends.
                - id: b
                  language: en
                  question: B?
                  answer: zwei

                """)
    }

    @Test("A file in another style stays as it is where nothing changed", arguments: ["[{id: a, ", "  - {id: a, "])
    func otherStyles(start: String) throws {
        _ = try importTable("a,A?,one")
        let note = try bot.read(Self.file).prefix { $0 != "\n" }
        let end = start.hasPrefix("[") ? "}]" : "}"
        try bot.write("\(note)\n# Mine.\n\(start)question: A?, answer: one\(end)", to: Self.file)
        let before = try bot.read(Self.file)
        #expect(try !importTable("a,A?,one").summary.isChange)
        #expect(try bot.read(Self.file) == before)
        #expect(try importTable("a,A?,uno").summary.updated == 1)
        #expect(try answers == ["a": "uno"])
    }

    @Test("The marks of a YAML document stay, and entries that the source reorders take their comments with them")
    func documentMarks() throws {
        _ = try importTable("a,A?,one", "b,B?,two")
        try edit("- id: a\n", "---\n# First.\n- id: a\n")
        try edit("- id: b\n", "# Second.\n- id: b\n")
        let windows = try bot.read(Self.file).replacing("\n", with: "\r\n") + "..."
        try bot.write(windows, to: Self.file)
        #expect(try importTable("b,B?,two", "a,A?,uno", "c,C?,three").problems.isEmpty)
        let text = try bot.read(Self.file)
        let marks = text.split(separator: "\n").dropFirst().filter { "-#.".contains($0.prefix(1)) }
        #expect(marks == ["---", "# Second.", "- id: b", "# First.", "- id: a", "- id: c", "..."])
        #expect(try answers == ["a": "uno", "b": "two", "c": "three"])
    }

    @Test("--overwrite takes the source's version also where only people changed an entry, or settled for theirs")
    func overwritten() throws {
        _ = try importTable("a,A?,one", "b,B?,two", "c,C?,three")
        try edit("answer: one", "answer: by hand")
        try edit("- id: b\n  language: en\n  question: B?\n  answer: two\n", "- {id: mine, question: M?, answer: m}\n")
        try edit("answer: three", "answer: mine")
        #expect(try importTable("a,A?,one", "b,B?,two", "c,C?,drei", settling: .keep).summary.settled == 1)
        let before = try bot.read(Self.file)
        #expect(
            try importTable("a,A?,one", "b,B?,two", "c,C?,drei", settling: .overwrite, dryRun: true)
                .summary.changes.map(\.kind) == [.changed, .added, .changed])
        #expect(try bot.read(Self.file) == before)
        let (summary, problems) = try importTable("a,A?,one", "b,B?,two", "c,C?,drei", settling: .overwrite)
        #expect((summary.updated, summary.added, summary.kept) == (2, 1, 1))
        #expect(problems.isEmpty)
        #expect(try answers == ["a": "one", "b": "two", "c": "drei", "mine": "m"])
        #expect(try importTable("a,A?,one", "b,B?,two", "c,C?,drei").summary.unchanged == 3)
    }

    @Test("What hangs together across entries is written anew, and says the same")
    func anchors() throws {
        _ = try importTable("a,A?,one", "b,B?,one")
        try edit("  answer: one\n- id: b", "  answer: &same one\n- id: b")
        try edit("question: B?\n  answer: one", "question: B?\n  answer: *same")
        #expect(try importTable("a,A?,uno", "b,B?,one").problems.isEmpty)
        #expect(try answers == ["a": "uno", "b": "one"])
    }

    @Test("Dropped from the source: removed where nobody edited it, else a conflict")
    func dropped() throws {
        _ = try importTable("a,A?,one", "b,B?,two", "c,C?,three")
        try edit("answer: two", "answer: by hand")
        let (summary, problems) = try importTable("c,C?,three")
        #expect((summary.removed, summary.conflicts) == (1, 1))
        #expect(problems.first?.problem.contains("is in the source no more") == true)
        #expect(try answers == ["b": "by hand", "c": "three"])
        #expect(try importTable("c,C?,three", settling: .overwrite).summary.removed == 1)
        #expect(try answers == ["c": "three"])
    }

    @Test("A clone of the bot's folder knows what was imported; a file of an earlier version, that it was not edited")
    func clones() throws {
        _ = try importTable("a,A?,one", "b,B?,two")
        try FileManager.default.removeItem(at: bot.url.appending(path: "knowledge/.imported"))
        #expect(try importTable("a,A?,uno", "b,B?,two").problems.isEmpty)
        #expect(try answers["a"] == "uno")
        let body = "- id: a\n  language: en\n  question: A?\n  answer: one\n"
        let note =
            "# Imported from faq.csv, checksum \(Self.checksum(body)). A newer version of it replaces this file.\n"
        try bot.write(note + body, to: Self.file)
        #expect(try importTable("a,A?,eins").problems.isEmpty)
        #expect(try answers == ["a": "eins"])
        try bot.write(note + body + "- question: Mine?\n", to: Self.file)
        try FileManager.default.removeItem(at: bot.url.appending(path: "knowledge/.imported"))
        #expect(try importTable("a,A?,zwei").problems.count == 1)
        #expect(try answers["a"] == "one")
    }

    @Test func aLostBaseIsWrittenAgain() throws {
        _ = try importTable("a,A?,one", "b,B?,two")
        let base = "knowledge/.imported/faq.yml.hashes"
        let before = try bot.read(base)
        try FileManager.default.removeItem(at: bot.url.appending(path: base))
        #expect(try !importTable("a,A?,one", "b,B?,two").summary.isChange)
        #expect(try bot.read(base) == before)
    }

    private static func checksum(_ text: String) -> String {
        TextHash.of(text).prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("A dry run tells each entry and writes nothing")
    func dryRun() throws {
        _ = try importTable("a,A?,one", "b,B?,two", "c,C?,three")
        try edit("answer: three", "answer: by hand")
        let before = try bot.read(Self.file)
        let (summary, problems) = try importTable("a,A?,uno", "c,C?,drei", "d,D?,four", dryRun: true)
        #expect(
            summary.changes.map { "\($0.kind) \($0.question) \($0.location)" }.sorted() == [
                "added D? faq.csv:4:1", "changed A? faq.csv:2:1", "conflict C? knowledge/faq.yml:10:3",
                "removed B? knowledge/faq.yml:6:3",
            ])
        #expect(problems.count == 1)
        #expect(try bot.read(Self.file) == before)
    }

    @Test("An article is merged as a whole")
    func articles() throws {
        func importArticle(_ text: String, _ settling: EntryMerge.Settling = .report) throws -> [BotError] {
            var options = KnowledgeImporter.Options()
            options.settling = settling
            return try KnowledgeImporter(folder: bot.url, store: store, options: options)
                .importAll([.init(standardInput: Data(text.utf8), name: "care.md")]).problems.errors
        }
        let path = "knowledge/care.md"
        _ = try importArticle("# Care\n\nDry it.\n")
        #expect(try importArticle("# Care\n\nDry it well.\n").isEmpty)
        try bot.write(bot.read(path).replacing("well", with: "at once"), to: path)
        #expect(try importArticle("# Care\n\nDry it well.\n").isEmpty)
        #expect(try importArticle("# Care\n\nWipe it.\n").map { $0.location?.description } == ["knowledge/care.md:1"])
        #expect(try bot.read(path).contains("Dry it at once."))
        #expect(try importArticle("# Care\n\nWipe it.\n", .keep).isEmpty)
        #expect(try importArticle("# Care\n\nWipe it.\n").isEmpty)
        #expect(try importArticle("# Care\n\nWipe it.\n", .overwrite).isEmpty)
        #expect(try bot.read(path).contains("Wipe it."))
        #expect(try importArticle("# Care\n\nRinse it.\n", .overwrite).isEmpty)
        #expect(try bot.read(path).contains("Rinse it."))
    }
}
