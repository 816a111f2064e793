internal import Foundation

/// Cases for a person as a table, for those who would rather label in a spreadsheet.
package enum ReviewTable {
    /// The columns; `label` is for the person to fill in, and `message` is what it is about.
    package static let columns = [
        "case", "message", "label", "proposed", "confidence", "other", "reasons", "messages", "customers", "before",
        "after",
    ]

    /// Stands before a case's id: of one that is digits alone a spreadsheet makes a number, and drops its last digits.
    private static let mark = "m"

    /// The table, with a byte-order mark without which a spreadsheet takes it for another encoding.
    static func text(
        of cases: [ReviewCase], in store: ConversationStore, without personalData: PersonalData
    ) throws -> String {
        let rows = try cases.map { item in
            let context = try store.context(of: item)
            let place = context.place ?? context.turns.count
            func said(_ turns: some Sequence<Turn>) -> String {
                turns.map { "\($0.speaker.rawValue): \(personalData.redact($0.text))" }.joined(separator: "\n")
            }
            let others = item.proposals.dropFirst().map(\.label.name).joined(separator: " | ")
            return [
                mark + item.id, personalData.redact(item.text), "", item.proposals.first?.label.name ?? "",
                item.proposals.first.map { String(format: "%.2f", $0.confidence) } ?? "", others,
                item.reasons.map(\.rawValue).joined(separator: " | "), String(item.messages.count),
                String(item.customers), said(context.turns.prefix(place)), said(context.turns.dropFirst(place + 1)),
            ]
        }
        let lines =
            [columns.joined(separator: ",")] + rows.map { DelimitedText.line($0.map(SpreadsheetField.protected)) }
        return "\u{FEFF}" + lines.map { $0 + "\n" }.joined()
    }

    /// A label that somebody filled in.
    package struct Decided: Sendable {
        /// The case's id: the message may stand there without its personal data.
        package let id: String
        package let decision: ReviewDecision
    }

    /// Reads the rows of a table that have a label; everything that is wrong is thrown together.
    ///
    /// A label is an intent, the id of an entry, `oos` for what nothing covers, or `skip`.
    package static func read(_ table: DelimitedText, intents: Set<String>, entries: Set<String>) throws -> [Decided] {
        guard let header = table.rows.first else { return [] }
        let names = header.map { $0.text.trimmed.lowercased() }
        guard let id = names.firstIndex(of: "case"), let label = names.firstIndex(of: "label") else {
            throw BotError(
                .badData, at: header.first.map(table.location), "the columns 'case' and 'label' are missing",
                mend: "Write the table with 'frontdesk review --export', and fill in the column 'label'")
        }
        lazy var known = intents.union(entries).sorted()
        var errors = BotErrors()
        let decided = try table.rows.dropFirst().compactMap { row -> Decided? in
            guard label < row.count, id < row.count, !row[label].text.trimmed.isEmpty else { return nil }
            let suggests = errors.errors.count < KnownNames.mostSuggestions
            return try errors.collect {
                let name = SpreadsheetField.restored(row[label].text).trimmed
                guard let decision = ReviewDecision(named: name, intents: intents, entries: entries) else {
                    throw BotError(
                        .badData, at: table.location(of: row[label]), "'\(name)' is no intent and no entry",
                        mend: mend(name, suggests ? known : []))
                }
                return Decided(id: String(row[id].text.trimmed.trimmingPrefix(mark)), decision: decision)
            }
        }
        try errors.throwIfAny()
        return decided
    }

    private static func mend(_ name: String, _ known: [String]) -> String {
        Suggestion.question(for: name, among: known)
            ?? "A label is the name of an intent, the id of an entry, oos or skip"
    }
}

extension ReviewDecision {
    /// What a person calls it in a table; nil for what is neither `skip` nor a label.
    fileprivate init?(named name: String, intents: Set<String>, entries: Set<String>) {
        if name == "skip" {
            self = .skip
        } else if let label = Correction.Label(named: name, intents: intents, entries: entries) {
            self = .label(label)
        } else {
            return nil
        }
    }
}

extension Correction.Label {
    /// The name of the intent, the id of the entry, or `oos`.
    package var name: String {
        switch self {
        case .intent(let name): name
        case .entry(let id): id
        case .nothing: "oos"
        }
    }

    /// What a person calls it; nil where there is no such intent or entry.
    package init?(named name: String, intents: Set<String>, entries: Set<String>) {
        if name == "oos" {
            self = .nothing
        } else if intents.contains(name) {
            self = .intent(name)
        } else if entries.contains(name) {
            self = .entry(name)
        } else {
            return nil
        }
    }
}
