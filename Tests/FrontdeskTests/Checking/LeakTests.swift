import Foundation
import Frontdesk
import Testing

@Suite("Messages that are measured with and learnt from")
struct LeakTests {
    private let bot: CheckedBot

    init() throws {
        bot = try CheckedBot()
        try bot.intent(
            "wrong_item", ["I ordered a kettle and got a toaster in the box", "wrong thing", "not what I wanted"])
    }

    private func leaks(_ messages: String..., calibration: String...) throws -> [String] {
        func lines(_ texts: [String]) -> String {
            texts.map { "{\"text\": \"\($0)\", \"intent\": \"wrong_item\"}\n" }.joined()
        }
        try bot.write(lines(messages), to: "evaluation/m.jsonl")
        try bot.write(lines(calibration), to: "calibration/m.jsonl")
        return try bot.warnings(.leakedMessage).map(\.description)
    }

    @Test("A long message but for one word, a short one only as it is")
    func nearExamples() throws {
        #expect(
            try leaks(
                "i ordered a kettle and got a toaster in the box lol", "a wrong thing", "Wrong thing!",
                "wanted what not I")
                == [
                    """
                    evaluation/m.jsonl:1: this message is nearly an example, at intents/wrong_item.yml:3:3. \
                    Keep one of them: what is learnt from cannot be measured with
                    """,
                    """
                    evaluation/m.jsonl:3: this message is an example too, at intents/wrong_item.yml:4:3. \
                    Keep one of them: what is learnt from cannot be measured with
                    """,
                ])
    }

    @Test("What sets the thresholds is not measured with")
    func thresholds() throws {
        #expect(
            try leaks(
                "there is a toaster in the box now and no kettle", "ok",
                calibration: "There is a toaster in that box now and no kettle", "OK")
                == [
                    """
                    evaluation/m.jsonl:1: this message is nearly one that sets the thresholds, at \
                    calibration/m.jsonl:1. Keep one of them: what thresholds are fitted to cannot be measured with
                    """,
                    """
                    evaluation/m.jsonl:2: this message sets the thresholds too, at calibration/m.jsonl:2. \
                    Keep one of them: what thresholds are fitted to cannot be measured with
                    """,
                ])
    }
}
