package import Foundation
internal import GRDB

/// Which models there are, which one answers, and when that changed and why.
package struct ModelRegistry: Sendable {
    /// A model as `model list` shows it.
    package struct Entry: Sendable, Hashable, Codable {
        package let id: String
        package let recipe: String
        package let created: Date
        package let accuracy: Double?
        package let examples: Int
        package let isChampion: Bool
    }

    let store: Store
    let folder: BotFolder

    package init(_ store: Store, folder: BotFolder) {
        self.store = store
        self.folder = folder
    }

    /// The id of the model that answers; nil before the first training.
    package func champion() throws -> String? {
        try store.read { try Self.setting("champion", $0) }
    }

    /// The base model chosen for this bot, or the default one.
    package func base() throws -> String {
        try store.read { try Self.setting("base", $0) } ?? Installation.defaultBase
    }

    /// Makes another base model the one that the next training starts from.
    package func setBase(_ digest: String) throws {
        try store.write { database in
            try Self.set("base", digest, database)
            try AuditTrail.record("base", detail: digest, database)
        }
    }

    /// The folder of a model that is there.
    package func folder(of id: String) -> URL {
        folder.models.appending(path: id, directoryHint: .isDirectory)
    }

    /// Models by age, the newest first.
    package func list() throws -> [Entry] {
        try store.read { database in
            let champion = try Self.setting("champion", database)
            return try Row.fetchAll(database, sql: "SELECT * FROM models ORDER BY created DESC, id").map { row in
                Entry(
                    id: row["id"], recipe: row["recipe"], created: Date(timeIntervalSince1970: row["created"]),
                    accuracy: row["accuracy"], examples: row["examples"], isChampion: row["id"] == champion)
            }
        }
    }

    /// The only model whose id begins with `prefix`.
    package func resolve(_ prefix: String) throws -> String {
        let found = try list().map(\.id).filter { $0.hasPrefix(prefix) }
        guard found.count == 1, let id = found.first else {
            throw BotError(
                .usage,
                found.isEmpty ? "no model's id begins with '\(prefix)'" : "several models' ids begin with '\(prefix)'",
                mend: "See 'frontdesk model list'")
        }
        return id
    }

    /// Records a trained model whose folder is complete, and the conversations whose messages it was trained with.
    package func register(_ id: String, _ manifest: ModelManifest, conversations: Set<String> = []) throws {
        try store.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO models (id, recipe, created, accuracy, examples) VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    id, manifest.recipe, Date().timeIntervalSince1970, manifest.metrics["accuracy"],
                    manifest.examplesByProvenance.values.reduce(0, +),
                ])
            try Self.note(conversations, of: id, database)
            try AuditTrail.record("train", model: id, detail: manifest.recipe, database)
        }
    }

    /// Makes a model the one that answers, after checking each of its files against its digest.
    package func promote(_ id: String, reason: String) throws {
        try assertWhole(id)
        try store.write { database in
            let previous = try Self.setting("champion", database)
            try Self.set("champion", id, database)
            try AuditTrail.record("promote", model: id, detail: "\(reason); was \(previous ?? "none")", database)
            if previous != id, let previous { try Self.set("previous", previous, database) }
        }
    }

    /// What mends a model that is no use: not to go back, as there may be no earlier one, or that may be what failed.
    static let mend = "Train anew, or promote another model where 'frontdesk model list' shows one"

    /// Throws where a model's files are not those that were trained.
    private func assertWhole(_ id: String) throws {
        let manifest = try ModelManifest.load(from: folder(of: id))
        try manifest.verify(folder(of: id))
        if let encoder = manifest.encoder { try TunedEncoders(self.folder).verify(encoder) }
        guard try manifest.id == id else {
            throw BotError(
                .badData, at: SourceLocation(file: folder(of: id).path), "the manifest is not that of this model",
                mend: Self.mend)
        }
    }

    /// Goes back to the champion before this one; returns its id.
    package func rollback() throws -> String {
        guard let previous = try store.read({ try Self.setting("previous", $0) }) else {
            throw BotError(.failed, "there is no earlier model to go back to", mend: Self.mend)
        }
        try promote(previous, reason: "rollback")
        return previous
    }

    /// Records that a candidate was not promoted, and why.
    package func refuse(_ id: String, reason: String) throws {
        try store.write { try AuditTrail.record("refuse", model: id, detail: reason, $0) }
    }

    private static func setting(_ key: String, _ database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT value FROM registry WHERE key = ?", arguments: [key])
    }

    private static func set(_ key: String, _ value: String, _ database: Database) throws {
        try database.execute(
            sql:
                "INSERT INTO registry (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            arguments: [key, value])
    }
}

extension ModelRegistry {
    static func registerMigrations(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("models") { database in
            try database.execute(
                sql: """
                    CREATE TABLE models (
                        id TEXT PRIMARY KEY, recipe TEXT NOT NULL, created REAL NOT NULL, accuracy REAL,
                        examples INTEGER NOT NULL);
                    CREATE TABLE registry (key TEXT PRIMARY KEY, value TEXT NOT NULL);
                    CREATE TABLE audit (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, act TEXT NOT NULL, model TEXT,
                        detail TEXT NOT NULL);
                    """)
        }
        migrator.registerMigration("audit only grows") { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
                        BEGIN SELECT raise(ABORT, 'the audit is not changed'); END;
                    CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
                        BEGIN SELECT raise(ABORT, 'the audit is not removed'); END;
                    """)
        }
    }
}
