internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk export knowledge`
struct ExportKnowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knowledge", abstract: "Write the knowledge entries, articles as one entry for each passage.",
        discussion: "What is written can be imported into another bot, and gives the same entries there.")

    @Option(help: "csv, jsonl or yaml; without it, the ending of --output tells, else it is csv.")
    var format: Format?

    @OptionGroup var export: ExportOptions
    @OptionGroup var options: BotOptions

    enum Format: String, ExportFormat {
        case csv, jsonl, yaml

        static let jsonLines = Format.jsonl
        static let usual = Format.csv

        init?(ending: String) {
            switch ending {
            case "csv": self = .csv
            case "jsonl": self = .jsonl
            case "yaml", "yml": self = .yaml
            default: return nil
            }
        }
    }

    func validate() throws { _ = try export.format(format, json: options.json) }

    func run() throws {
        let bot = try options.existing()
        let entries = try KnowledgeBase.load(folder: bot.url)
        switch try export.format(format, json: options.json) {
        case .csv: try export.write([KnowledgeRow.header] + entries.map { KnowledgeRow($0).csv }, of: bot)
        case .jsonl: try export.write(entries.map { try JSONLine.of(KnowledgeRow($0)) }, of: bot)
        case .yaml: try export.write(text: KnowledgeYAML.text(of: entries), of: bot)
        }
    }
}

/// An entry as other programs read it.
private struct KnowledgeRow: Encodable {
    let id: String
    let language: String
    let category: String?
    let question: String
    let aliases: [String]
    let answer: String
    let source: String?
    let validUntil: String?
    let status: String
    /// Left out where it is none.
    let isPassage: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, language, category, question, aliases, answer, source
        case validUntil = "valid_until"
        case status
        case isPassage = "is_passage"
    }

    static let header = CodingKeys.allCases.map(\.rawValue).joined(separator: ",")

    init(_ entry: KnowledgeEntry) {
        id = entry.id
        language = entry.language.rawValue
        category = entry.category
        question = entry.question
        aliases = entry.aliases
        answer = entry.answer
        source = entry.source
        validUntil = entry.validUntil
        status = entry.status.rawValue
        isPassage = entry.isPassage ? true : nil
    }

    /// One line of a table (RFC 4180) that no spreadsheet runs as formulas; the aliases share a field.
    var csv: String {
        let fields = [
            id, language, category ?? "", question, KnowledgeRecord.field(ofAliases: aliases), answer, source ?? "",
            validUntil ?? "", status, isPassage == true ? "true" : "",
        ]
        return DelimitedText.line(fields.map(SpreadsheetField.protected))
    }
}
