import Foundation
import Testing

/// One clear message with its place, the right exit code, and nothing changed on disk.
@Suite("Errors")
struct ErrorTests {
    private let bot: TinyBot

    init() throws {
        bot = try TinyBot()
    }

    /// Files that are wrong stop what opens the bot, whatever it wants.
    private func expectBadData(_ message: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for arguments in [["reply", "hello"], ["train"]] {
            try bot.expect(arguments, fails: 65, message, sourceLocation: sourceLocation)
        }
    }

    private func write(_ text: String, to path: String) throws {
        try bot.write(Data(text.utf8), to: path)
    }

    private func text(of path: String) throws -> String {
        try String(contentsOf: bot.folder.appending(path: path), encoding: .utf8)
    }

    @Test("No intents folder, and an empty one")
    func noIntents() throws {
        let intents = bot.folder.appending(path: "intents")
        for name in try FileManager.default.contentsOfDirectory(atPath: intents.path) {
            try FileManager.default.removeItem(at: intents.appending(path: name))
        }
        for arguments in [["reply", "hello"], ["train"]] {
            try bot.expect(
                arguments, fails: 78,
                "intents/: the folder holds no intents. Write one, such as intents/greeting.yml, or see 'frontdesk init'"
            )
        }
        try FileManager.default.removeItem(at: intents)
        for arguments in [["reply", "hello"], ["train"], ["chat"], ["check"]] {
            try bot.expect(
                arguments, fails: 64,
                "\(intents.path): there is no such folder, so this is no bot. Name a bot's folder with --bot, or make one with 'frontdesk init'"
            )
        }
    }

    @Test("An unknown key")
    func unknownKey() throws {
        try write("intent: hours\ntitel: Hours\n", to: "intents/hours.yml")
        try expectBadData("intents/hours.yml:2:1: unknown key 'titel'. Did you mean 'title'?")
    }

    @Test("An intent twice")
    func intentTwice() throws {
        try write("intent: greeting\n", to: "intents/hello.yml")
        try expectBadData(
            "intents/hello.yml:1:9: the intent 'greeting' stands in intents/greeting.yml:1:9 too. Rename one, or put both into one file"
        )
    }

    @Test("An example under two intents")
    func sharedExample() throws {
        try write("intent: hours\nexamples: |\n  - until when?\n  - Hi there!\n", to: "intents/hours.yml")
        try expectBadData(
            "intents/hours.yml:4:3: this example also stands under 'greeting', in intents/greeting.yml:7:3. Keep it where it fits better"
        )
    }

    @Test("An example that YAML would cut")
    func cutExample() throws {
        try write("intent: hours\nexamples:\n  - until when?\n  - where is order #10234\n", to: "intents/hours.yml")
        try expectBadData(
            "intents/hours.yml:4:5: YAML cuts this line at ' #'. Use a literal block ('examples: |'), or single quotes")
    }

    @Test("A pipe is no file of a bot: nothing waits for it")
    func pipe() throws {
        let path = bot.folder.appending(path: "intents/hours.yml").path
        try #require(mkfifo(path, 0o600) == 0)
        try expectBadData(
            "intents/hours.yml: this is no regular file. Put a text file in its place, or take it away")
        try #require(rename(path, bot.folder.appending(path: "knowledge/hours.yml").path) == 0)
        try bot.expect(
            ["train"], fails: 65,
            "knowledge/hours.yml: this is no regular file. Put a text file in its place, or take it away")
    }

    @Test("A key without a value is not missing")
    func noValue() throws {
        try write("intent: null\n", to: "intents/hours.yml")
        try expectBadData("intents/hours.yml:1:1: the key 'intent' has no value. Write one behind it")
    }

    @Test("An example's slot where the intent has none")
    func noSlots() throws {
        try write("intent: hours\nexamples:\n  - open on [monday](day)?\n", to: "intents/hours.yml")
        try expectBadData(
            "intents/hours.yml:3:5: unknown slot 'day'. The intent has none; name them under 'slots'")
    }

    @Test("A template with an unknown slot, and with an unknown fact")
    func unknownNames() throws {
        try write("intent: hours\nanswers:\n  - en: Order {{order_nummer}}.\n", to: "intents/hours.yml")
        try expectBadData(
            "intents/hours.yml:3:5: unknown slot 'order_nummer'. Known are 'facts.bot', 'facts.contact', 'facts.delivery_days', 'facts.hours', 'facts.return_days', 'facts.shop'"
        )
        try write("intent: hours\nanswers:\n  - en: Until {{facts.hour}}.\n", to: "intents/hours.yml")
        try expectBadData(
            "intents/hours.yml:3:5: unknown fact 'facts.hour'. Did you mean 'facts.hours'? Facts stand in frontdesk.yml"
        )
    }

    @Test("A file that is not UTF-8")
    func notUTF8() throws {
        try bot.write(Data("intent: hours\ntitle: Caf".utf8) + Data([0xE9]), to: "intents/hours.yml")
        try expectBadData(
            "intents/hours.yml:2:11: the text is not UTF-8. Save the file as UTF-8, for instance with "
                + "'iconv -f WINDOWS-1252 -t UTF-8', where it is Chinese with 'iconv -f GB18030 -t UTF-8'")
    }

