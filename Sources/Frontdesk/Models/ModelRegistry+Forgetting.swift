internal import Foundation
internal import GRDB

/// Which models were trained with which conversations, and the removal of those that hold a forgotten one.
extension ModelRegistry {
    /// The models that were trained with messages of some conversations.
    func models(trainedWith conversations: [String]) throws -> [String] {
        try store.read { database in
            let query = try database.makeStatement(sql: "SELECT model FROM model_conversations WHERE conversation = ?")
            return try Set(conversations.flatMap { try String.fetchAll(query, arguments: [$0]) }).sorted()
        }
    }

    /// Whether a model was trained with messages that are forgotten since.
    func isDue(_ model: String) throws -> Bool {
        try store.read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM models_due WHERE model = ?)", arguments: [model])
                ?? false
        }
    }

    /// Removes models' folders, and the encoders that no other model needs; one that is open in a chat goes on
    /// answering there.
    func removeFolders(of models: [String]) throws {
        for model in models where FileManager.default.fileExists(atPath: folder(of: model).path) {
            try FileManager.default.removeItem(at: folder(of: model))
        }
        let others = try list().map { folder(of: $0.id) }.filter { FileManager.default.fileExists(atPath: $0.path) }
        do {
            try TunedEncoders(folder).removeAll(
                but: Set(others.compactMap { try ModelManifest.load(from: $0).encoder }))
        } catch is BotError {
            // What a model needs whose manifest is damaged is not known: all encoders stay.
        }
    }

    /// Takes models out of the registry; the audit, which names no customer, keeps their ids.
    static func remove(_ models: [String], due: String?, _ database: Database) throws {
        for model in models {
            try database.execute(sql: "DELETE FROM models WHERE id = ?", arguments: [model])
            try database.execute(sql: "DELETE FROM model_conversations WHERE model = ?", arguments: [model])
            try database.execute(sql: "DELETE FROM models_due WHERE model = ?", arguments: [model])
            // There is no way back to it.
            try database.execute(sql: "DELETE FROM registry WHERE key = 'previous' AND value = ?", arguments: [model])
        }
        if let due { try database.execute(sql: "INSERT OR IGNORE INTO models_due VALUES (?)", arguments: [due]) }
    }

    /// Removes the models that were left because they answered, and do so no longer.
    func removeDue() throws {
        let champion = try champion()
        let due = try store.read { try String.fetchAll($0, sql: "SELECT model FROM models_due") }
        let superseded = due.filter { $0 != champion }
        guard !superseded.isEmpty else { return }
        try removeFolders(of: superseded)
        try store.write { try Self.remove(superseded, due: nil, $0) }
    }

    /// Records whose messages a model was trained with.
    static func note(_ conversations: Set<String>, of model: String, _ database: Database) throws {
        for conversation in conversations.sorted() {
            try database.execute(
                sql: "INSERT OR IGNORE INTO model_conversations (model, conversation) VALUES (?, ?)",
                arguments: [model, conversation])
        }
    }
}
