internal import Foundation
internal import GRDB

/// The conversations of logs in temporary tables, from which they go into the store at once.
///
/// The tables stand in a file that only this process sees and that goes with it, so an import that is killed leaves
/// nothing; and nobody waits for the store while a long log is read.
final class LogStage {
    /// What became of a conversation of a log.
    enum Outcome {
        case added(turns: Int, labels: Int)
        case extended(turns: Int, labels: Int)
        /// All its turns were there; labels may be new.
        case unchanged(labels: Int)
        /// It has no turns.
        case empty
        case wrong(BotErrors)
    }

    let store: Store
    private let intents: Set<String>
    /// When turns were said whose logs do not tell: at the time of the import.
    private let now = Date().timeIntervalSince1970
    private var states: [String?: String] = [:]

    init(_ store: Store, intents: Set<String>) throws {
        self.store = store
        self.intents = intents
        try store.stage { try $0.execute(sql: Self.dropped + Self.tables) }
    }

    /// Takes the tables away.
    func close() throws {
        try store.stage { try $0.execute(sql: Self.dropped) }
    }

    /// Stages conversations, each of which is compared with the turns that the store and the stage have.
    func stage(_ conversations: [ReadConversation], from source: String) throws -> [Outcome] {
        try store.stage { database in
            try conversations.map { conversation in
                guard !conversation.turns.isEmpty else { return .empty }
                var errors = BotErrors()
                let outcome = try errors.collect { try stage(conversation, source, database) }
                return outcome ?? .wrong(errors)
            }
        }
    }

    private func stage(_ conversation: ReadConversation, _ source: String, _ database: Database) throws -> Outcome {
        let labels = try conversation.labels(intents)
        let known = try known(conversation.id, database)
        let turns = conversation.turns
        guard zip(known.turns, turns).allSatisfy({ $0.speaker == $1.speaker.rawValue && $0.text == $1.text }) else {
            throw BotError(
                .badData, at: conversation.location,
                "the conversation '\(conversation.id)' is in the store with other turns",
                mend: "Nothing of it was replaced; give the other one another id")
        }
        let there = min(known.turns.count, turns.count)
        let added = try labels.filter { try $0.key >= there || !isJudged(turns[$0.key], of: conversation.id, database) }
        for (index, label) in added.sorted(by: { $0.key < $1.key }) {
            try insert(label, turns[index], of: conversation.id, known.turn(at: index), database)
        }
        guard turns.count > there else { return .unchanged(labels: added.count) }
        let number = try known.number ?? insert(conversation, known, source, database)
        for turn in turns[there...] { try insert(turn, of: number, database) }
        return there == 0
            ? .added(turns: turns.count, labels: added.count)
            : .extended(turns: turns.count - there, labels: added.count)
    }

    /// Whether somebody gave the message a label before, even one that was taken back.
    private func isJudged(_ turn: ReadTurn, of conversation: String, _ database: Database) throws -> Bool {
        try [Self.isCorrected, Self.isLabelled].contains { sql in
            try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [conversation, turn.text]) != nil
        }
    }
}

extension LogStage {
    /// What the store and the stage have of a conversation.
    private struct Known {
        var isStored = false
        /// The last of its turns in the store.
        var lastTurn: Int64?
        /// Its number on the stage.
        var number: Int64?
        /// Those in the store, which come first, and those on the stage, with their numbers there.
        var turns: [(number: Int64, speaker: String, text: String)] = []
        var storedTurns = 0

        /// The number of a turn in the store or on the stage; neither has a new one.
        func turn(at index: Int) -> (stored: Int64?, staged: Int64?) {
            guard index < turns.count else { return (nil, nil) }
            return index < storedTurns ? (turns[index].number, nil) : (nil, turns[index].number)
        }
    }

    private func known(_ id: String, _ database: Database) throws -> Known {
        var known = Known()
        known.isStored = try Int.fetchOne(database.cachedStatement(sql: Self.isStored), arguments: [id]) != nil
        if known.isStored {
            known.turns = try turns(Self.storedTurns, [id], database)
            known.storedTurns = known.turns.count
            known.lastTurn = try Int64.fetchOne(database.cachedStatement(sql: Self.lastTurn), arguments: [id])
        }
        known.number = try Int64.fetchOne(database.cachedStatement(sql: Self.stagedNumber), arguments: [id])
        if let number = known.number { known.turns += try turns(Self.stagedTurns, [number], database) }
        return known
    }

