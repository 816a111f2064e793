import Foundation
import Testing

@Suite("frontdesk import, documents")
struct ImportDocumentTests {
    @Test("A page that follows no rules is read without a word and found by a search")
    func page() throws {
        let bot = try TinyBot()
        let page =
            "<title>Pens</title><nav>Home</nav><p>We engrave pens</b> &nope; within a <i>day<details><summary>Cost?"
            + "</summary>Five euros.</div></details>"
        try Data(page.utf8).write(to: bot.folder.appending(path: "pens.html"))
        let run = try bot.run("import", "pens.html")
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.contains("knowledge/pens.yml  2 added"))
        #expect(try bot.run("search", "engrave pens", "--limit", "1").output.contains("within a day"))
    }

    @Test("A table under the name of a workbook is an error, and nothing is taken")
    func wrongEnding() throws {
        let bot = try TinyBot()
        try Data("question,answer\nq,a\n".utf8).write(to: bot.folder.appending(path: "prices.xlsx"))
        let run = try bot.run("import", "prices.xlsx")
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(
            run.errors == """
                frontdesk: prices.xlsx: this is no ZIP archive, as .xlsx and .docx files are. Check how the file was made

                """)
        #expect(!FileManager.default.fileExists(atPath: bot.folder.appending(path: "knowledge/prices.yml").path))
    }
}
