import Foundation
import Frontdesk
import Testing

@Suite("A newer version of a source of very many rows")
struct ImportLinesTests {
    private let bot: TemporaryFolder
    private let store: Store
    private static let file = "knowledge/faq.jsonl"

    init() throws {
        bot = try TemporaryFolder()
        store = try Store(folder: bot.url.appending(path: ".frontdesk"))
    }

    private static let rows = (0..<2100).map { "q\($0),Lamp \($0)?,\"Yes, \"\"surely\"\".\"" }

    private func importTable(
        _ rows: [String]
    ) throws -> (summary: KnowledgeImporter.Summary?, problems: [BotError]) {
        let table = (["id,question,answer"] + rows).map { $0 + "\n" }.joined()
        let (summaries, _, problems) = try KnowledgeImporter(folder: bot.url, store: store)
            .importAll([.init(standardInput: Data(table.utf8), name: "faq.csv")])
        return (summaries.first, problems.errors)
    }

    private func edit(_ old: String, _ new: String) throws {
        let text = try bot.read(Self.file)
        #expect(text.contains(old))
        try bot.write(text.replacing(old, with: new), to: Self.file)
    }

    private func line(_ number: Int, _ answer: String) -> String {
        "{\"id\":\"q\(number)\",\"language\":\"en\",\"question\":\"Lamp \(number)?\",\"answer\":\"\(answer)\"}\n"
    }

    @Test("Edits by hand among its lines stay, whatever changes around them")
    func merged() throws {
        #expect(try importTable(Self.rows).summary?.added == 2100)
        let yes = #"Yes, \"surely\"."#
        try edit(line(7, yes), line(7, "By hand.") + "{\"question\":\"Mine?\",\"answer\":\"Mine.\"}\n")
        try edit(line(9, yes), "")
        var rows = Self.rows
        rows[20] = "q20,Lamp 20?,No."
        rows.insert("top,Lamp on top?,Yes.", at: 0)
        rows.removeLast()
        let summary = try #require(try importTable(rows).summary)
        #expect((summary.added, summary.updated, summary.removed) == (1, 1, 1))
        #expect((summary.kept, summary.unchanged, summary.conflicts) == (3, 2096, 0))
        let lines = try bot.read(Self.file).split(separator: "\n")
        #expect(lines.count == 2101)
        #expect(lines[1].contains("\"top\"") && lines[9].contains("By hand.") && lines[10].contains("Mine?"))
        let index = KnowledgeIndex(store)
        #expect(try Set(index.entries()) == Set(KnowledgeBase.load(folder: bot.url)))
        #expect(try importTable(rows).summary?.isChange == false)
    }

    @Test("Lines that cannot be read, and ids that stand twice, are told with their places and change nothing")
    func wrongLines() throws {
        _ = try importTable(Self.rows)
        let good = try bot.read(Self.file)
        var rows = Self.rows
        rows[20] = "q20,Lamp 20?,No."
        for (line, problem) in [
            ("{\"id\":\"q7\"\n", "\(Self.file):2102:11: this is not valid JSON"),
            ("{\"id\":\"q7\",\"language\":\"en\",\"question\":\"Lamp 7?\"}\n", "\(Self.file):2102:1: the id 'q7' has"),
        ] {
            try bot.write(good + line, to: Self.file)
            let problems = try importTable(rows).problems
            #expect(problems.count == 1 && problems.first?.description.hasPrefix(problem) == true, "\(problems)")
            #expect(try bot.read(Self.file) == good + line)
        }
    }
}
