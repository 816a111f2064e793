package import Foundation
internal import GRDB

extension ConversationStore {
    /// Counts what was said from one moment up to another, or ever.
    ///
    /// `promotions` tell when which model began to answer; weeks are those of `calendar`.
    package func statistics(
        since: Date? = nil, until: Date? = nil, promotions: [Promotion] = [],
        calendar: Calendar = Calendar(identifier: .iso8601)
    ) throws -> ConversationStatistics {
        let end = until?.timeIntervalSince1970 ?? .infinity
        let range = min(since?.timeIntervalSince1970 ?? 0, end)..<end
        return try store.read { database in
            var tally = TurnTally(range, calendar: calendar, promotions: promotions)
            // What was said earlier in a conversation tells what is asked again: so all turns are read, once.
            let rows = try Row.fetchCursor(database, sql: "SELECT \(TurnTally.columns) FROM turns ORDER BY id")
            while let row = try rows.next() { tally.add(row) }
            return tally.statistics(corrections: try Self.corrections(in: range, database))
        }
    }

    /// Labels of imported messages are no judgement of this bot.
    private static func corrections(in range: Range<Double>, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM corrections WHERE withdrawn = 0 AND confirmed = 0 AND time >= ? AND time < ?
                    AND EXISTS (SELECT 1 FROM turns WHERE turns.conversation = corrections.conversation
                        AND speaker = 'customer' AND turns.text = corrections.text AND imported = 0)
                """,
            arguments: [range.lowerBound, range.upperBound]) ?? 0
    }
}

extension ModelRegistry {
    /// When models were promoted, the first one first.
    package func promotions() throws -> [Promotion] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT model, time FROM audit WHERE act = 'promote' AND model IS NOT NULL ORDER BY time, id"
            ).map { Promotion(model: $0["model"], time: Date(timeIntervalSince1970: $0["time"])) }
        }
    }
}
