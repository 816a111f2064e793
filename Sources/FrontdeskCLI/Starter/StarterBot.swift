internal import Foundation
internal import Frontdesk

/// The files of a new bot: few, working, and each an example of what may stand there.
struct StarterBot {
    /// Content by path below the bot's folder.
    let files: [(path: String, content: String)]

    /// A small shop: seven intents, a page of knowledge, messages to test with.
    static let shop = StarterBot(files: [
        ("frontdesk.yml", shopSettings), (".gitignore", ignored),
        ("intents/greeting.yml", greeting), ("intents/thanks.yml", thanks),
        ("intents/opening_hours.yml", openingHours), ("intents/delivery_time.yml", deliveryTime),
        ("intents/return_goods.yml", returnGoods), ("intents/order_change.yml", orderChange),
        ("intents/talk_to_human.yml", talkToHuman), ("knowledge/faq.yml", faq),
        ("evaluation/messages.jsonl", evaluation),
    ])

    /// One intent, and the places for everything else.
    static let empty = StarterBot(files: [
        ("frontdesk.yml", emptySettings), (".gitignore", ignored), ("intents/talk_to_human.yml", talkToHuman),
        ("knowledge/.gitkeep", ""), ("evaluation/.gitkeep", ""),
    ])

    /// Writes the files into a folder that is new or empty.
    func write(to folder: URL) throws {
        let path = folder.path(percentEncoded: false)
        try AtomicFile.makeFolder(folder)
        let present = try FileManager.default.contentsOfDirectory(atPath: path)
        guard present.isEmpty else {
            throw BotError(
                .cannotCreate, at: SourceLocation(file: path), "this folder is not empty",
                mend: "Name a folder that is new or empty")
        }
        for file in files {
            let url = folder.appending(path: file.path)
            try AtomicFile.makeFolder(url.deletingLastPathComponent())
            try AtomicFile.write(file.content, to: url, named: file.path)
        }
    }

    private static let ignored = ".frontdesk/\n"

    private static let emptySettings = """
        # Settings; each has a default. Facts are values used in answers as {{facts.NAME}}.
        languages: [en]
        facts:
          bot: Robin
          contact: You can reach us at help@example.com.

        """

    private static let shopSettings = """
        # Settings; each has a default.
        languages: [en]

        # Values used in answers as {{facts.NAME}}: a changed policy is one edit here.
        facts:
          shop: Northwind
          bot: Robin
          hours: Monday to Friday, 9:00 to 17:00
          contact: You can reach my colleagues at help@example.com, Monday to Friday, 9:00 to 17:00.
          delivery_days: 2 to 4 working days
          return_days: 30 days

        # At most this share of the answers may be wrong; `frontdesk train` sets the thresholds for it.
        target_wrong_share: 0.03

        # Where requests for a person go, with a summary; unset, the bot gives facts.contact.
        # handoff:
        #   file: handoffs.jsonl

        """

    private static let faq = """
        # Only words to say: knowledge. A slot, an action, a tone of its own: an intent.
        - id: payment-methods
          question: How can I pay?
          aliases:
            - do you take credit cards
            - is PayPal possible
            - payment methods
          answer: By Visa, Mastercard, PayPal or bank transfer. The goods leave as soon as the payment has arrived.
        - id: gift-wrapping
          question: Do you wrap gifts?
          aliases:
            - can it be sent as a present
            - gift paper and a card
          answer: Yes. Tick "gift" in the basket and write your card there; wrapping costs 3 euros an item.
        - id: invoice
          question: Where do I find my invoice?
          aliases:
            - I need a bill for my company
            - receipt with VAT
          answer: It comes by mail as a PDF when the goods are sent, and stands in your account under "Orders".
        - id: password
          question: I forgot my password. What can I do?
          aliases:
            - can't log in
            - reset password
          answer: Choose "Forgot password" on the log-in page; the link in the mail you then get is good for an hour.

        """

    private static let evaluation = """
        {"text": "good evening, anybody there?", "intent": "greeting"}
        {"text": "that was very helpful, thank you", "intent": "thanks"}
        {"text": "are you there on saturdays?", "intent": "opening_hours"}
        {"text": "how many days does the post take", "intent": "delivery_time"}
        {"text": "the pullover doesn't fit, can it go back?", "intent": "return_goods"}
        {"text": "I'd like to add a second pair to my order", "intent": "order_change"}
        {"text": "give me someone from your staff please", "intent": "talk_to_human"}
        {"text": "do you accept mastercard", "knowledge": "payment-methods"}
        {"text": "who won the match yesterday", "intent": null}
        {"text": "can you book me a hotel", "intent": null}

        """
}
