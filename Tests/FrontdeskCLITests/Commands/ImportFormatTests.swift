import Foundation
import Testing

@Suite("frontdesk import, format by format")
struct ImportFormatTests {
    /// GB18030: 问题,答案 and 怎么退货,七天内
    private static let chinese: [UInt8] = [
        0xCE, 0xCA, 0xCC, 0xE2, 0x2C, 0xB4, 0xF0, 0xB0, 0xB8, 0x0A, 0xD4, 0xF5, 0xC3, 0xB4, 0xCD, 0xCB, 0xBB, 0xF5,
        0x2C, 0xC6, 0xDF, 0xCC, 0xEC, 0xC4, 0xDA, 0x0A,
    ]

    @Test("A spreadsheet in GB18030, a list in JSON and a Rasa project are found by a search")
    func formatsOfOtherPrograms() throws {
        let bot = try TinyBot()
        let folder = bot.folder.appending(path: "in/shop")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let incoming = bot.folder.appending(path: "in")
        try Data(Self.chinese).write(to: incoming.appending(path: "chinese.csv"))
        try Data(#"{"data": [{"q": "Do you engrave pens?", "a": ["Yes.", "It takes a day."]}]}"#.utf8)
            .write(to: incoming.appending(path: "list.json"))
        try Data("nlu:\n- intent: faq/lamp\n  examples: |\n    - Which bulb fits the lamp?\n".utf8)
            .write(to: folder.appending(path: "nlu.yml"))
        try Data("responses:\n  utter_faq/lamp:\n  - text: An E27 one.\n".utf8)
            .write(to: folder.appending(path: "domain.yml"))
        let run = try bot.run("import", "in/chinese.csv", "in/list.json", "in/shop")
        #expect(run.status == 0 && run.errors.isEmpty)
        for (query, answer) in [
            ("怎么退货", "七天内"), ("Do you engrave pens?", "It takes a day."), ("Which bulb fits?", "An E27 one."),
        ] {
            #expect(try bot.run("search", query, "--limit", "1").output.contains(answer))
        }
    }

    @Test("Text in no known encoding is named by its place, and nothing is taken")
    func unknownEncoding() throws {
        let bot = try TinyBot()
        try Data("question,answer\nM".utf8 + [0xFC] + "ller?,Ja.\n".utf8).write(to: bot.folder.appending(path: "a.csv"))
        let run = try bot.run("import", "a.csv")
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(
            run.errors == """
                frontdesk: a.csv:2:2: the text is not UTF-8, and neither UTF-16 nor GB18030. \
                Save the file as UTF-8 (in Excel: "CSV UTF-8")

                """)
    }
}
