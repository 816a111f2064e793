import Foundation
import Frontdesk
import Testing

@Suite("What an import doubts and does all the same")
struct ImportDoubtTests {
    private let bot: TemporaryFolder
    private let store: Store

    init() throws {
        bot = try TemporaryFolder()
        store = try Store(folder: bot.url.appending(path: ".frontdesk"))
    }

    private func doubts(_ rows: String...) throws -> [String] {
        let table = (["question,answer"] + rows).map { $0 + "\n" }.joined()
        let (summaries, _, problems) = try KnowledgeImporter(folder: bot.url, store: store)
            .importAll([.init(standardInput: Data(table.utf8), name: "faq.csv")])
        #expect(problems.errors.isEmpty)
        return summaries.flatMap(\.doubts).map { "\($0.kind) \($0.location) \($0.other)" }
    }

    @Test func questionsThatAskTheSame() throws {
        let found = try doubts(
            "How do I return shoes?,By post.", "How do I return shoes,In the shop.", "how do i return SHOES?,By post.",
            "Returning shoes: how do I?,By post.", "How do I return a hat?,By post.")
        #expect(
            found == [
                "contradiction faq.csv:3:1 faq.csv:2:1", "repetition faq.csv:4:1 faq.csv:2:1",
                "alike faq.csv:5:1 faq.csv:2:1",
            ])
    }

    @Test func aLongQuestionThatLacksOneWord() throws {
        let long = "Which oven can bake bread and cake and also roast two whole geese slowly overnight"
        let found = try doubts("\(long) outside,Ours.", "\(long),Ours.", "Which oven can roast two geese,Ours.")
        #expect(found == ["alike faq.csv:2:1 faq.csv:3:1"])
    }

    @Test func otherFilesAreLookedAtToo() throws {
        try bot.write("- {question: Do you sell hats?, answer: Yes.}\n", to: "knowledge/own.yml")
        #expect(try doubts("Do you sell hats?,No.") == ["contradiction faq.csv:2:1 knowledge/own.yml:1:3"])
        #expect(try doubts("Do you sell hats?,Yes.") == ["repetition faq.csv:2:1 knowledge/own.yml:1:3"])
    }

    @Test(arguments: [("care.md", "# Care\n\n"), ("care.html", "<h1>Care</h1><p>")])
    func piecesOfOneSectionDoNotContradictEachOther(name: String, heading: String) throws {
        let text = (1...99).map { "Sentence number \($0) tells something about the shop." }.joined(separator: " ")
        let (summaries, _, problems) = try KnowledgeImporter(folder: bot.url, store: store)
            .importAll([.init(standardInput: Data((heading + text).utf8), name: name)])
        #expect(problems.errors.isEmpty)
        #expect(summaries.count == 1 && summaries.allSatisfy { $0.added > 1 })
        #expect(summaries.flatMap(\.doubts).isEmpty)
    }

    @Test func languagesDoNotContradictEachOther() throws {
        try bot.write("- {question: iPhone?, language: zh, answer: 有}\n", to: "knowledge/own.yml")
        #expect(try doubts("iPhone?,Yes.").isEmpty)
    }
}
