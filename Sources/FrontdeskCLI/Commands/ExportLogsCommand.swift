internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk export logs`
struct ExportLogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Write the conversations, one JSON object a line.",
        discussion: """
            Mail addresses, phone, card, account and resident id numbers and the bot's own order numbers and the like \
            are left out unless asked for.
            """)

    @Flag(help: "Leave personal data in.")
    var personalData = false

    @OptionGroup var export: ExportOptions
    @OptionGroup var options: BotOptions

    func run() throws {
        let bot = try options.existing()
        let store = ConversationStore(try Store(folder: bot.state))
        let redaction = try personalData ? nil : redaction(bot)
        var lines: [String] = []
        try store.forEachConversation { conversation in
            lines.append(try JSONLine.of(redaction.map(conversation.redacted) ?? conversation))
        }
        try export.write(lines)
    }

    /// What is taken out; intents that cannot be read may hide a slot of which it must be known.
    private func redaction(_ bot: BotFolder) throws -> PersonalData {
        let (catalog, problems) = try IntentCatalog.read(bot, settings: nil)
        try problems.throwIfAny()
        return try PersonalData(catalog)
    }
}