    private func turns(
        _ sql: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [(number: Int64, speaker: String, text: String)] {
        try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map { ($0[0], $0[1], $0[2]) }
    }

    private func insert(
        _ conversation: ReadConversation, _ known: Known, _ source: String, _ database: Database
    ) throws -> Int64 {
        try database.cachedStatement(sql: Self.insertConversation).execute(arguments: [
            conversation.id, !known.isStored, known.lastTurn, conversation.customer, conversation.language,
            try state(conversation.language), conversation.turns.first?.time ?? now, conversation.channel,
            conversation.outcome, conversation.extra, source,
        ])
        return database.lastInsertedRowID
    }

    /// What the bot remembers of a conversation that goes on here: its language.
    private func state(_ language: String?) throws -> String {
        if let known = states[language] { return known }
        var state = ConversationState()
        state.language = language.map(Language.init)
        let json = try ConversationStore.json(state)
        states[language] = json
        return json
    }

    private func insert(_ turn: ReadTurn, of number: Int64, _ database: Database) throws {
        try database.cachedStatement(sql: Self.insertTurn).execute(arguments: [
            number, turn.speaker.rawValue, turn.text, turn.time ?? now, turn.intent, turn.route, turn.answerID,
            turn.confidence, turn.model, turn.feedback?.rawValue, turn.extra,
        ])
    }

    /// `known` is the turn that has the label where the store or the stage has it already.
    private func insert(
        _ label: Correction.Label, _ turn: ReadTurn, of conversation: String, _ known: (stored: Int64?, staged: Int64?),
        _ database: Database
    ) throws {
        try database.cachedStatement(sql: Self.insertLabel).execute(arguments: [
            conversation, turn.text, try ConversationStore.json(label), known.stored, known.staged, turn.intent,
        ])
    }
}

extension LogStage {
    /// How much stands on the stage, so that what comes after can be taken back.
    struct Mark {
        let conversations: Int64
        let turns: Int64
        let labels: Int64
    }

    func mark() throws -> Mark {
        try store.stage { database in
            func last(_ table: String) throws -> Int64 {
                try Int64.fetchOne(database, sql: "SELECT max(number) FROM temp.\(table)") ?? 0
            }
            return Mark(
                conversations: try last("staged_conversations"), turns: try last("staged_turns"),
                labels: try last("staged_labels"))
        }
    }

    /// Takes back what was staged since a mark.
    func discard(since mark: Mark) throws {
        try store.stage { database in
            for (table, last) in [
                ("staged_conversations", mark.conversations), ("staged_turns", mark.turns),
                ("staged_labels", mark.labels),
            ] {
                try database.execute(sql: "DELETE FROM temp.\(table) WHERE number > ?", arguments: [last])
            }
            try LogRows.empty(database)
        }
    }

    /// Brings all that is staged into the store, in one transaction.
    func commit() throws {
        try store.withManyPages {
            try store.write { database in
                if let id = try String.fetchOne(database, sql: Self.goneOn) {
                    throw BotError(
                        .locked, "the conversation '\(id)' went on while it was imported", mend: "Import it again")
                }
                try Self.recordImport(database)
                try database.execute(sql: Self.committed, arguments: [now])
            }
        }
    }
}

extension LogStage {
    /// Records what comes into the store, where something does; logs may be named after customers, and are not.
    private static func recordImport(_ database: Database) throws {
        func count(_ table: String) throws -> Int {
            try Int.fetchOne(database, sql: "SELECT count(*) FROM temp.\(table)") ?? 0
        }
        let (conversations, turns) = (try count("staged_conversations"), try count("staged_turns"))
        let labels = try count("staged_labels")
        guard turns + labels > 0 else { return }
        try AuditTrail.record(
            "import", detail: "\(conversations) conversations, \(turns) turns, \(labels) labels of logs", database)
    }

    /// The columns of a turn, in the store as on the stage.
    private static let ofTurns =
        "speaker, text, time, intent, route, answer_id, confidence, model, feedback, extra"
    private static let ofConversations = "id, customer, language, state, started, channel, outcome, extra, source"

