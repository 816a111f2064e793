import Foundation
import Frontdesk
import Testing

@Suite("Reviewing what the bot was unsure of")
struct ReviewTests {
    /// A bot that was asked what it has no answer to, twice in other words.
    private static func bot() throws -> TinyBot {
        let bot = try TinyBot()
        let asked = "zubb frimble the quonk\nzubb frimble the quonk?\nhello\n"
        #expect(try bot.run("reply", input: asked).status == 0)
        return bot
    }

    private static func lines(_ run: CommandRun) throws -> [[String: Any]] {
        try run.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("Messages that say the same are one case, a greeting is none")
    func cases() throws {
        let cases = try Self.lines(try Self.bot().run("review", "--json"))
        let first = try #require(cases.first)
        #expect(cases.count == 1)
        #expect(first["text"] as? String == "zubb frimble the quonk")
        #expect(first["messages"] as? Int == 2 && first["customers"] as? Int == 2)
        #expect((first["texts"] as? [String])?.count == 1)
        #expect(try Self.lines(try Self.bot().run("review", "--limit", "\(Int.max)", "--json")).count == 1)
    }

    @Test("A label counts at the next message, and can be taken back")
    func label() throws {
        let bot = try Self.bot()
        let review = try bot.run("review", input: "return_goods\n")
        #expect(review.status == 0 && review.output.contains("1 case decided, 2 messages labelled"))
        #expect(try bot.run("review").output == "There is nothing to look at.\n")
        let reply = try bot.run("reply", "zubb frimble the quonk", "--json").object()
        #expect(reply["intent"] as? String == "return_goods")
        // A second bot: taken back before the session ends.
        let other = try Self.bot()
        #expect(try other.run("review", input: "return_goods\nundo\nquit\n").status == 0)
        #expect(try Self.lines(try other.run("review", "--json")).count == 1)
    }

    @Test("With undo the case is asked again")
    func undo() throws {
        let bot = try Self.bot()
        let second = "florp the wibbet now please\n"
        #expect(try bot.run("reply", input: second).status == 0)
        let review = try bot.run("review", input: "skip\nundo\noos\nquit\n")
        #expect(review.output.components(separatedBy: "1 of 2").count == 3)
        #expect(review.output.contains("1 case decided"))
        #expect(try Self.lines(try bot.run("review", "--json")).count == 1)
    }

    @Test("What is skipped is not asked again, a wrong name changes nothing")
    func skip() throws {
        let bot = try Self.bot()
        let review = try bot.run("review", input: "retrun_goods\n9\nskip\n")
        #expect(review.output.contains("'retrun_goods' is no intent, entry or key. Did you mean return_goods?"))
        #expect(review.output.contains("There are") && review.output.contains("0 messages labelled"))
        #expect(try bot.run("review").output == "There is nothing to look at.\n")
    }

    @Test("A new intent is made of a case, with its messages as examples")
    func newIntent() throws {
        let bot = try Self.bot()
        let review = try bot.run("review", input: "new thanks\nnew quonk_help\n")
        #expect(review.output.contains("there is an intent 'thanks' already"))
        let file = bot.folder.appending(path: "intents/quonk_help.yml")
        #expect(
            try String(contentsOf: file, encoding: .utf8)
                == "intent: quonk_help\nexamples: |\n  - zubb frimble the quonk\n")
        #expect(try bot.run("check").status == 0)
    }

    @Test("A new intent whose label cannot be stored leaves no file, and its name is free")
    func unstoredIntent() throws {
        let bot = try Self.bot()
        let review = try bot.review()
        let item = try #require(try review.queue(limit: 1).cases.first)
        let file = bot.folder.appending(path: "intents/quonk_help.yml").path
        // A folder where the journal belongs: the store can neither be read nor be written.
        let journal = bot.folder.appending(path: ".frontdesk/store.sqlite-journal")
        try FileManager.default.createDirectory(at: journal, withIntermediateDirectories: false)
        #expect(throws: BotError.self) { try review.makeIntent("quonk_help", of: item) }
        #expect(!FileManager.default.fileExists(atPath: file))
        try FileManager.default.removeItem(at: journal)
        #expect(try review.makeIntent("quonk_help", of: item).file == "intents/quonk_help.yml")
        #expect(FileManager.default.fileExists(atPath: file))
    }

