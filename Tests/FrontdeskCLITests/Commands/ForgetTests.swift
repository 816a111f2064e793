import Foundation
import Frontdesk
import Kernels
import Testing

@Suite("Forgetting a customer")
struct ForgetTests {
    private static let word = "zanzibarflux"
    private static let customer = "anna-77"

    private func model(_ bot: TinyBot) throws -> String {
        try #require(
            try ModelRegistry(Store(folder: BotFolder(bot.folder).state), folder: BotFolder(bot.folder)).champion())
    }

    /// A bot that has learnt from what a customer wrote and has it in its other files, too.
    private func taughtBot() throws -> TinyBot {
        let bot = try TinyBot()
        let settings = try String(contentsOf: bot.folder.appending(path: "frontdesk.yml"), encoding: .utf8)
        try bot.write(Data((settings + "handoff: {file: handoffs.jsonl}\n").utf8), to: "frontdesk.yml")
        let said = try bot.run(
            "chat", "--customer", Self.customer, "--conversation", "c-anna",
            input: "\(Self.word) wobbly\n/correct greeting\nhello \(Self.word)\n")
        #expect(said.status == 0)
        #expect(
            try bot.run("chat", "--customer", "ben", "--conversation", "c-ben", input: "hello benword\n").status == 0)
        let lines = [
            #"{"conversation":"c-anna","text":"\#(Self.word)"}"#,
            #"{"conversation":"x","customer":"\#(Self.customer)"}"#,
            #"{"conversation":"c-ben","customer":"ben","text":"benword"}"#,
        ]
        // As an editor of another system may have saved it.
        try bot.write(Data(lines.map { $0 + "\r\n" }.joined().utf8), to: "handoffs.jsonl")
        // As it was typed, with blanks around it.
        try bot.write(Data("hello benword\n hello \(Self.word) \n".utf8), to: ".frontdesk/history")
        #expect(try bot.run("train", "--force").status == 0)
        return bot
    }

    @Test("No file has a word of theirs, but the model that answers; after the next training none has")
    func bytes() throws {
        let bot = try taughtBot()
        let examples = ".frontdesk/models/\(try model(bot))/examples.tsv"
        #expect(
            try bot.holders(of: Self.word) == [
                ".frontdesk/history", examples, ".frontdesk/store.sqlite", "handoffs.jsonl",
            ])
        let dry = try bot.run("forget", Self.customer, "--dry-run")
        #expect(dry.status == 0 && dry.output.hasPrefix("Would be removed of 'anna-77': 1 conversation, 4 turns, "))
        #expect(try bot.holders(of: Self.word).count == 4)
        let chat = try OpenChat(with: bot, conversation: "c-ben")
        #expect(try chat.say("hello")["text"] as? String != nil)
        let run = try bot.run("forget", Self.customer)
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.contains("'frontdesk train' makes the next"))
        #expect(try bot.holders(of: Self.word) == [examples])
        for id in [Self.customer, "c-anna"] { #expect(try bot.holders(of: id).isEmpty) }
        #expect(
            try bot.holders(of: "benword") == [".frontdesk/history", ".frontdesk/store.sqlite", "handoffs.jsonl"])
        #expect(try chat.say("hello")["text"] as? String != nil)
        #expect(try bot.run("train", "--force").status == 0)
        #expect(try bot.holders(of: Self.word).isEmpty)
        #expect(try chat.say("hello")["text"] as? String != nil)
        #expect(try chat.end() == 0)
        #expect(
            try bot.run("model", "rollback").errors
                == "frontdesk: there is no earlier model to go back to. "
                + "Train anew, or promote another model where 'frontdesk model list' shows one\n")
        #expect(try bot.run("check").status == 0)
    }

    @Test("No vector of a message stays, of its parts neither; those of the knowledge do")
    func vectors() throws {
        let bot = try taughtBot()
        try bot.write(
            Data("- id: hours\n  question: When are you open?\n  answer: From nine.\n".utf8), to: "knowledge/x.yml")
        #expect(try bot.run("train", "--force").status == 0)
        let cache = EmbeddingCache(try Store(folder: BotFolder(bot.folder).state))
        func countMissing() throws -> Int {
            try cache.fill(["\(Self.word) in part", "When are you open?"], encoder: "any") {
                Matrix(rows: $0.count, columns: 1, values: $0.map { _ in 1 })
            }
        }
        #expect(try countMissing() == 2)
        #expect(try countMissing() == 0)
        #expect(try bot.run("forget", Self.customer).status == 0)
        #expect(try countMissing() == 1)
    }

    @Test("What the bot's own files hold of theirs is named, as it was and without personal data, and stays")
    func copies() throws {
        let bot = try TinyBot()
        let said = "the frobnicator wobbles\nwrite to ann@example.com about the frobnicator\nmy frobnicator sings\n"
        #expect(
            try bot.run("chat", "--customer", Self.customer, "--conversation", "c-anna", input: said).status == 0)
        let thanks = try String(contentsOf: bot.folder.appending(path: "intents/thanks.yml"), encoding: .utf8)
        let added = "examples: |\n  - The frobnicator wobbles!\n  - write to <email> about the frobnicator\n"
        let changed = thanks.replacing("examples: |\n", with: added)
        try bot.write(Data(changed.utf8), to: "intents/thanks.yml")
        let entry = "- question: Songs?\n  aliases: [my frobnicator sings]\n  answer: None.\n"
        try bot.write(Data(entry.utf8), to: "knowledge/songs.yml")
        let line = changed.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(of: "examples: |") ?? 0
        let dry = try bot.run("forget", Self.customer, "--dry-run")
        let told =
            "Your own files still hold words of theirs: intents/thanks.yml:\(line + 2):3, "
            + "intents/thanks.yml:\(line + 3):3, knowledge/songs.yml:1:3; take out what is theirs, then 'frontdesk train'.\n"
        #expect(dry.status == 0 && dry.output.hasSuffix("\n" + told), "\(dry.output)")
        let json = try bot.run("forget", Self.customer, "--dry-run", "--json").object()
        let places = try #require(json["copies"] as? [[String: Any]])
        #expect(places.count == 3 && places[0]["file"] as? String == "intents/thanks.yml")
        #expect(places[0]["line"] as? Int == line + 2)
        let run = try bot.run("forget", Self.customer)
        #expect(run.status == 0 && run.output.hasSuffix("\n" + told))
        #expect(try bot.holders(of: "frobnicator wobbles").contains("intents/thanks.yml"))
    }

    @Test("Of many lines the first ten are named")
    func manyCopies() throws {
        let bot = try TinyBot()
        let messages = (1...12).map { "frobnicator number \($0)" }
        #expect(
            try bot.run("chat", "--customer", Self.customer, input: messages.joined(separator: "\n") + "\n").status == 0
        )
        let examples = messages.map { "  - \($0)\n" }.joined()
        try bot.write(Data("examples: |\n\(examples)".utf8), to: "intents/_out_of_scope.yml")
        #expect(
            try bot.run("forget", Self.customer).output.contains(
                "intents/_out_of_scope.yml:11:3 and 2 more; take out what is theirs"))
    }

    @Test("An intent that cannot be read may hold words of theirs: it is named, and nothing is removed")
    func unreadableIntent() throws {
        let bot = try TinyBot()
        #expect(try bot.run("reply", "--customer", Self.customer, Self.word).status == 0)
        try bot.write(Data("intent: broken\nexampls: |\n  - hm\n".utf8), to: "intents/broken.yml")
        let run = try bot.run("forget", Self.customer)
        #expect(run.status == 65 && run.errors.contains("intents/broken.yml:2:1: unknown key 'exampls'"))
        #expect(try bot.holders(of: Self.word) == [".frontdesk/store.sqlite"])
    }

    @Test("Forgetting twice, or someone unknown, is no error; a conversation can be forgotten alone")
    func twice() throws {
        let bot = try taughtBot()
        let json = try bot.run("forget", "--conversation", "c-anna", "--json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["conversations"] as? Int == 1 && object["handoffs"] as? Int == 1)
        #expect(object["champion"] as? String == (try model(bot)))
        #expect(try bot.run("forget", Self.customer).output == "Removed of 'anna-77': 1 handoff.\n")
        #expect(try bot.run("forget", Self.customer).output == "Nothing is kept of 'anna-77'.\n")
        #expect(try bot.run("forget", "nobody").output == "Nothing is kept of 'nobody'.\n")
        #expect(try bot.run("forget").status == 64)
        #expect(try bot.run("forget", "a", "--conversation", "b").status == 64)
        #expect(try bot.run("export", "logs").output.contains("benword"))
    }

    @Test("What was tuned with their messages goes with the model, and the next is tuned anew")
    func encoders() throws {
        let bot = try taughtBot()
        #expect(try bot.run("train", "--force", "--recipe", "full").status == 0)
        let encoders = bot.folder.appending(path: ".frontdesk/encoders").path
        let tuned = try FileManager.default.contentsOfDirectory(atPath: encoders)
        #expect(tuned.count == 1)
        let training = bot.folder.appending(path: ".frontdesk/training")
        try FileManager.default.createDirectory(at: training, withIntermediateDirectories: true)
        #expect(try bot.run("forget", Self.customer).status == 0)
        #expect(!FileManager.default.fileExists(atPath: training.path))
        #expect(try FileManager.default.contentsOfDirectory(atPath: encoders) == tuned)
        #expect(try bot.run("train", "--force").status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: encoders).allSatisfy { !tuned.contains($0) })
        #expect(try bot.run("check").status == 0)
    }

    @Test("A line of the handoffs that tells nobody's is named, and nothing is removed")
    func unreadableHandoff() throws {
        let bot = try taughtBot()
        let lines = try String(contentsOf: bot.folder.appending(path: "handoffs.jsonl"), encoding: .utf8)
        try bot.write(Data((lines + "called back, all well\n").utf8), to: "handoffs.jsonl")
        let run = try bot.run("forget", Self.customer)
        #expect(run.status == 65)
        #expect(run.errors.contains("handoffs.jsonl:4:1: "))
        #expect(try bot.holders(of: Self.word).contains("handoffs.jsonl"))
        #expect(try bot.run("export", "logs").output.contains("c-anna"))
    }

    @Test("What retention removes is gone from the bytes, and its corrections can still be forgotten")
    func retention() throws {
        let bot = try taughtBot()
        let store = ConversationStore(try Store(folder: BotFolder(bot.folder).state))
        #expect(try store.removeConversations(before: Date(timeIntervalSinceNow: 60)) == 2)
        #expect(try !bot.holders(of: "benword").contains(".frontdesk/store.sqlite"))
        #expect(try bot.holders(of: Self.word).contains(".frontdesk/store.sqlite"))
        #expect(try bot.run("forget", Self.customer).output.contains("1 correction"))
        #expect(try !bot.holders(of: Self.word).contains(".frontdesk/store.sqlite"))
    }

    @Test("Killed in the midst of it, all or nothing is in the store; running it again ends it")
    func killed() throws {
        let bot = try taughtBot()
        let names = (0..<40).map { "c-\($0)" }
        for name in names {
            #expect(try bot.run("reply", "--customer", Self.customer, "--conversation", name, Self.word).status == 0)
        }
        let start = ContinuousClock.now
        #expect(try bot.run("forget", Self.customer, "--dry-run").status == 0)
        let duration = ContinuousClock.now - start
        for moment in 0..<12 {
            let copy = try TinyBot(copying: bot)
            try CommandRun.killed(
                ["forget", Self.customer], after: duration * (Double(moment) / 6), in: copy.folder)
            let store = ConversationStore(try Store(folder: BotFolder(copy.folder).state))
            let left = try names.count { try !store.turns(of: $0).isEmpty }
            #expect(left == 0 || left == names.count)
            #expect(try copy.run("forget", Self.customer).status == 0)
            #expect(try copy.holders(of: Self.word).allSatisfy { $0.hasSuffix("examples.tsv") })
        }
    }
}
