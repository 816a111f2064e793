import Foundation
import Frontdesk
import Testing

@Suite("Training, promoting and importing logs, killed at any moment")
struct ModelKillTests {
    private static let moments = 8

    private func registry(_ bot: TinyBot) throws -> ModelRegistry {
        let folder = BotFolder(bot.folder)
        return ModelRegistry(try Store(folder: folder.state), folder: folder)
    }

    /// Kills the command in copies of a bot, at moments spread over as long as it takes; `left` looks at what is left,
    /// and `healed` at what there is when it ran again.
    private func kill(
        _ arguments: [String], in bot: TinyBot, left: (TinyBot) throws -> Void, healed: (TinyBot) throws -> Void
    ) throws {
        let whole = try TinyBot(copying: bot)
        let start = ContinuousClock.now
        #expect(try whole.run(arguments).status == 0)
        let duration = ContinuousClock.now - start
        for moment in 0..<Self.moments {
            let copy = try TinyBot(copying: bot)
            let share = (Double(moment) + .random(in: 0..<1)) / Double(Self.moments)
            try CommandRun.killed(arguments, after: duration * share, environment: bot.environment, in: copy.folder)
            // It reads each file of each model, and the store.
            #expect(try copy.run("check").status == 0)
            try left(copy)
            let again = try copy.run(arguments)
            #expect(again.status == 0, "\(again.errors)")
            #expect(try copy.run("check").status == 0)
            try healed(copy)
        }
    }

    /// A bot, its champion, and the model that a training makes of an example more.
    private func bots() throws -> (old: TinyBot, new: TinyBot, champion: String, candidate: String) {
        let old = try TinyBot()
        let file = old.folder.appending(path: "intents/thanks.yml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try old.write(
            Data(text.replacing("examples: |\n", with: "examples: |\n  - that was kind of you\n").utf8),
            to: "intents/thanks.yml")
        let new = try TinyBot(copying: old)
        #expect(try new.run("train", "--force").status == 0)
        return (
            old, new, try #require(try registry(old).champion()), try #require(try registry(new).champion())
        )
    }

    @Test("A training leaves the old model or the new one answering, and trains to its end when it runs again")
    func training() throws {
        let (bot, _, old, new) = try bots()
        try kill(["train", "--force"], in: bot) { copy in
            let champion = try registry(copy).champion()
            #expect([old, new].contains(champion))
        } healed: { copy in
            let champion = try registry(copy).champion()
            let models = try FileManager.default.contentsOfDirectory(
                atPath: copy.folder.appending(path: ".frontdesk/models").path)
            #expect(champion == new && Set(models) == [old, new])
        }
    }

    @Test("A promotion has happened or not")
    func promotion() throws {
        let (_, bot, old, new) = try bots()
        #expect(try bot.run("model", "rollback").status == 0)
        try kill(["model", "promote", new], in: bot) { copy in
            let champion = try registry(copy).champion()
            #expect([old, new].contains(champion))
        } healed: { copy in
            let champion = try registry(copy).champion()
            let before = try copy.run("model", "rollback", "--json").object()["model"] as? String
            #expect(champion == new && before == old)
        }
    }

    @Test("A log is in the store as a whole or not at all")
    func logs() throws {
        let bot = try TinyBot()
        let count = 400
        let lines = (0..<count).map { number in
            #"{"id": "c\#(number)", "turns": [{"speaker": "customer", "text": "hello \#(number)", "intent": "greeting"}]}"#
                + "\n"
        }
        try bot.write(Data(lines.joined().utf8), to: "chats.jsonl")
        func conversations(_ bot: TinyBot) throws -> [Int] {
            let store = ConversationStore(try Store(folder: BotFolder(bot.folder).state))
            return [try store.statistics().importedConversations, try store.corrections().count]
        }
        try kill(["import", "--logs", "chats.jsonl"], in: bot) { copy in
            let found = try conversations(copy)
            #expect([[0, 0], [count, count]].contains(found))
        } healed: { copy in
            let found = try conversations(copy)
            #expect(found == [count, count])
        }
    }
}
