internal import Foundation
internal import GRDB

/// Turns whose conversation is spread over a log, in a temporary table until they stand together.
struct LogRows {
    /// So many rows are written, or read, at once.
    private static let batch = 2000

    private let store: Store
    private let file: String
    private var waiting: [(conversation: ReadConversation, turn: ReadTurn)] = []
    private var isEmpty = true

    init(_ store: Store, file: String) {
        self.store = store
        self.file = file
    }

    /// Takes in a turn; the conversation is told without its turns.
    mutating func take(_ turn: ReadTurn, of conversation: ReadConversation) throws {
        waiting.append((conversation, turn))
        isEmpty = false
        if waiting.count >= Self.batch { try write() }
    }

    private mutating func write() throws {
        let rows = waiting
        waiting = []
        try store.stage { database in
            let insert = try database.cachedStatement(sql: Self.insert)
            for (conversation, turn) in rows {
                try insert.execute(arguments: [
                    conversation.id, conversation.customer, conversation.channel, conversation.language,
                    conversation.outcome, conversation.extra, turn.speaker.rawValue, turn.text, turn.time, turn.intent,
                    turn.route, turn.answerID, turn.confidence, turn.model, turn.feedback?.rawValue, turn.extra,
                    turn.location.line, turn.location.column,
                ])
            }
        }
    }

    /// Hands over each conversation with its turns, and empties the table.
    mutating func gather(_ body: (ReadConversation) throws -> Void) throws {
        guard !isEmpty else { return }
        try write()
        try store.stage {
            try $0.execute(sql: "CREATE INDEX temp.rows_of_conversation ON log_rows (conversation, number)")
        }
        var open: ReadConversation?
        var last: (conversation: String, number: Int64) = ("", 0)
        while let rows = try next(after: last), let end = rows.last {
            for row in rows {
                let id: String = row["conversation"]
                if let finished = open, finished.id != id {
                    try hand(finished, to: body)
                    open = nil
                }
                var conversation = open ?? ReadConversation(id: id, location: location(row))
                conversation.add(row, turn(row))
                open = conversation
            }
            last = (end["conversation"], end["number"])
        }
        if let open { try hand(open, to: body) }
        try store.stage(Self.empty)
        isEmpty = true
    }

    /// Leaves nothing of a log that was handed over, or given up on the way.
    static func empty(_ database: Database) throws {
        try database.execute(
            sql: "DROP INDEX IF EXISTS temp.rows_of_conversation; DELETE FROM temp.log_rows")
    }

    private func hand(_ conversation: ReadConversation, to body: (ReadConversation) throws -> Void) throws {
        var conversation = conversation
        conversation.sortByTime()
        try body(conversation)
    }

    private func next(after last: (conversation: String, number: Int64)) throws -> [Row]? {
        let rows = try store.stage { database in
            try Row.fetchAll(database, sql: Self.page, arguments: [last.conversation, last.number, Self.batch])
        }
        return rows.isEmpty ? nil : rows
    }

    private func location(_ row: Row) -> SourceLocation {
        SourceLocation(file: file, line: row["line"], column: row["column"])
    }

    private func turn(_ row: Row) -> ReadTurn {
        ReadTurn(
            speaker: Turn.Speaker(rawValue: row["speaker"]) ?? .customer, text: row["text"], time: row["time"],
            intent: row["intent"], route: row["route"], answerID: row["answer_id"], confidence: row["confidence"],
            model: row["model"], feedback: (row["feedback"] as String?).flatMap(Turn.Feedback.init),
            extra: row["extra"], location: location(row))
    }
}

extension ReadConversation {
    /// Takes in a row: of what it says of the conversation, the first word counts, and the last of the outcome.
    fileprivate mutating func add(_ row: Row, _ turn: ReadTurn) {
        customer = customer ?? row["customer"]
        channel = channel ?? row["channel"]
        language = language ?? row["language"]
        outcome = row["outcome"] ?? outcome
        extra = extra ?? row["conversation_extra"]
        turns.append(turn)
    }
}

extension LogRows {
    static let table = """
        CREATE TEMP TABLE log_rows (
            number INTEGER PRIMARY KEY, conversation TEXT NOT NULL, customer TEXT, channel TEXT, language TEXT,
            outcome TEXT, conversation_extra TEXT, speaker TEXT NOT NULL, text TEXT NOT NULL, time REAL, intent TEXT,
            route TEXT, answer_id TEXT, confidence REAL, model TEXT, feedback TEXT, extra TEXT, line INTEGER,
            column INTEGER);
        """

    private static let insert = """
        INSERT INTO temp.log_rows (
            conversation, customer, channel, language, outcome, conversation_extra, speaker, text, time, intent, route,
            answer_id, confidence, model, feedback, extra, line, column)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    private static let page = """
        SELECT * FROM temp.log_rows WHERE (conversation, number) > (?, ?) ORDER BY conversation, number LIMIT ?
        """
}
