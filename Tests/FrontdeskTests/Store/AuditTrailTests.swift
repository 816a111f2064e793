import Foundation
import Frontdesk
import Testing

@Suite("Who did what, and when")
struct AuditTrailTests {
    private let folder: TemporaryFolder
    private let database: Store
    private let store: ConversationStore

    init() throws {
        folder = try TemporaryFolder()
        database = try Store(folder: folder.url)
        store = ConversationStore(database)
    }

    private func say(in conversation: String, at time: Date = Date()) throws {
        _ = try store.append(
            .init(
                conversation: conversation, customer: nil, message: Turn(speaker: .customer, text: "hello", time: time),
                reply: Turn(speaker: .bot, text: "hi", time: time, intent: "greeting", route: "template"),
                state: ConversationState()))
    }

    /// Oldest first: the act, the conversation, and the detail.
    private func acts() throws -> [String] {
        try AuditTrail(database).entries().reversed().map { "\($0.act) \($0.conversation ?? "-") \($0.detail)" }
    }

    @Test("Labels, ratings, reviews, imports and removals are recorded with the user's name and the time")
    func recorded() throws {
        try say(in: "c")
        try store.add(Correction(text: "hello", label: .intent("thanks"), conversation: "c", confirmed: false))
        _ = try store.rate(.bad, lastReplyOf: "c")
        _ = try store.undo(in: "c")
        _ = try store.undo(in: "c")
        try store.record(.label(.nothing), of: [("hello", "c")])
        let skipped = try store.record(.skip, of: [("hello", "c")])
        #expect(try store.undoReview(skipped))
        let log = #"{"id": "d", "turns": [{"speaker": "customer", "text": "any left?", "intent": "stock"}]}"#
        for _ in 0..<2 {
            _ = try LogImporter(database, intents: ["stock"]).importAll([
                LogSource(standardInput: Data(log.utf8), name: "log.jsonl")
            ])
        }
        #expect(
            try acts() == [
                "correct c thanks", "rate c bad", "undo c rate bad", "undo c correct thanks", "review c oos",
                "review c skip", "undo - review", "import - 1 conversations, 1 turns, 1 labels of logs",
            ])
        let entries = try AuditTrail(database).entries()
        #expect(entries.allSatisfy { $0.person?.isEmpty == false && abs($0.time.timeIntervalSinceNow) < 60 })
    }

    @Test("What is removed takes its name out of the audit, and the removal is recorded")
    func removed() throws {
        try say(in: "c", at: Date(timeIntervalSince1970: 1000))
        _ = try store.rate(.good, lastReplyOf: "c")
        try say(in: "d")
        _ = try store.rate(.good, lastReplyOf: "d")
        #expect(try store.removeConversations(before: Date(timeIntervalSince1970: 2000)) == 1)
        #expect(try acts() == ["rate - good", "rate d good", "retention - 1 conversations removed"])
    }

    @Test("Rows come and never change; only the name of a conversation can be taken out")
    func onlyGrows() throws {
        try say(in: "c")
        _ = try store.rate(.good, lastReplyOf: "c")
        let file = folder.url.appending(path: "store.sqlite")
        for change in [
            "detail = 'bad'", "person = 'nobody'", "time = 0", "act = 'x'", "model = 'm'", "conversation = 'd'",
            "id = 9, conversation = NULL", "detail = 'bad', conversation = NULL",
        ] {
            #expect(try RawSQLite.execute("UPDATE audit SET \(change)", in: file) == "the audit is not changed")
        }
        #expect(try RawSQLite.execute("DELETE FROM audit", in: file) == "the audit is not removed")
        #expect(try acts() == ["rate c good"])
        #expect(try RawSQLite.execute("UPDATE audit SET conversation = NULL", in: file) == nil)
        #expect(try acts() == ["rate - good"])
    }

    @Test("A store of a version that recorded models alone opens, keeps what it recorded, and goes on")
    func anOldStore() throws {
        let old = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/before-logs.sqlite")
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "store.sqlite")
        try FileManager.default.copyItem(at: old, to: file)
        let row = "INSERT INTO audit (time, act, model, detail) VALUES (1000, 'train', 'abc', 'probe')"
        #expect(try RawSQLite.execute(row, in: file) == nil)
        let store = try Store(folder: folder.url)
        _ = try ConversationStore(store).rate(.good, lastReplyOf: "c1")
        let entries = try AuditTrail(store).entries()
        #expect(entries.map(\.act) == ["rate", "train"])
        #expect(entries[1].person == nil && entries[1].model == "abc" && entries[1].detail == "probe")
        #expect(try RawSQLite.execute("UPDATE audit SET person = 'x'", in: file) == "the audit is not changed")
    }
}
