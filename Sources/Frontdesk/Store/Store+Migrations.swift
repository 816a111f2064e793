internal import GRDB

extension Store {
    /// Every step that brings a store up to date, oldest first; a released step is never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        EmbeddingCache.registerMigrations(&migrator)
        KnowledgeIndex.registerMigrations(&migrator)
        ConversationStore.registerMigrations(&migrator)
        ModelRegistry.registerMigrations(&migrator)
        RetrievalRuns.registerMigrations(&migrator)
        ConversationStore.registerForgetting(&migrator)
        AuditTrail.registerMigrations(&migrator)
        ConversationStore.registerForgettingModels(&migrator)
        return migrator
    }
}
