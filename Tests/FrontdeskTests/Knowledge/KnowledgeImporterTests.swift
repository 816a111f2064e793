import Foundation
import Frontdesk
import Testing

@Suite struct KnowledgeImporterTests {
    private let bot: TemporaryFolder
    private let sources: TemporaryFolder
    private let store: Store

    init() throws {
        bot = try TemporaryFolder()
        store = try Store(folder: bot.url.appending(path: ".frontdesk"))
        sources = try TemporaryFolder()
    }

    private func importFile(
        _ name: String, columns: [String: String] = [:], dryRun: Bool = false
    ) throws -> KnowledgeImporter.Summary {
        let path = sources.url.appending(path: name).path
        let (summaries, _, problems) = try importer(columns, dryRun).importAll(KnowledgeImporter.Source.all(at: path))
        try problems.throwIfAny()
        return try #require(summaries.first)
    }

    private func importer(_ columns: [String: String] = [:], _ dryRun: Bool = false) throws -> KnowledgeImporter {
        var options = KnowledgeImporter.Options()
        options.dryRun = dryRun
        return try KnowledgeImporter(folder: bot.url, store: store, columns: columns, options: options)
    }

    private func counts(_ summary: KnowledgeImporter.Summary) -> [Int] {
        [summary.added, summary.updated, summary.unchanged, summary.removed]
    }

    @Test func tablesBecomeYAMLByTheUsualNames() throws {
        try sources.write("编号,问题,答案,相似问,部门\n7,怎么退货？,\"第一步: 申请\n第二步\",退东西|不要了,客服\n", to: "常见问题.csv")
        let summary = try importFile("常见问题.csv")
        #expect(summary.file == "knowledge/常见问题.yml")
        #expect(counts(summary) == [1, 0, 0, 0])
        let entry = try #require(try KnowledgeBase.load(folder: bot.url).first)
        #expect(entry.id == "7")
        #expect(entry.language == .chinese)
        #expect(entry.answer == "第一步: 申请\n第二步")
        #expect(entry.aliases == ["退东西", "不要了"])
    }