    @Test("A knowledge file that does not parse is told once, and the last good version answers")
    func badKnowledge() throws {
        try write("- question: How?\n  anser: So.\n", to: "knowledge/new.yml")
        let message = "frontdesk: knowledge/new.yml:2:3: unknown key 'anser'. Did you mean 'answer'?"
        let chat = try bot.run("chat", input: "when are you open\nhow can I pay\nwhen are you open\n")
        #expect(chat.status == 0)
        #expect(chat.output.split(separator: "\n").count { $0.hasPrefix("robin> ") } == 3)
        #expect(chat.errors == "\(message) The last good version keeps answering\n")
        let train = try bot.run("train")
        #expect(train.status == 65 && train.errors == "\(message)\n")
    }

    @Test("A bad row on import")
    func badRow() throws {
        try write("question,answer\nA?,1\nB?,2,3\n", to: "in/help.csv")
        try bot.expect(
            ["import", "in/help.csv"], fails: 65,
            "in/help.csv:3:1: the row has 3 fields where the header has 2. Put fields that hold a separator in quotes")
        try write("question,answer\nA?,1\nB?,\"2\nC?,3\n", to: "in/help.csv")
        try bot.expect(
            ["import", "in/help.csv"], fails: 65,
            "in/help.csv:3:4: the quote that opens here is never closed. Close it before the next field")
        try bot.write(Data("question,answer\nA?,".utf8) + Data([0xFF]), to: "in/help.csv")
        try bot.expect(
            ["import", "in/help.csv"], fails: 65,
            "in/help.csv:2:4: the text is not UTF-8, and neither UTF-16 nor GB18030. "
                + "Save the file as UTF-8 (in Excel: \"CSV UTF-8\")")
    }

    @Test("A model that was cut in half, which training anew mends")
    func truncatedModel() throws {
        let models = bot.folder.appending(path: ".frontdesk/models")
        let id = try #require(try FileManager.default.contentsOfDirectory(atPath: models.path).first)
        let file = models.appending(path: "\(id)/model.safetensors")
        let whole = try Data(contentsOf: file)
        try whole.prefix(whole.count / 2).write(to: file)
        try bot.expect(
            ["reply", "hello"], fails: 65,
            "\(file.path): this part of the model cannot be read. "
                + "Train anew, or promote another model where 'frontdesk model list' shows one")
        #expect(try bot.run("train").status == 0)
        #expect(try bot.run("reply", "hello").status == 0)
        #expect(try Data(contentsOf: file) == whole)
    }

    @Test("A base model that is too wide, or holds what is no number, is not added")
    func uselessBase() throws {
        let cache = URL(filePath: try #require(bot.environment["FRONTDESK_CACHE"]))
        let names = try FileManager.default.contentsOfDirectory(atPath: cache.path).sorted()
        let base = bot.folder.appending(path: "base")
        try FileManager.default.copyItem(at: cache.appending(path: try #require(names.first)), to: base)
        let config = try text(of: "base/config.json")
        try write(config.replacing("\"hidden_size\": 32", with: "\"hidden_size\": 2052"), to: "base/config.json")
        try bot.expect(
            ["model", "add-base", base.path], fails: 65,
            "\(base.path): its vectors are 2052 numbers wide, the search takes at most 2048. "
                + "Name a model with a hidden_size of 2048 or less")
        try write(config, to: "base/config.json")
        var weights = try Data(contentsOf: base.appending(path: "model.safetensors"))
        weights.replaceSubrange(weights.count - 4..<weights.count, with: Data(repeating: 0xFF, count: 4))
        try bot.write(weights, to: "base/model.safetensors")
        try bot.expect(
            ["model", "add-base", base.path], fails: 65,
            "\(base.path): the tensor encoder.layer.1.output.dense.weight holds a number that is not finite. "
                + "Fetch the model again, or name another")
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache.path).sorted() == names)
    }

    @Test("A base model that was cut in half, which adding it anew mends")
    func truncatedBase() throws {
        let cache = bot.folder.appending(path: "cache")
        let source = URL(filePath: try #require(bot.environment["FRONTDESK_CACHE"]))
        try FileManager.default.copyItem(at: source, to: cache)
        let base = try #require(try FileManager.default.contentsOfDirectory(atPath: cache.path).first)
        let file = cache.appending(path: "\(base)/model.safetensors")
        let whole = try Data(contentsOf: file)
        try whole.prefix(whole.count / 2).write(to: file)
        for arguments in [["reply", "hello"], ["train"]] {
            let run = try CommandRun(arguments, environment: ["FRONTDESK_CACHE": cache.path], in: bot.folder)
            #expect(run.status == 65 && run.output.isEmpty)
            #expect(run.errors.hasPrefix("frontdesk: \(file.path): ") && run.errors.hasSuffix("fetch it again\n"))
            #expect(run.errors.split(separator: "\n").count == 1)
        }
        let arguments = ["model", "add-base", "--only-add", source.appending(path: base).path]
        let adding = try CommandRun(arguments, environment: ["FRONTDESK_CACHE": cache.path], in: bot.folder)
        #expect(adding.status == 0, "\(adding.errors)")
        #expect(try Data(contentsOf: file) == whole)
    }
}
