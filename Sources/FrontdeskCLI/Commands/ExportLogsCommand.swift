internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk export logs`
struct ExportLogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Write the conversations, one JSON object a line.",
        discussion: "Mail addresses, phone, card and resident id numbers are left out unless asked for.")

    @Flag(help: "Leave personal data in.")
    var personalData = false

    @OptionGroup var export: ExportOptions
    @OptionGroup var options: BotOptions

    func run() throws {
        let store = ConversationStore(try Store(folder: options.existing().state))
        var lines: [String] = []
        try store.forEachConversation { conversation in
            let shown = personalData ? conversation : conversation.redacted()
            lines.append(try JSONLine.of(shown))
        }
        try export.write(lines)
    }
}
