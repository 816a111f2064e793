import Foundation
import Frontdesk
import Testing

struct DialogueLogTests {
    private func read(_ lines: String...) throws -> [DialogueLog.Labelled] {
        try DialogueLog.read(lines.joined(separator: "\n"), named: "logs.jsonl", intents: ["stock", "returns"])
    }

    @Test func whatPeopleLabelledIsALabel() throws {
        let logs = try read(
            """
            {"id": "a", "language": "en", "turns": [
            {"speaker": "customer", "text": "any left?", "intent": "stock"}, {"speaker": "agent", "text": "Two."},
            {"speaker": "customer", "text": "nice weather", "intent": "oos"}, {"speaker": "customer", "text": "bye"}]}
            """.replacing("\n", with: " "))
        #expect(logs[0].labels.map(\.label) == [.intent("stock"), .nothing])
        #expect(logs[0].labels.map(\.text) == ["any left?", "nice weather"])
        #expect(logs[0].conversation.turns.count == 4)
    }

    @Test func whatABotGuessedIsALabelOnlyIfItsReplyWasCalledGood() throws {
        let turn = #"{"speaker": "customer", "text": "any left?", "intent": "stock"}"#
        let logs = try read(
            #"{"id": "a", "turns": [\#(turn), {"speaker": "bot", "text": "Two."}]}"#,
            #"{"id": "b", "turns": [\#(turn), {"speaker": "bot", "text": "Two.", "feedback": "good"}]}"#)
        #expect(logs.map(\.labels.count) == [0, 1])
    }

    @Test func everyWrongLineIsToldWithItsPlace() throws {
        let error = #expect(throws: BotErrors.self) {
            try read(
                #"{"id": "a", "turns": [{"speaker": "robot", "text": "x"}]}"#,
                #"{"id": "b", "turns": [{"speaker": "customer", "text": "x", "intent": "stocks"}]}"#,
                #"{"turns": []}"#)
        }
        let messages = error?.errors.map(\.description) ?? []
        #expect(messages.count == 3)
        #expect(messages[0].hasPrefix("logs.jsonl:1:35: the speaker cannot be 'robot'"))
        #expect(messages[1].hasPrefix("logs.jsonl:2:") && messages[1].hasSuffix("Did you mean 'stock'?"))
        #expect(messages[2].hasPrefix("logs.jsonl:3:"))
    }

    @Test func logsAreTakenOverOnce() throws {
        let folder = try TemporaryFolder()
        let store = ConversationStore(try Store(folder: folder.url))
        let logs = try read(
            #"{"id": "a", "turns": [{"speaker": "customer", "text": "any left?", "intent": "stock"}]}"#)
        #expect(try store.add(logs) == (1, 1))
        #expect(try store.add(logs) == (0, 0))
        #expect(try store.corrections().map(\.text) == ["any left?"])
        #expect(try store.turns(of: "a").map(\.text) == ["any left?"])
    }
}
