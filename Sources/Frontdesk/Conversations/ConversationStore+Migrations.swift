internal import GRDB

extension ConversationStore {
    static func registerMigrations(_ migrator: inout DatabaseMigrator) {
        migrator.registerMigration("conversations") { database in
            try database.execute(
                sql: """
                    CREATE TABLE conversations (
                        id TEXT PRIMARY KEY, customer TEXT, language TEXT, state TEXT NOT NULL, started REAL NOT NULL);
                    CREATE TABLE turns (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
                        speaker TEXT NOT NULL, text TEXT NOT NULL, time REAL NOT NULL, intent TEXT, route TEXT,
                        answer_id TEXT, confidence REAL, model TEXT, feedback TEXT);
                    CREATE INDEX turns_of_conversation ON turns (conversation, id);
                    CREATE TABLE corrections (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, text TEXT NOT NULL,
                        label TEXT NOT NULL, confirmed INTEGER NOT NULL, time REAL NOT NULL,
                        withdrawn INTEGER NOT NULL DEFAULT 0);
                    """)
        }
        migrator.registerMigration("ratings") { database in
            // `turns.feedback` is the rating in force; here stands each one that was given, so that it can be undone.
            try database.execute(
                sql: """
                    CREATE TABLE ratings (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL,
                        turn INTEGER NOT NULL REFERENCES turns (id) ON DELETE CASCADE,
                        feedback TEXT NOT NULL, correction INTEGER REFERENCES corrections (id), time REAL NOT NULL,
                        withdrawn INTEGER NOT NULL DEFAULT 0);
                    CREATE INDEX ratings_of_turn ON ratings (turn, id);
                    INSERT INTO ratings (conversation, turn, feedback, time)
                        SELECT conversation, id, feedback, time FROM turns WHERE feedback IS NOT NULL ORDER BY id;
                    """)
        }
        migrator.registerMigration("retention") { database in
            try database.execute(
                sql: """
                    CREATE TABLE retention (looked REAL NOT NULL);
                    INSERT INTO retention VALUES (0);
                    """)
        }
        migrator.registerMigration("turns of entry") { database in
            try database.execute(
                sql: "CREATE INDEX turns_of_entry ON turns (answer_id, id) WHERE answer_id IS NOT NULL")
        }
        migrator.registerMigration("imported logs") { database in
            // `source` is the log that a conversation came from, `imported` marks the turns that did: what stands there was
            // not said by this bot. `extra` holds, as JSON objects, what logs say besides.
            try database.execute(
                sql: """
                    ALTER TABLE conversations ADD COLUMN channel TEXT;
                    ALTER TABLE conversations ADD COLUMN outcome TEXT;
                    ALTER TABLE conversations ADD COLUMN extra TEXT;
                    ALTER TABLE conversations ADD COLUMN source TEXT;
                    ALTER TABLE turns ADD COLUMN extra TEXT;
                    ALTER TABLE turns ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
                    CREATE INDEX corrections_of_conversation ON corrections (conversation);
                    """)
        }
        migrator.registerMigration("suspects") { database in
            try database.execute(
                sql: """
                    CREATE TABLE suspects (
                        correction INTEGER PRIMARY KEY REFERENCES corrections (id) ON DELETE CASCADE,
                        proposed TEXT, margin REAL NOT NULL);
                    """)
        }
        migrator.registerMigration("reviews") { database in
            // A message is known by its key alone: whoever is forgotten leaves nothing here.
            try database.execute(
                sql: """
                    CREATE TABLE reviews (
                        id INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, decision TEXT NOT NULL,
                        withdrawn INTEGER NOT NULL DEFAULT 0);
                    CREATE TABLE review_messages (
                        review INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE, key INTEGER NOT NULL,
                        correction INTEGER REFERENCES corrections (id) ON DELETE CASCADE);
                    CREATE INDEX messages_of_review ON review_messages (review);
                    CREATE INDEX reviews_of_correction ON review_messages (correction);
                    """)
        }
        migrator.registerMigration("doubtful labels") { database in
            try database.execute(sql: "ALTER TABLE suspects ADD COLUMN is_set_aside BOOLEAN NOT NULL DEFAULT TRUE")
        }
    }
}
