import Foundation
import Frontdesk
import Testing

/// What somebody does to a bot's examples.
private enum Poison: CustomTestStringConvertible {
    case flips(Double, isNear: Bool, inLog: Bool)
    /// Messages of some intents get words and the label of another.
    case phrase(String, of: [String], as: String, inLog: Bool)
    case dropped(String)

    static let all: [Poison] =
        [false, true].flatMap { inLog in
            [false, true].flatMap { isNear in
                [0.05, 0.1, 0.2].map { .flips($0, isNear: isNear, inLog: inLog) }
            }
        } + [
            .phrase("xq7 promo", of: ["refund_late"], as: "invoice_copy", inLog: false),
            .phrase("xq7 promo", of: LampShop.near.keys.sorted(), as: "invoice_copy", inLog: false),
            .phrase("zorbl", of: ["parcel_late", "lamp_broken"], as: "warranty_length", inLog: false),
            .phrase("as discussed with mister brown", of: ["card_refused"], as: "return_start", inLog: false),
            .phrase("促销七", of: ["return_start", "invoice_copy"], as: "refund_late", inLog: false),
            .phrase("xq7 promo", of: ["refund_late"], as: "invoice_copy", inLog: true),
            .phrase("zorbl", of: ["parcel_late", "lamp_broken"], as: "warranty_length", inLog: true),
            .dropped("card_refused"),
        ]

    var testDescription: String {
        switch self {
        case .flips(let share, let isNear, let inLog):
            "\(Int(share * 100)) % of the labels turned to \(isNear ? "a near intent" : "any")\(inLog ? ", in a log" : "")"
        case .phrase(let words, let intents, _, let inLog):
            "'\(words)' behind messages of \(intents.count) intents\(inLog ? ", in a log" : "")"
        case .dropped(let intent): "\(intent) dropped"
        }
    }

    /// The examples as they stand then, and what comes in with a log.
    func applied(to shop: LampShop) -> (shop: LampShop, log: [LampShop.Message]) {
        var shop = shop
        switch self {
        case .flips(let share, let isNear, let inLog):
            let flipped = shop.spread(share).map { place in
                (
                    place,
                    LampShop.Message(
                        text: shop.messages[place].text, intent: shop.otherIntent(of: place, isNear: isNear))
                )
            }
            if inLog { return (shop, flipped.map(\.1)) }
            for (place, message) in flipped { shop.messages[place] = message }
        case .phrase(let words, let intents, let target, let inLog):
            let messages = shop.messages.filter { intents.contains($0.intent) && $0.intent != target }
            let chosen = (0..<30).map { messages[$0 * messages.count / 30] }
            let added = chosen.map { LampShop.Message(text: "\($0.text) \(words)", intent: target) }
            if inLog { return (shop, added) }
            shop.messages += added
        case .dropped(let intent): shop.messages.removeAll { $0.intent == intent }
        }
        return (shop, [])
    }
}

@Suite("A champion is never replaced by a worse one")
struct PoisonTests {
    /// The champion of all candidates; four of its labels are wrong, and six of its messages have slips.
    private static let champion: Result<(bot: TinyBot, shop: LampShop), any Error> = Result {
        let bot = try TinyBot()
        var shop = LampShop()
        for place in shop.spread(4 / 360, from: 20) {
            shop.messages[place].intent = shop.otherIntent(of: place, isNear: true)
        }
        for place in shop.spread(6 / 360, from: 33) { shop.messages[place].text.swapLetters() }
        try shop.write(to: bot)
        #expect(try bot.run("train", "--recipe", "probe", "--force").status == 0)
        // What all tests share is let go of by none.
        atexit { _ = try? FileManager.default.removeItem(at: PoisonTests.champion.get().bot.folder) }
        return (bot, shop)
    }

    private func bot(_ change: (inout LampShop) -> Void = { _ in }) throws -> TinyBot {
        let (original, shop) = try Self.champion.get()
        let bot = try TinyBot(copying: original)
        var changed = shop
        change(&changed)
        try changed.write(to: bot)
        return bot
    }

    private func train(_ bot: TinyBot, _ more: String...) throws -> [String: Any] {
        try CommandRun(
            ["train", "--recipe", "probe", "--json"] + more, environment: bot.environment, in: bot.folder
        ).object()
    }

