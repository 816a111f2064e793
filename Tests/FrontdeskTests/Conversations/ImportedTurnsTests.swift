import Foundation
import Frontdesk
import Testing

@Suite("Imported turns beside the bot's own")
struct ImportedTurnsTests {
    private let fixture: LogFixture

    init() throws {
        fixture = try LogFixture()
    }

    private func say(_ route: String, entry: String? = nil, in conversation: String) throws {
        _ = try fixture.store.append(
            .init(
                conversation: conversation, customer: nil, message: Turn(speaker: .customer, text: "x", time: Date()),
                reply: Turn(speaker: .bot, text: "y", time: Date(), route: route, answerID: entry),
                state: ConversationState()))
    }

    @Test func onlyWhatWasToldNextCountsThem() throws {
        try say("knowledge", entry: "oil", in: "own")
        _ = try fixture.take(
            #"""
            {"id": "a", "turns": [{"speaker": "customer", "text": "x"}, {"speaker": "bot", "text": "y", "route": "knowledge", "answer_id": "rust", "feedback": "good"}, {"speaker": "customer", "text": "x"}, {"speaker": "bot", "text": "y", "route": "knowledge", "answer_id": "rust"}, {"speaker": "customer", "text": "tents?"}, {"speaker": "bot", "text": "?", "route": "fallback"}, {"speaker": "bot", "text": "z", "answer_id": "wash"}]}
            """#)
        let statistics = try fixture.store.statistics()
        #expect(
            [statistics.conversations, statistics.turns, statistics.replies, statistics.good] as [Int] == [1, 2, 1, 0])
        #expect(statistics.askedAgain == 0 && statistics.entries.map(\.name) == ["oil"])
        #expect([statistics.importedConversations, statistics.importedTurns] as [Int] == [1, 7])
        #expect(try fixture.store.unanswered().isEmpty)
        #expect(try fixture.store.neverTold(of: ["rust", "oil"]) == ["rust"])
        #expect(try fixture.store.toldNext(after: "rust", besides: "x") == ["wash": 1])
    }

    @Test("Labels of imported messages are no corrections of the bot")
    func corrections() throws {
        try say("fallback", in: "own")
        _ = try fixture.take(#"{"id": "a", "turns": [{"speaker": "customer", "text": "x"}]}"#)
        try fixture.store.record(.label(.intent("stock")), of: [("x", "a")])
        #expect(try fixture.store.statistics().corrections == 0)
        try fixture.store.record(.label(.intent("stock")), of: [("x", "own")])
        #expect(try fixture.store.statistics().corrections == 1)
    }

    @Test func aConversationThatGoesOnHereKnowsItsLanguageAndCountsFromThen() throws {
        _ = try fixture.take(
            #"{"id": "a", "language": "zh", "turns": [{"speaker": "customer", "text": "你好"}, {"speaker": "agent", "text": "在"}]}"#
        )
        #expect(try fixture.store.state(of: "a").language == .chinese)
        try say("fallback", in: "a")
        #expect(try fixture.store.statistics().turns == 2)
        #expect(try fixture.store.turns(of: "a").count == 4)
    }

    @Test("A store of a version that kept no logs opens, and takes them in")
    func anOldStore() throws {
        let folder = try TemporaryFolder()
        let old = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Store/Fixtures/before-logs.sqlite")
        try FileManager.default.copyItem(at: old, to: folder.url.appending(path: "store.sqlite"))
        let database = try Store(folder: folder.url)
        let store = ConversationStore(database)
        #expect(try store.turns(of: "c1").map(\.text) == ["where is my lamp", "Which order is it?"])
        #expect(try store.statistics().turns == 2)
        let more =
            #"{"id":"c1","turns":[{"speaker":"customer","text":"where is my lamp"},{"speaker":"bot","text":"Which order is it?"},{"speaker":"customer","text":"10234"}]}"#
        let result = try LogImporter(database, intents: []).importAll([
            LogSource(standardInput: Data(more.utf8), name: "log.jsonl")
        ])
        #expect(result.summaries.map(\.extended) == [1])
        #expect(try store.turns(of: "c1").count == 3 && store.statistics().importedTurns == 1)
    }
}
