internal import Foundation
internal import GRDB

/// What was said, and what people said about it: conversations, turns, feedback, corrections.
package struct ConversationStore: Sendable {
    let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    /// One exchange to be stored before its reply is shown.
    package struct Exchange: Sendable {
        package let conversation: String
        package let customer: String?
        package let message: Turn
        package let reply: Turn
        package let state: ConversationState

        package init(
            conversation: String, customer: String?, message: Turn, reply: Turn, state: ConversationState
        ) {
            self.conversation = conversation
            self.customer = customer
            self.message = message
            self.reply = reply
            self.state = state
        }
    }

    /// Stores a message and its reply in one transaction; returns the reply's turn number.
    package func append(_ exchange: Exchange) throws -> Int64 {
        let state = try Self.json(exchange.state)
        return try store.write { database in
            try database.execute(
                sql: """
                    INSERT INTO conversations (id, customer, language, state, started) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET state = excluded.state, language = excluded.language
                    """,
                arguments: [
                    exchange.conversation, exchange.customer, exchange.state.language?.rawValue, state,
                    exchange.message.time.timeIntervalSince1970,
                ])
            try Self.insert(exchange.message, in: exchange.conversation, database)
            try Self.insert(exchange.reply, in: exchange.conversation, database)
            return database.lastInsertedRowID
        }
    }

    /// What the bot remembers of a conversation; a new one starts empty.
    package func state(of conversation: String) throws -> ConversationState {
        try store.read { database in
            let json = try String.fetchOne(
                database, sql: "SELECT state FROM conversations WHERE id = ?", arguments: [conversation])
            guard let json else { return ConversationState() }
            return try JSONDecoder().decode(ConversationState.self, from: Data(json.utf8))
        }
    }

    /// The last turns of a conversation, oldest first.
    package func turns(of conversation: String, last count: Int = .max) throws -> [Turn] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM (SELECT * FROM turns WHERE conversation = ? ORDER BY id DESC LIMIT ?) ORDER BY id",
                arguments: [conversation, count]
            ).map(Self.turn)
        }
    }

    /// Every conversation with its turns, in the order they began, for export.
    package func forEachConversation(_ body: (LoggedConversation) throws -> Void) throws {
        let headers = try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, customer, channel, language, outcome, extra FROM conversations ORDER BY started, id
                    """)
        }
        for header in headers {
            let id: String = header["id"]
            try body(
                LoggedConversation(
                    id: id, customer: header["customer"], channel: header["channel"], language: header["language"],
                    outcome: header["outcome"], extra: header["extra"], turns: try turns(of: id)))
        }
    }

    private static func insert(_ turn: Turn, in conversation: String, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO turns
                (conversation, speaker, text, time, intent, route, answer_id, confidence, model, feedback)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                conversation, turn.speaker.rawValue, turn.text, turn.time.timeIntervalSince1970, turn.intent,
                turn.route, turn.answerID, turn.confidence, turn.model, turn.feedback?.rawValue,
            ])
    }

    static func turn(_ row: Row) -> Turn {
        var turn = Turn(
            speaker: Turn.Speaker(rawValue: row["speaker"]) ?? .customer, text: row["text"],
            time: Date(timeIntervalSince1970: row["time"]), intent: row["intent"], route: row["route"],
            answerID: row["answer_id"], confidence: row["confidence"], model: row["model"],
            feedback: (row["feedback"] as String?).flatMap(Turn.Feedback.init))
        turn.extra = row["extra"]
        return turn
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
