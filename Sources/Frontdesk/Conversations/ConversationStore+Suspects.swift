internal import GRDB

/// A correction in force with its number in the store.
struct NumberedCorrection: Sendable {
    let id: Int64
    let correction: Correction
    /// Tells which corrections are of the same message.
    let key: MessageKey
    /// Whether somebody gave it in the review, to the message that stood for its case.
    let isReviewed: Bool

    init(id: Int64, _ correction: Correction, isReviewed: Bool = false) {
        self.id = id
        self.correction = correction
        self.isReviewed = isReviewed
        key = MessageKey(correction.text)
    }
}

/// A label that the last training doubted, or was refused for, since the other examples speak against it.
package struct LabelSuspect: Sendable, Hashable {
    /// The number of the correction that gave it.
    package let correction: Int64
    /// The intent that is likelier; nil is none.
    package let proposed: String?
    /// The log odds of the label against that.
    package let margin: Double
    /// Whether it is neither learnt nor counts in replies until a person looks at it.
    package let isSetAside: Bool

    package init(correction: Int64, proposed: String?, margin: Double, isSetAside: Bool) {
        (self.correction, self.proposed, self.margin, self.isSetAside) = (correction, proposed, margin, isSetAside)
    }
}

extension ConversationStore {
    /// Every correction in force, oldest first.
    func numberedCorrections() throws -> [NumberedCorrection] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT *, id IN (SELECT min(correction) FROM review_messages GROUP BY review) AS is_reviewed
                    FROM corrections WHERE withdrawn = 0 ORDER BY id
                    """
            ).map { NumberedCorrection(id: $0["id"], try Self.correction($0), isReviewed: $0["is_reviewed"]) }
        }
    }

    /// The labels that count at the next message: those in force that no training set aside.
    func trustedCorrections() throws -> [Correction] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM corrections WHERE withdrawn = 0
                        AND id NOT IN (SELECT correction FROM suspects WHERE is_set_aside)
                    ORDER BY id
                    """
            ).map(Self.correction)
        }
    }

    /// Stores what a training doubted, in place of what one before it did.
    func replaceSuspects(_ suspects: [LabelSuspect]) throws {
        try store.write { database in
            try database.execute(sql: "DELETE FROM suspects")
            try Self.insert(suspects, database)
        }
    }

    /// Stores labels for which a candidate was refused beside those that its training doubted.
    package func addSuspects(_ suspects: [LabelSuspect]) throws {
        try store.write { try Self.insert(suspects, $0) }
    }

    private static func insert(_ suspects: [LabelSuspect], _ database: Database) throws {
        for suspect in suspects {
            try database.execute(
                sql: "INSERT OR REPLACE INTO suspects (correction, proposed, margin, is_set_aside) VALUES (?, ?, ?, ?)",
                arguments: [suspect.correction, suspect.proposed, suspect.margin, suspect.isSetAside])
        }
    }

    /// What the last training doubted, or was refused for, and nobody took back since: first what was set aside, the most
    /// doubtful first.
    package func suspects() throws -> [(suspect: LabelSuspect, correction: Correction)] {
        try store.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM suspects JOIN corrections ON corrections.id = suspects.correction
                    WHERE withdrawn = 0 ORDER BY is_set_aside DESC, margin, correction
                    """
            ).map { row in
                (
                    LabelSuspect(
                        correction: row["correction"], proposed: row["proposed"], margin: row["margin"],
                        isSetAside: row["is_set_aside"]),
                    try Self.correction(row)
                )
            }
        }
    }
}
