import Foundation

/// The messages of a small shop that sells lamps, by intent: a bot to be trained on them, rightly or wrongly.
struct LampShop: Sendable {
    /// A labelled message.
    struct Message: Hashable, Sendable {
        var text: String
        var intent: String
    }

    var messages: [Message]

    /// Eight intents of 45 messages.
    init() {
        messages = Self.wishes.sorted { $0.key < $1.key }.flatMap { intent, wishes in
            wishes.flatMap { wish in Self.frames.map { Message(text: $0.replacing("*", with: wish), intent: intent) } }
        }
    }

    static let frames = ["*", "hello, *", "* please", "i want to know *", "*, it is urgent"]

    /// Two by two they are about nearly the same.
    static let near = [
        "refund_late": "return_start", "return_start": "refund_late", "parcel_late": "address_change",
        "address_change": "parcel_late", "invoice_copy": "card_refused", "card_refused": "invoice_copy",
        "lamp_broken": "warranty_length", "warranty_length": "lamp_broken",
    ]

    private static let wishes = [
        "refund_late": [
            "where is my refund", "when do i get my money back", "the refund has not arrived", "my refund is late",
            "how long does the refund take", "you still owe me the money", "no money back on my account yet",
            "has the refund been paid", "the money for my return is missing",
        ],
        "return_start": [
            "how do i send the lamp back", "i want to return my order", "where is the return label",
            "can i send an item back", "i would like to start a return", "print a label for the return",
            "which form do returns need", "returning a lamp that i do not like", "how to hand in a return",
        ],
        "parcel_late": [
            "where is my parcel", "the parcel has not come", "my delivery is late", "when does the courier come",
            "tracking shows no movement", "the courier did not ring", "my parcel is stuck in the depot",
            "how long until delivery", "still waiting for the parcel",
        ],
        "address_change": [
            "change my delivery address", "i moved to another street", "the address of my order is wrong",
            "deliver to my office instead", "correct the house number", "send it to my new flat",
            "another street for the delivery", "my postcode is wrong", "update where you deliver to",
        ],
        "invoice_copy": [
            "i need an invoice", "send me a copy of the bill", "the invoice lacks the tax number",
            "where do i download the receipt", "an invoice for my company", "the bill was not in the parcel",
            "print the invoice again", "can you mail the receipt", "put my company on the invoice",
        ],
        "card_refused": [
            "my card was refused", "the payment does not go through", "credit card declined at checkout",
            "paying fails with an error", "my bank blocks the payment", "the checkout rejects my card",
            "i cannot pay by card", "payment failed twice", "why is my credit card declined",
        ],
        "lamp_broken": [
            "the lamp is broken", "my lamp flickers", "the glass came cracked", "the switch does not work",
            "the lamp stays dark", "it arrived damaged", "the cable is torn", "a bulb burst on the first day",
            "the shade has a dent",
        ],
        "warranty_length": [
            "how long is the warranty", "is my lamp under guarantee", "does the guarantee cover the switch",
            "the warranty period of bulbs", "how many years of guarantee", "is the warranty valid abroad",
            "what does the warranty include", "does the guarantee end soon", "guarantee without a receipt",
        ],
    ]
}

extension LampShop {
    /// Every so manieth message, from one on, by its place: spread over all intents.
    func spread(_ share: Double, from start: Int = 1) -> [Int] {
        let count = Int((share * Double(messages.count)).rounded())
        return (0..<count).map { (start + $0 * messages.count / count) % messages.count }
    }

    /// What another label may be: the one that is nearly the same, or any.
    func otherIntent(of place: Int, isNear: Bool) -> String {
        let own = messages[place].intent
        let names = Self.near.keys.sorted().filter { $0 != own }
        return isNear ? Self.near[own] ?? own : names[place % names.count]
    }

    /// Writes the intents' files, in place of those that a bot has.
    func write(to bot: TinyBot, answer: String = "We look after it.") throws {
        // What stands there is labelled with intents that this shop lacks.
        let evaluation = bot.folder.appending(path: "evaluation")
        if FileManager.default.fileExists(atPath: evaluation.path) {
            try FileManager.default.removeItem(at: evaluation)
        }
        let folder = bot.folder.appending(path: "intents")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !file.hasPrefix("_") {
            try FileManager.default.removeItem(at: folder.appending(path: file))
        }
        for (intent, messages) in Dictionary(grouping: messages, by: \.intent) {
            let examples = messages.map { "  - \($0.text)\n" }.joined()
            try bot.write(
                Data("intent: \(intent)\nexamples: |\n\(examples)answers:\n  - en: \(answer)\n".utf8),
                to: "intents/\(intent).yml")
        }
    }

    /// Messages of conversations with the label that somebody gave them, as a log.
    static func log(_ messages: [Message]) -> String {
        messages.enumerated().map { number, message in
            #"{"id": "c\#(number)", "turns": [{"speaker": "customer", "text": "\#(message.text)", "intent": "\#(message.intent)"}]}"#
                + "\n"
        }.joined()
    }
}