    @Test func semicolonsSeparateWhereTheHeaderHasNoComma() throws {
        try sources.write("question;answer\nHow much?;4,90 euros\n", to: "excel.csv")
        #expect(counts(try importFile("excel.csv")) == [1, 0, 0, 0])
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.answer) == ["4,90 euros"])
    }

    @Test func aFileWithoutEntriesIsAnError() throws {
        try sources.write("question,answer\n", to: "empty.csv")
        let error = #expect(throws: BotError.self) { try importFile("empty.csv") }
        #expect(error?.description.contains("empty.csv:1:1: the file holds no entry") == true)
    }

    @Test func otherColumnsByTheMapping() throws {
        try sources.write("用户问题\t客服回复\t问题\nHow?\tSo.\tignored\n", to: "a.tsv")
        #expect(counts(try importFile("a.tsv", columns: ["question": "用户问题", "answer": "客服回复"])) == [1, 0, 0, 0])
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.question) == ["How?"])
        let missing = #expect(throws: BotError.self) { try importFile("a.tsv", columns: ["question": "用户提问"]) }
        #expect(missing?.kind == .usage)
        #expect(throws: BotError.self) { try importFile("a.tsv", columns: ["qestion": "x"]) }
        let twice = #expect(throws: BotError.self) {
            try importFile("a.tsv", columns: ["question": "用户问题", "category": "用户问题"])
        }
        #expect(twice?.problem == "'用户问题' cannot be both 'category' and 'question'")
    }

    @Test func importingAgainChangesOnlyWhatChanged() throws {
        try sources.write("question,answer\nA?,1\nB?,2\nC?,3\n", to: "faq.csv")
        _ = try importFile("faq.csv")
        let before = try bot.read("knowledge/faq.yml")
        #expect(counts(try importFile("faq.csv")) == [0, 0, 3, 0])
        #expect(try bot.read("knowledge/faq.yml") == before)
        try sources.write("question,answer\nB?,two\nC?,3\nD?,4\n", to: "faq.csv")
        #expect(counts(try importFile("faq.csv", dryRun: true)) == [1, 1, 1, 1])
        #expect(try bot.read("knowledge/faq.yml") == before)
        let ids = try KnowledgeBase.load(folder: bot.url).map(\.id)
        #expect(counts(try importFile("faq.csv")) == [1, 1, 1, 1])
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.id).prefix(2) == ids.dropFirst().prefix(2))
    }

    @Test func aFileThatWasNotImportedIsNeverReplaced() throws {
        try bot.write("- question: Mine?\n", to: "knowledge/own.yml")
        try sources.write("question\nA?\n", to: "own.csv")
        let error = #expect(throws: BotError.self) { try importFile("own.csv") }
        #expect(
            error?.description.hasSuffix(
                "own.csv: it would become knowledge/own.yml, which is this bot's own file and was not imported. Give it "
                    + "another name, such as 'imported-own.csv', and import it again") == true)
        #expect(try bot.read("knowledge/own.yml") == "- question: Mine?\n")
    }

    @Test(arguments: ["knowledge/own.csv", "knowledge/own.yml", "link.csv"])
    func whatTheBotAnswersFromAlreadyIsNotImported(path: String) throws {
        try bot.write("question,answer\nA?,1\n", to: "knowledge/own.csv")
        try bot.write("- {question: B?, answer: 2}\n", to: "knowledge/own.yml")
        try FileManager.default.createSymbolicLink(
            at: bot.url.appending(path: "link.csv"), withDestinationURL: bot.url.appending(path: "knowledge/own.csv"))
        let sources = try KnowledgeImporter.Source.all(at: bot.url.appending(path: path).path)
        let problems = try importer().importAll(sources).problems.errors
        #expect(problems.map(\.problem) == ["the file is part of this bot's knowledge already"])
        #expect(problems.first?.kind == .usage)
        #expect(try KnowledgeBase.files(in: bot.url) == ["knowledge/own.csv", "knowledge/own.yml"])
    }

    @Test func aNameWithControlCharactersMakesANoteThatReadsBack() throws {
        for (name, count) in [("a\tb\u{7F}.csv", 1), ("c\td.csv", 2001)] {
            let rows = (0..<count).map { "\(name.prefix(1))\($0),Lamp \($0)?,Yes.\n" }.joined()
            let table = "id,question,answer\n" + rows
            let source = KnowledgeImporter.Source(standardInput: Data(table.utf8), name: name)
            for isFirst in [true, false] {
                let (summaries, _, problems) = try importer().importAll([source])
                #expect(problems.errors.isEmpty && summaries.first?.isChange == isFirst)
            }
        }
        #expect(try KnowledgeBase.load(folder: bot.url).count == 2002)
    }

    @Test func aBadRowImportsNothingOfItsFile() throws {
        try sources.write("question,answer\nA?,1\n,2\nB?\n", to: "faq.csv")
        let errors = #expect(throws: BotErrors.self) { try importFile("faq.csv") }
        #expect(errors?.errors.map { $0.location?.line } == [3, 4])
        #expect(try KnowledgeBase.files(in: bot.url).isEmpty)
    }

    @Test func anIDThatAnotherFileHasIsRefused() throws {
        try bot.write("- {id: a, question: One}\n", to: "knowledge/own.yml")
        try sources.write("id,question\na,Two\n", to: "faq.csv")
        #expect(throws: BotError.self) { try importFile("faq.csv") }
        #expect(try KnowledgeBase.files(in: bot.url) == ["knowledge/own.yml"])
    }

    @Test func articlesAndLinesAndYAML() throws {
        try sources.write("# Care\n\nDry it.\n\n## Rust\n\nScrub it.\n", to: "help/care.md")
        try sources.write("{\"标题\": \"问\", \"内容\": \"答\", \"views\": 12}\n", to: "help/lines.jsonl")
        try sources.write("- {title: Q, reply: A, extra: [1]}\n", to: "help/list.yml")
        try sources.write("nothing", to: "help/.hidden.md")
        let found = try KnowledgeImporter.Source.all(at: sources.url.appending(path: "help").path)
        #expect(found.map(\.name) == ["care.md", "lines.jsonl", "list.yml"])
        for _ in 0..<2 {
            #expect(try importer().importAll(found).problems.errors.isEmpty)
        }
        let entries = try KnowledgeBase.load(folder: bot.url)
        #expect(entries.map(\.question) == ["Care", "Care › Rust", "问", "Q"])
        #expect(entries.map(\.answer) == ["Dry it.", "Scrub it.", "答", "A"])
    }

    private func importAll(_ path: String, dryRun: Bool = false) throws -> ([String], [BotError]) {
        let path = sources.url.appending(path: path).path
        let (summaries, _, problems) = try importer([:], dryRun).importAll(KnowledgeImporter.Source.all(at: path))
        return (summaries.map(\.file), problems.errors)
    }

    @Test(arguments: [true, false])
    func oneWrongFileDoesNotHinderTheOthers(dryRun: Bool) throws {
        try sources.write("question,answer\nA?,1\n", to: "in/a.csv")
        try sources.write("question,answer\n,1\n", to: "in/b.csv")
        try sources.write("id,question\nx,C?\n", to: "in/c.csv")
        try sources.write("id,question\nx,D?\n", to: "in/d.csv")
        try sources.write("question\tanswer\nE?\t1\n", to: "in/a.tsv")
        let (files, problems) = try importAll("in", dryRun: dryRun)
        #expect(files == ["knowledge/a.yml", "knowledge/c.yml"])
        let folder = sources.url.appending(path: "in").path
        #expect(
            problems.map { $0.location?.description } == [
                "\(folder)/a.tsv", "\(folder)/b.csv:2:1", "\(folder)/d.csv:2:1",
            ])
        #expect(try KnowledgeBase.files(in: bot.url) == (dryRun ? [] : files))
    }

    @Test func aSourceThatFailsKeepsTheEntriesThatItHad() throws {
        try bot.write("- {id: o, question: One?}\n", to: "knowledge/own.yml")
        try sources.write("id,question\nx,A?\n", to: "a.csv")
        _ = try importFile("a.csv")
        try sources.write("id,question\no,A?\n", to: "in/a.csv")
        try sources.write("id,question\nx,B?\n", to: "in/b.csv")
        let (files, problems) = try importAll("in")
        let folder = sources.url.appending(path: "in").path
        #expect(files.isEmpty)
        #expect(problems.map { $0.location?.description } == ["\(folder)/a.csv:2:1", "\(folder)/b.csv:2:1"])
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.id) == ["x", "o"])
    }

    @Test func anEditDuringTheImportReachesTheIndex() throws {
        try sources.write("question,answer\nA?,one\n", to: "a.csv")
        let file = "knowledge/a.yml"
        let read = try KnowledgeImporter.Source.all(at: sources.url.appending(path: "a.csv").path)
        _ = try importer().importAll(read) { progress in
            guard case .reading = progress else { return }
            do {
                try bot.write(bot.read(file).replacing("one", with: "by hand"), to: file)
            } catch {
                Issue.record(error)
            }
        }
        #expect(try KnowledgeIndex(store).entries().map(\.answer) == ["by hand"])
    }

    @Test func anotherSourceNeverReplacesAnImportedFile() throws {
        try sources.write("question,answer\nA?,1\n", to: "a.csv")
        try sources.write("question\tanswer\nB?\t1\n", to: "a.tsv")
        _ = try importFile("a.csv")
        let before = try bot.read("knowledge/a.yml")
        let error = #expect(throws: BotError.self) { try importFile("a.tsv") }
        #expect(error?.kind == .cannotCreate)
        #expect(error?.problem == "it would become knowledge/a.yml, which was imported from a.csv")
        #expect(try bot.read("knowledge/a.yml") == before)
    }

    @Test func entriesWithoutAnAnswerAreCounted() throws {
        try sources.write("question,text\nA?,1\nB?,2\n", to: "a.csv")
        #expect(try importFile("a.csv").unanswered == 2)
        #expect(try importFile("a.csv").unanswered == 2)
    }

    @Test func aFolderWithoutAnythingToImportIsSaid() throws {
        try sources.write("x", to: "in/notes.txt")
        let error = #expect(throws: BotError.self) { try importAll("in") }
        #expect(error?.kind == .usage)
    }

    @Test func whateverStandsInAFieldReadsBack() throws {
        let texts = [
            "- dash", "a: b", "a #b", "'quoted'", "\"quoted\"", "null", "yes", "5", "{x}", "[x]", "&a", "*a", "!t",
            "%d", "@x",
            "`x`", "a:", "tab\there", "line\n  indented\n\nend", "x\u{2028}y", "a\u{85}b", "#hash", "|", "> x", "? y",
            "中文：好", "🙂 x",
            "back\\slash", "trail\u{A0}", "---", "...", "~",
        ]
        let rows = texts.enumerated().map { DelimitedText.line(["i\($0.offset)", "Q", $0.element]) }
        try sources.write((["id,question,answer"] + rows).joined(separator: "\n") + "\n", to: "odd.csv")
        _ = try importFile("odd.csv")
        #expect(
            try KnowledgeBase.load(folder: bot.url).map(\.answer) == texts.map { $0 == "trail\u{A0}" ? "trail" : $0 })
    }

    @Test func badRowsAreSkippedWhereThatIsAskedFor() throws {
        try sources.write("question,answer\nA?,1\n,2\nB?\nC?,3\n", to: "faq.csv")
        var options = KnowledgeImporter.Options()
        options.skipsBad = true
        let (summaries, _, problems) = try KnowledgeImporter(folder: bot.url, store: store, options: options)
            .importAll(KnowledgeImporter.Source.all(at: sources.url.appending(path: "faq.csv").path))
        #expect(summaries.map(\.added) == [2] && summaries.map(\.skipped) == [2])
        #expect(problems.errors.map(\.kind) == [.failed, .failed])
        #expect(problems.errors.map { $0.location?.line } == [3, 4])
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.question) == ["A?", "C?"])
    }

    @Test func anIDThatStandsTwiceIsABadRow() throws {
        try sources.write("id,question,answer\nx,A?,1\nx,B?,2\ny,C?,3\n", to: "faq.csv")
        #expect(throws: BotError.self) { try importFile("faq.csv") }
        var options = KnowledgeImporter.Options()
        options.skipsBad = true
        let (summaries, _, problems) = try KnowledgeImporter(folder: bot.url, store: store, options: options)
            .importAll(KnowledgeImporter.Source.all(at: sources.url.appending(path: "faq.csv").path))
        #expect(summaries.map(\.added) == [2] && summaries.map(\.skipped) == [1])
        #expect(problems.errors.map { $0.location?.line } == [3])
        #expect(try KnowledgeBase.load(folder: bot.url).map(\.question) == ["A?", "C?"])
    }

    @Test(arguments: [2000, 2001])
    func manyEntriesBecomeJSONLinesThatReadBack(count: Int) throws {
        let answers = ["a \"quoted\" one", "two\nlines", "back\\slash", "tab\there", "中文", "plain"]
        let rows = (0..<count).map { DelimitedText.line(["q\($0)", "Q \($0)?", answers[$0 % answers.count]]) }
        try sources.write((["id,question,answer"] + rows).joined(separator: "\n") + "\n", to: "many.csv")
        let summary = try importFile("many.csv")
        #expect(summary.file == (count > 2000 ? "knowledge/many.jsonl" : "knowledge/many.yml"))
        let entries = try KnowledgeBase.load(folder: bot.url)
        #expect(entries.map(\.answer) == (0..<count).map { answers[$0 % answers.count] })
        // The index took the entries as they were written; it must hold what reading the file gives.
        #expect(try KnowledgeIndex(store).entries() == entries)
        #expect(counts(try importFile("many.csv")) == [0, 0, count, 0])
        try sources.write((["id,question,answer"] + rows.prefix(9)).joined(separator: "\n") + "\n", to: "many.csv")
        #expect(try importFile("many.csv").file == summary.file)
        #expect(try KnowledgeIndex(store).entries().count == 9)
    }

    @Test func theIndexHoldsWhatWasImported() throws {
        try sources.write("question,answer,aliases\nA?,\"x\ny\",b|c\nD: e?,2,\n", to: "a.csv")
        try sources.write("# Care\n\nDry it.\n\n## Rust\n\nScrub it.\n", to: "care.md")
        _ = try importFile("a.csv")
        _ = try importFile("care.md")
        let entries = try KnowledgeIndex(store).entries()
        #expect(try Set(entries) == Set(KnowledgeBase.load(folder: bot.url)))
        #expect(entries.count == 4)
    }
}