    @Test("Undo takes back what was decided here, and nothing that another reviewer decided since")
    func undoBesideAnother() throws {
        let bot = try Self.bot()
        #expect(try bot.run("reply", input: "florp the wibbet now please\n").status == 0)
        let mine = try bot.review()
        let cases = try mine.queue(limit: 10).cases
        try #require(cases.count == 2)
        let decision = try mine.decide(.label(.nothing), about: cases[0])
        #expect(try bot.run("review", input: "skip\n").output.contains("1 case decided"))
        #expect(try mine.undo(decision))
        #expect(try mine.queue(limit: 10).cases.map(\.id) == [cases[0].id])
        #expect(try !mine.undo(decision))
        #expect(try bot.run("review", "--json").object()["id"] as? String == cases[0].id)
    }

    @Test("With undo the file of a new intent is gone again, and its name is free")
    func undoneIntent() throws {
        let bot = try Self.bot()
        let review = try bot.run("review", input: "new quonk_help\nundo\nnew quonk_help\nundo\nquonk_help\nquit\n")
        #expect(review.output.components(separatedBy: "intents/quonk_help.yml is gone again.").count == 3)
        #expect(review.output.contains("'quonk_help' is no intent, entry or key."))
        #expect(review.output.contains("Nothing was decided."))
        let file = bot.folder.appending(path: "intents/quonk_help.yml")
        #expect(!FileManager.default.fileExists(atPath: file.path))
        #expect(try Self.lines(try bot.run("review", "--json")).count == 1)
    }

    @Test("An intent that was made of one case is a name for the next one")
    func nameOfNewIntent() throws {
        let bot = try Self.bot()
        #expect(try bot.run("reply", input: "florp the wibbet now please\n").status == 0)
        let review = try bot.run("review", input: "new quonk_help\nquonk_help\n")
        #expect(review.output.contains("2 cases decided, 3 messages labelled"), "\(review.output)")
    }

    @Test(
        "A name that no intent can have makes none, inside intents/ or elsewhere",
        arguments: ["../escaped", "a/b", "_private", "-dash", "two words", ".", "greeting"])
    func wrongName(name: String) throws {
        let bot = try Self.bot()
        let before = try bot.files().keys.filter { !$0.hasPrefix(".frontdesk/") }.sorted()
        let run = try bot.run("review", "--limit", "1", input: "new \(name)\nquit\n")
        #expect(run.output.contains("is no name for an intent") || run.output.contains("there is an intent 'greeting'"))
        #expect(try bot.files().keys.filter { !$0.hasPrefix(".frontdesk/") }.sorted() == before)
        let outside = bot.folder.appending(path: "escaped.yml").path
        #expect(!FileManager.default.fileExists(atPath: outside))
        #expect(run.output.contains("Nothing was decided."))
    }