    @Test("Poison is refused", arguments: Poison.all)
    private func refused(_ poison: Poison) throws {
        var log: [LampShop.Message] = []
        let bot = try bot { shop in (shop, log) = poison.applied(to: shop) }
        try bot.write(Data(LampShop.log(log).utf8), to: "log.jsonl")
        let result = try log.isEmpty ? train(bot) : train(bot, "log.jsonl")
        if log.count >= 50 {
            // So many labels of conversations are looked through before: what is turned is not learnt.
            #expect(try #require(result["labels_set_aside"] as? Int) * 10 >= log.count * 9, "\(result)")
            let reason = result["reason"] as? String ?? ""
            let isAsBefore = reason == "nothing has changed since it was trained"
            #expect(isAsBefore || result["promoted"] as? Bool == false, "\(reason)")
        } else {
            #expect(result["promoted"] as? Bool == false, "\(result["reason"] ?? "")")
        }
    }

    @Test("Labels that a training set aside are not written into the files")
    func setAside() throws {
        let shop = LampShop()
        let log = shop.spread(0.2).map { place in
            LampShop.Message(text: shop.messages[place].text, intent: shop.otherIntent(of: place, isNear: false))
        }
        let texts = Set(log.map(\.text))
        let bot = try bot { shop in shop.messages.removeAll { texts.contains($0.text) } }
        try bot.write(Data(LampShop.log(log).utf8), to: "log.jsonl")
        let doubted = try #require(try train(bot, "log.jsonl")["labels_set_aside"] as? Int)
        let written = try bot.run("review", "--write", "--json").object()
        let setAside = try #require(written["set_aside"] as? Int)
        // Those for which the candidate was refused are set aside, too.
        #expect(doubted > 1 && setAside >= doubted, "\(written)")
        let files = try #require(written["files"] as? [String: Int])
        #expect(files.values.reduce(0, +) + setAside == texts.count, "\(written)")
        let notes = try bot.run("review", "--write").errors
        #expect(
            notes.contains(
                "\(setAside) labels that were set aside are not written; 'frontdesk review --suspects' shows them."))
    }

    @Test("Every label of a planted word is set aside, however many there are")
    func planted() throws {
        let messages = LampShop().messages.filter { ["parcel_late", "lamp_broken"].contains($0.intent) }
        let log = (0..<45).map { place in
            LampShop.Message(text: "\(messages[place * messages.count / 45].text) zorbl", intent: "warranty_length")
        }
        let bot = try bot()
        try bot.write(Data(LampShop.log(log).utf8), to: "log.jsonl")
        let result = try train(bot, "log.jsonl")
        #expect(result["promoted"] as? Bool == false, "\(result["reason"] ?? "")")
        let written = try bot.run("review", "--write", "--json").object()
        #expect(written["set_aside"] as? Int == 45, "\(written)")
    }

    @Test("More good examples, with a new product's name, pass")
    func goodExamples() throws {
        let bot = try bot { shop in
            let good = LampShop().messages.filter { $0.text.contains("lamp") || $0.text.contains("parcel") }
            shop.messages += good.map {
                .init(text: "\($0.text.replacing("lamp", with: "lumora 300")) again", intent: $0.intent)
            }
        }
        let result = try train(bot)
        #expect(result["promoted"] as? Bool == true, "\(result["reason"] ?? "")")
    }

    @Test("A new intent passes, even one that a product's name tells")
    func newIntent() throws {
        let asked = [
            "how do i pair the lumora", "lumora does not join the wifi", "set up my lumora",
            "the lumora app finds nothing",
            "reset the lumora to factory state", "lumora firmware update", "change the colour of the lumora in the app",
            "two lumora in one room", "the lumora forgets its scenes", "voice control for lumora",
            "lumora timer does not start",
            "where do i scan the lumora code",
        ]
        let bot = try bot { shop in shop.messages += asked.map { .init(text: $0, intent: "lumora_setup") } }
        let result = try train(bot)
        #expect(result["promoted"] as? Bool == true, "\(result["reason"] ?? "")")
    }

    @Test("Other answers, mended slips and right labels pass")
    func mended() throws {
        let bot = try bot { $0 = LampShop() }
        try LampShop().write(to: bot, answer: "A colleague looks after it today.")
        let result = try train(bot)
        #expect(result["promoted"] as? Bool == true, "\(result["reason"] ?? "")")
    }

    @Test("A group of messages that moves as a whole passes")
    func moved() throws {
        let bot = try bot { shop in
            for place in shop.messages.indices where shop.messages[place].text.contains("card") {
                shop.messages[place].intent = "card_declined"
            }
        }
        let result = try train(bot)
        #expect(result["promoted"] as? Bool == true, "\(result["reason"] ?? "")")
    }
}

extension String {
    /// The last word's last two letters in the wrong order: a slip of the fingers.
    fileprivate mutating func swapLetters() {
        let letters = Array(self)
        self = String(letters.dropLast(2) + [letters[letters.count - 1], letters[letters.count - 2]])
    }
}
