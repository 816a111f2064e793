package import Foundation
internal import GRDB

/// The last measurement of each file of queries, so that the next one can be compared with it.
package struct RetrievalRuns: Sendable {
    /// One measurement, as it is kept.
    struct Run: Sendable, Codable {
        let time: Date
        let model: String
        /// By their JSON keys.
        let figures: [String: Double]
        /// A hash of all queries with what is relevant to them.
        let content: Data
        /// Hashes of the queries, and of those that were missed: what they say stays in the file.
        let asked: Set<Data>
        let missed: Set<Data>
    }

    private let store: Store

    package init(_ store: Store) {
        self.store = store
    }

    static func registerMigrations(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("retrieval runs") { database in
            try database.execute(
                sql: "CREATE TABLE retrieval_runs (name TEXT PRIMARY KEY, time REAL NOT NULL, run TEXT NOT NULL)")
        }
    }

    /// Keeps a measurement in place of the last one of the same files; returns how the two differ, if there was one.
    package func record(
        _ searched: Evaluator.Searched, of queries: [EvaluationQuery], named name: String, model: String,
        at time: Date = Date()
    ) throws -> RetrievalComparison? {
        let run = Run(
            time: time, model: model,
            figures: Dictionary(uniqueKeysWithValues: searched.report.figures.map { ($0.key, $0.value) }),
            content: Self.content(of: queries), asked: Set(queries.map { TextHash.of($0.text) }),
            missed: Set(searched.misses.map { TextHash.of($0.query) }))
        return try store.write { database in
            let last = try Self.run(named: name, database)
            try database.execute(
                sql: "INSERT OR REPLACE INTO retrieval_runs (name, time, run) VALUES (?, ?, ?)",
                arguments: [name, time.timeIntervalSince1970, try ConversationStore.json(run)])
            return last.map { RetrievalComparison(run, since: $0, queries.map(\.text)) }
        }
    }

    /// The last measurement; one that cannot be read is none: it must not cost the new one, which takes its place.
    private static func run(named name: String, _ database: Database) throws -> Run? {
        try String.fetchOne(
            database, sql: "SELECT run FROM retrieval_runs WHERE name = ?", arguments: [name]
        ).flatMap { try? JSONDecoder().decode(Run.self, from: Data($0.utf8)) }
    }

    private static func content(of queries: [EvaluationQuery]) -> Data {
        let lines = queries.map { ([$0.text] + $0.relevant.sorted()).joined(separator: "\u{1F}") }
        return TextHash.of(lines.joined(separator: "\n"))
    }
}

extension Evaluator {
    /// Keeps what came of some queries as the last measurement of their files; returns how it differs from the one before.
    package func record(
        _ searched: Searched, of queries: [EvaluationQuery], named name: String
    ) throws -> RetrievalComparison? {
        try RetrievalRuns(bot.conversations.store).record(searched, of: queries, named: name, model: model)
    }
}

/// How a measurement of queries differs from the last one of the same files.
package struct RetrievalComparison: Sendable, Encodable {
    /// When the last one was made, and by which model.
    package let since: Date
    package let model: String
    /// Whether the files held the same queries then.
    package let sameQueries: Bool
    /// Each figure less the last one, by its JSON key.
    package let changes: [String: Double]
    /// Queries missed now and not then, and the other way round.
    package let newlyMissed: [String]
    package let newlyFound: [String]

    enum CodingKeys: String, CodingKey {
        case since, model, changes
        case sameQueries = "same_queries"
        case newlyMissed = "newly_missed"
        case newlyFound = "newly_found"
    }

    init(_ run: RetrievalRuns.Run, since last: RetrievalRuns.Run, _ queries: [String]) {
        since = last.time
        model = last.model
        sameQueries = run.content == last.content
        changes = run.figures.merging(last.figures) { $0 - $1 }.filter { last.figures[$0.key] != nil }
        let again = queries.filter { last.asked.contains(TextHash.of($0)) }
        newlyMissed = again.filter { run.missed.contains(TextHash.of($0)) && !last.missed.contains(TextHash.of($0)) }
        newlyFound = again.filter { !run.missed.contains(TextHash.of($0)) && last.missed.contains(TextHash.of($0)) }
    }
}