    @Test("Labels filled into a table are taken over; one that is wrong takes none")
    func table() throws {
        let bot = try Self.bot()
        let file = bot.folder.appending(path: "cases.csv")
        #expect(try bot.run("review", "--export", "cases.csv").status == 0)
        // As a decoded string a file has no byte-order mark.
        #expect(try Data(contentsOf: file).starts(with: [0xEF, 0xBB, 0xBF]))
        let table = try String(contentsOf: file, encoding: .utf8)
        let header = "case,message,label,proposed,confidence,other,reasons,messages,customers,before,after\n"
        #expect(table.hasPrefix(header))
        // An id of digits alone would be a number to a spreadsheet.
        #expect(table.dropFirst(header.count).first == "m")
        func fill(_ label: String) throws {
            try table.replacing("zubb frimble the quonk,,", with: "zubb frimble the quonk,\(label),")
                .write(to: file, atomically: true, encoding: .utf8)
        }
        try fill("delivery_tme")
        let wrong = try bot.run("review", "--import", "cases.csv")
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("cases.csv:2:") && wrong.errors.contains("Did you mean 'delivery_time'?"))
        #expect(try Self.lines(try bot.run("review", "--json")).count == 1)
        try fill("delivery_time")
        #expect(try bot.run("review", "--import", "cases.csv", "--json").object()["decided"] as? Int == 1)
        #expect(try bot.run("review").output == "There is nothing to look at.\n")
        // The same table again decides nothing twice.
        #expect(try bot.run("review", "--import", "cases.csv").output.hasPrefix("Nothing was decided: "))
        #expect(try bot.run("review", "--import", "cases.csv", "--json").object()["decided"] as? Int == 0)
    }

    @Test("Labelled messages are written behind an intent's own examples, and nothing else changes")
    func write() throws {
        let bot = try Self.bot()
        let file = bot.folder.appending(path: "intents/return_goods.yml")
        let before = "# Ours.\n" + (try String(contentsOf: file, encoding: .utf8))
        try before.write(to: file, atomically: true, encoding: .utf8)
        #expect(try bot.run("review", input: "return_goods\n").status == 0)
        let written = try bot.run("review", "--write")
        #expect(written.output == "intents/return_goods.yml: 1 example added\n")
        let after = try String(contentsOf: file, encoding: .utf8)
        #expect(after.replacing("  - zubb frimble the quonk\n", with: "") == before)
        #expect(after != before)
        #expect(try bot.run("review", "--write").output == "There is nothing to add.\n")
    }

    @Test("What is written keeps a file's byte-order mark and its line ends", arguments: ["\u{FEFF}", ""])
    func windows(mark: String) throws {
        let bot = try Self.bot()
        #expect(try bot.run("reply", input: "florp the wibbet now please\n").status == 0)
        let entry = "# Ours.\n- id: wibbet\n  language: en\n  question: Where is the wibbet?\n  answer: Here.\n"
        try bot.write(Data((mark + entry).replacing("\n", with: "\r\n").utf8), to: "knowledge/parts.yml")
        let intent = bot.folder.appending(path: "intents/return_goods.yml")
        let examples = try String(contentsOf: intent, encoding: .utf8)
        try Data((mark + examples).replacing("\n", with: "\r\n").utf8).write(to: intent)
        let cases = try Self.lines(try bot.run("review", "--json"))
        let labels = cases.map { ($0["text"] as? String)?.hasPrefix("zubb") == true ? "return_goods" : "wibbet" }
        #expect(labels.sorted() == ["return_goods", "wibbet"])
        #expect(try bot.run("review", input: labels.joined(separator: "\n") + "\n").status == 0)
        #expect(
            try bot.run("review", "--write").output
                == "intents/return_goods.yml: 1 example added\nknowledge/parts.yml: 1 alias added\n")
        for (path, line) in [
            ("intents/return_goods.yml", "  - zubb frimble the quonk\n"),
            ("knowledge/parts.yml", "  aliases:\n    - florp the wibbet now please\n"),
        ] {
            let old = path.hasPrefix("intents/") ? examples : entry
            let written = String(decoding: try Data(contentsOf: bot.folder.appending(path: path)), as: UTF8.self)
            let bare = written.replacing("\r\n", with: "\n")
            #expect(bare.contains(line) && bare.replacing(line, with: "").utf8.elementsEqual((mark + old).utf8))
            #expect(written.utf8.count { $0 == 0x0A } == written.utf8.count { $0 == 0x0D })
        }
        #expect(try bot.run("review", "--write").output == "There is nothing to add.\n")
    }

    @Test("A labelled message that stands under another label is left, and said to be")
    func contradicted() throws {
        let bot = try Self.bot()
        #expect(try bot.run("review", input: "return_goods\n").status == 0)
        let file = bot.folder.appending(path: "intents/thanks.yml")
        let thanks = try String(contentsOf: file, encoding: .utf8)
        let more = thanks.replacing("examples: |\n", with: "examples: |\n  - Zubb frimble the quonk!\n")
        try Data(more.utf8).write(to: file)
        let line = try #require(more.components(separatedBy: "\n").firstIndex { $0.contains("quonk") }) + 1
        let place = "intents/thanks.yml:\(line):3"
        let written = try bot.run("review", "--write")
        #expect(written.output == "There is nothing to add.\n")
        #expect(
            written.errors
                == "1 message left: intents/ has the same words under another label; take them out there, "
                + "then write again.\n  \(place) is 'thanks', and was labelled 'return_goods'\n")
        let json = try bot.run("review", "--write", "--json").object()
        let contradicted = try #require(json["contradicted"] as? [[String: Any]])
        #expect(json["left"] as? Int == 1 && json["set_aside"] as? Int == 0 && contradicted.count == 1)
        let told = contradicted[0]
        #expect("\(told["file"] ?? ""):\(told["line"] ?? ""):\(told["column"] ?? "")" == place)
        #expect(told["intent"] as? String == "thanks" && told["label"] as? String == "return_goods")
        try Data(thanks.utf8).write(to: file)
        #expect(try bot.run("review", "--write").output == "intents/return_goods.yml: 1 example added\n")
    }

    @Test("A label that a training set aside is not written, until somebody gives it again")
    func setAside() throws {
        let bot = try Self.bot()
        let before = try String(contentsOf: bot.folder.appending(path: "intents/return_goods.yml"), encoding: .utf8)
        #expect(try bot.run("review", input: "return_goods\n").status == 0)
        let store = ConversationStore(try Store(folder: BotFolder(bot.folder).state))
        try store.addSuspects([LabelSuspect(correction: 1, proposed: "thanks", margin: -2, isSetAside: true)])
        let written = try bot.run("review", "--write")
        #expect(written.output == "There is nothing to add.\n")
        #expect(
            written.errors == "1 label that was set aside is not written; 'frontdesk review --suspects' shows it.\n")
        #expect(try bot.run("review", "--write", "--json").object()["set_aside"] as? Int == 1)
        let after = try String(contentsOf: bot.folder.appending(path: "intents/return_goods.yml"), encoding: .utf8)
        #expect(after == before)
        #expect(try bot.run("review", "--suspects", input: "keep\n").status == 0)
        #expect(try bot.run("review", "--write").output == "intents/return_goods.yml: 1 example added\n")
    }

    @Test("What is told of messages to come counts what has an answer, and is left out where nothing has")
    func forecast() throws {
        let bot = try Self.bot()
        let made = try bot.run("review", input: "new quonk_help\n")
        #expect(made.output.contains("1 case decided") && !made.output.contains("Of 1,000"), "\(made.output)")
        let other = try Self.bot()
        let asked = "florp the wibbet now please\nflorp the wibbet now please\n"
        #expect(try other.run("reply", input: asked).status == 0)
        let answered = try other.run("review", input: "new quonk_help\nreturn_goods\n")
        #expect(
            answered.output.hasSuffix(
                "Of 1,000 messages like these, about 500 will be answered by what you said instead of by a guess.\n"),
            "\(answered.output)")
    }

    @Test("Behind the last case what is typed is not passed over")
    func behindTheLast() throws {
        let review = try Self.bot().run("review", input: "return_goods\nthanks\n\n")
        #expect(review.output.contains("There is no case left: Enter leaves, undo takes the last one back."))
        #expect(review.output.contains("1 case decided, 2 messages labelled"))
    }

    @Test("The id of an entry is no name for a new intent")
    func nameOfEntry() throws {
        let bot = try Self.bot()
        let line = #"{"id":"quonk","language":"en","question":"How is a quonk fitted?","answer":"Turn it."}"# + "\n"
        try bot.write(Data(line.utf8), to: "knowledge/parts.jsonl")
        let review = try bot.run("review", input: "new quonk\nquit\n")
        #expect(review.output.contains("there is a knowledge entry 'quonk' already. Choose another name"))
        let file = bot.folder.appending(path: "intents/quonk.yml")
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test("The cases are written under no name of a workbook, and options that exclude each other are told apart")
    func refused() throws {
        let bot = try Self.bot()
        let workbook = try bot.run("review", "--export", "cases.xlsx")
        #expect(workbook.status == 64)
        #expect(
            workbook.errors.contains("'cases.xlsx' ends as a file of another kind; the cases are written as csv"))
        #expect(!FileManager.default.fileExists(atPath: bot.folder.appending(path: "cases.xlsx").path))
        let both = try bot.run("review", "--new", "--answers")
        #expect(both.status == 64 && both.errors.contains("--new and --answers exclude each other"))
        let limited = try bot.run("review", "--new", "--limit", "1")
        #expect(
            limited.errors.contains("--new goes without --suspects, --limit, --export, --import and --write"))
    }

    @Test("An intent's file that ends with .yaml is written to as well")
    func yaml() throws {
        let bot = try Self.bot()
        let file = bot.folder.appending(path: "intents/return_goods.yml")
        try FileManager.default.moveItem(at: file, to: bot.folder.appending(path: "intents/return_goods.yaml"))
        #expect(try bot.run("review", input: "return_goods\n").status == 0)
        #expect(try bot.run("review", "--write").output == "intents/return_goods.yaml: 1 example added\n")
    }

    @Test("Messages that an entry answers become its aliases")
    func alias() throws {
        let bot = try Self.bot()
        let line = #"{"id":"quonk","language":"en","question":"How is a quonk fitted?","answer":"Turn it."}"# + "\n"
        try bot.write(Data(line.utf8), to: "knowledge/parts.jsonl")
        #expect(try bot.run("review", input: "quonk\n").output.contains("2 messages: How is a quonk fitted?"))
        #expect(try bot.run("review", "--write").output == "knowledge/parts.jsonl: 1 alias added\n")
        let after = try String(contentsOf: bot.folder.appending(path: "knowledge/parts.jsonl"), encoding: .utf8)
        #expect(after.contains("\"aliases\":[\"zubb frimble the quonk\"]"))
        #expect(try bot.run("review", "--write").output == "There is nothing to add.\n")
        #expect(try bot.run("check").status == 0)
    }
}