    private static let tables = """
        CREATE TEMP TABLE staged_conversations (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, is_new INTEGER NOT NULL, last_turn INTEGER,
            customer TEXT, language TEXT, state TEXT NOT NULL, started REAL NOT NULL, channel TEXT, outcome TEXT,
            extra TEXT, source TEXT NOT NULL);
        CREATE TEMP TABLE staged_turns (
            number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, speaker TEXT NOT NULL, text TEXT NOT NULL,
            time REAL NOT NULL, intent TEXT, route TEXT, answer_id TEXT, confidence REAL, model TEXT, feedback TEXT,
            extra TEXT);
        CREATE INDEX temp.turns_of_staged ON staged_turns (conversation, number);
        CREATE TEMP TABLE staged_labels (
            number INTEGER PRIMARY KEY, conversation TEXT NOT NULL, text TEXT NOT NULL, label TEXT NOT NULL, turn INTEGER,
            staged_turn INTEGER, intent TEXT);
        CREATE INDEX temp.labels_of_staged ON staged_labels (conversation, text);
        CREATE INDEX temp.labels_of_stored ON staged_labels (turn);
        CREATE INDEX temp.labels_of_staged_turns ON staged_labels (staged_turn);
        \(LogRows.table)
        """
    private static let dropped = """
        DROP TABLE IF EXISTS temp.staged_conversations; DROP TABLE IF EXISTS temp.staged_turns;
        DROP TABLE IF EXISTS temp.staged_labels; DROP TABLE IF EXISTS temp.log_rows;

        """

    private static let isStored = "SELECT 1 FROM main.conversations WHERE id = ?"
    private static let lastTurn = "SELECT max(id) FROM main.turns WHERE conversation = ?"
    private static let storedTurns = "SELECT id, speaker, text FROM main.turns WHERE conversation = ? ORDER BY id"
    private static let stagedNumber = "SELECT number FROM temp.staged_conversations WHERE id = ?"
    private static let stagedTurns =
        "SELECT number, speaker, text FROM temp.staged_turns WHERE conversation = ? ORDER BY number"
    private static let insertConversation = """
        INSERT INTO temp.staged_conversations
        (id, is_new, last_turn, customer, language, state, started, channel, outcome, extra, source)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let insertTurn = """
        INSERT INTO temp.staged_turns (conversation, \(ofTurns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let insertLabel = """
        INSERT INTO temp.staged_labels (conversation, text, label, turn, staged_turn, intent) VALUES (?, ?, ?, ?, ?, ?)
        """
    private static let isCorrected = "SELECT 1 FROM main.corrections WHERE conversation = ? AND text = ?"
    private static let isLabelled = "SELECT 1 FROM temp.staged_labels WHERE conversation = ? AND text = ?"

    /// A conversation that somebody had a turn in since it was staged.
    private static let goneOn = """
        SELECT id FROM temp.staged_conversations staged
        WHERE is_new AND EXISTS (SELECT 1 FROM main.conversations WHERE id = staged.id)
            OR (SELECT max(id) FROM main.turns WHERE conversation = staged.id) IS NOT last_turn
        LIMIT 1
        """
    private static let committed = """
        UPDATE temp.staged_turns
            SET intent = (SELECT intent FROM temp.staged_labels WHERE staged_turn = staged_turns.number)
            WHERE intent IS NULL AND number IN (SELECT staged_turn FROM temp.staged_labels);
        INSERT INTO main.conversations (\(ofConversations))
            SELECT \(ofConversations) FROM temp.staged_conversations WHERE is_new ORDER BY number;
        INSERT INTO main.turns (conversation, \(ofTurns), imported)
            SELECT id, \(ofTurns.replacing("extra", with: "staged_turns.extra")), 1
            FROM temp.staged_turns JOIN temp.staged_conversations
                ON staged_conversations.number = staged_turns.conversation
            ORDER BY staged_turns.number;
        INSERT INTO main.corrections (conversation, text, label, confirmed, time)
            SELECT conversation, text, label, 1, ? FROM temp.staged_labels ORDER BY number;
        UPDATE main.turns
            SET intent = (SELECT intent FROM temp.staged_labels WHERE turn = turns.id)
            WHERE intent IS NULL AND id IN (SELECT turn FROM temp.staged_labels);
        """
}
