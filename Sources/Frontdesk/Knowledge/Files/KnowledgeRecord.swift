internal import Foundation

/// A knowledge entry as it is read from a file or an import, before its id and language are settled.
package struct KnowledgeRecord: Sendable, Hashable {
    /// The keys of an entry in YAML and JSON, and the columns of a table.
    static let keys = [
        "id", "language", "category", "question", "aliases", "answer", "source", "valid_until", "status",
        "is_passage",
    ]

    package internal(set) var id: String?
    package internal(set) var language: Language?
    package internal(set) var category: String?
    package internal(set) var question: String
    package internal(set) var aliases: [String] = []
    package internal(set) var answer = ""
    package internal(set) var source: String?
    package internal(set) var validUntil: String?
    package internal(set) var status = KnowledgeEntry.Status.published
    package internal(set) var isPassage = false
    package internal(set) var location: SourceLocation
}

extension KnowledgeRecord {
    /// The entries of one file's records: a missing language is detected, a missing id derived.
    ///
    /// An id is a hash of the source (else the file's name), the normalised question and how many times that question
    /// stood above, so that it stays the same when rows move, answers change, or other questions come and go.
    static func entries(_ records: [KnowledgeRecord], file: String) -> [KnowledgeEntry] {
        var occurrences: [String: Int] = [:]
        return records.map { record in
            let language = record.language ?? Language.detect(in: record.question) ?? .english
            let origin = "\(record.source ?? file)\n\(TextAnalysis.normalised(record.question))\n\(language.rawValue)"
            var occurrence = 0
            if record.id == nil {
                occurrence = occurrences[origin, default: 0]
                occurrences[origin] = occurrence + 1
            }
            return record.entry(id: record.id ?? derivedID("\(origin)\n\(occurrence)"), language: language)
        }
    }

    private static func derivedID(_ origin: String) -> String {
        "k-" + TextHash.digits(of: TextHash.of(origin).prefix(6))
    }

    private func entry(id: String, language: Language) -> KnowledgeEntry {
        KnowledgeEntry(
            id: id, language: language, question: question, aliases: aliases, answer: answer, category: category,
            source: source, validUntil: validUntil, status: status, isPassage: isPassage, location: location)
    }
}

extension KnowledgeRecord {
    /// A language code such as `en` or `zh-CN`; only its first part counts.
    static func language(_ code: String, at location: SourceLocation) throws -> Language {
        let code = code.lowercased()
        guard code.wholeMatch(of: /[a-z]{2,3}(?:[-_][a-z0-9]+)*/) != nil else {
            throw BotError(
                .badData, at: location, "'\(code)' is no language code", mend: "Write one such as 'en' or 'zh'")
        }
        return Language(rawValue: String(code.prefix { $0 != "-" && $0 != "_" }))
    }

    /// A day that the calendar has, as `YYYY-MM-DD`; spreadsheets also write 2026/1/31, 2026.1.31 and 2026年1月31日.
    static func day(_ text: String, at location: SourceLocation) throws -> String {
        let written = /([0-9]{4})(?:-([0-9]{1,2})-|\/([0-9]{1,2})\/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})(日?)/
        guard let match = text.wholeMatch(of: written)?.output, match.7.isEmpty || match.5 != nil,
            let year = Int(match.1), let month = (match.2 ?? match.3 ?? match.4 ?? match.5).flatMap({ Int($0) }),
            let day = Int(match.6), 1...12 ~= month, 1...daysIn(month: month, year: year) ~= day
        else { throw BotError(.badData, at: location, "'\(text)' is no day", mend: "Write it as YYYY-MM-DD") }
        return "\(match.1)-\(twoDigits(month))-\(twoDigits(day))"
    }

    private static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    /// What `is_passage` says.
    static func isPassage(_ value: SourceValue) throws -> Bool {
        try value.choice("'is_passage'", of: Truth.self) == .true
    }

    private enum Truth: String, CaseIterable {
        case `true`, `false`
    }

    private static func daysIn(month: Int, year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Aliases written in one field: separated by `|` or line ends, or as a JSON list.
    static func aliases(in text: String) -> [String] {
        if text.hasPrefix("[\""), text.hasSuffix("\"]"), let list = jsonList(text) { return list }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return text.split { $0 == "|" || $0.isNewline }.map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                !$0.isEmpty
            }
        }
        return text.utf8.split { $0 == UInt8(ascii: "|") || 0x0A...0x0D ~= $0 }.compactMap { piece in
            guard let start = piece.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
                let end = piece.lastIndex(where: { $0 != 0x20 && $0 != 0x09 })
            else { return nil }
            return String(Substring(piece[start...end]))
        }
    }

    /// Aliases in one field that reads back the same: `|` between them, or a JSON list where one holds `|` or a line end.
    package static func field(ofAliases aliases: [String]) -> String {
        let field = aliases.joined(separator: " | ")
        return Self.aliases(in: field) == aliases ? field : JSONText.list(aliases.map(JSONText.string))
    }

    /// A list of texts; nil for a text that only looks like one.
    private static func jsonList(_ text: String) -> [String]? {
        do {
            return try SourceValue.json(text[...], file: "").list("").compactMap { trimmed(try $0.string("")) }
        } catch {
            return nil
        }
    }

    /// Nothing but spaces counts as nothing.
    static func trimmed(_ text: String?) -> String? {
        guard let text = text?.trimmed, !text.isEmpty else { return nil }
        // Only JSON can hold them, and no other kind of file could give them back.
        guard text.utf8.contains(0x0D) else { return text }
        return text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
}
