internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk export logs`
struct ExportLogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Write the conversations, one JSON object a line, or as a table of turns.",
        discussion: """
            Mail addresses, phone, card, account and resident id numbers and the bot's own order numbers and the like \
            are left out unless asked for. With them, what is written can be imported into another bot, and gives the \
            same conversations there.
            """)

    @Flag(help: "Leave personal data in.")
    var personalData = false

    @Option(help: "jsonl or csv; without it, the ending of --output tells, else it is jsonl.")
    var format: Format?

    @OptionGroup var export: ExportOptions
    @OptionGroup var options: BotOptions

    enum Format: String, ExportFormat {
        case jsonl, csv

        static let jsonLines = Format.jsonl
        static let usual = Format.jsonl

        init?(ending: String) {
            switch ending {
            case "csv": self = .csv
            case "jsonl": self = .jsonl
            default: return nil
            }
        }
    }

    func validate() throws { _ = try export.format(format, json: options.json) }

    func run() throws {
        let format: Format = try export.format(format, json: options.json)
        let bot = try options.existing()
        let store = ConversationStore(try Store(folder: bot.state))
        let redaction = try personalData ? nil : redaction(bot)
        var lines = format == .csv ? [LoggedConversation.header] : []
        try store.forEachConversation { conversation in
            let shown = try redaction.map(conversation.redacted) ?? conversation
            switch format {
            case .jsonl: lines.append(VisibleText.ofJSON(shown.json))
            case .csv: lines += shown.rows
            }
        }
        try export.write(lines, of: bot)
    }

    /// What is taken out; intents that cannot be read may hide a slot of which it must be known.
    private func redaction(_ bot: BotFolder) throws -> PersonalData {
        let (catalog, problems) = try IntentCatalog.read(bot, settings: nil)
        try problems.throwIfAny()
        return try PersonalData(catalog)
    }
}
