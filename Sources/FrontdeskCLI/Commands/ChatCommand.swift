internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk chat`
struct ChatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Talk to the bot.",
        discussion: """
            At a terminal: a prompt with history and completion; /help lists what can be asked about the replies. \
            Elsewhere each line of standard input is a message, and the end of the input is the end of the chat.
            """,
        aliases: ["shell"])

    @OptionGroup var options: BotOptions
    @OptionGroup var identity: ConversationOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.open()
        var reader = LineReader(
            mode: console.isInteractive ? .terminal : .plain,
            history: options.folder.appendingPathComponent(".frontdesk/history"),
            completion: ChatSession.completion(intents: bot.intentNames),
            warn: { console.note(StyledText("frontdesk: \($0)", .warning)) })
        var session = ChatSession(
            bot: bot, console: console,
            transcript: ChatTranscript(console: console, json: options.json, speaker: try name()),
            customer: identity.customer, conversation: identity.conversation ?? ChatSession.newConversation())
        try session.run(&reader)
    }

    /// The bot's name among its facts, in small letters as names in chats are.
    private func name() throws -> String {
        let settings = try Settings.load(BotFolder(options.folder))
        let facts = settings.facts(in: settings.languages.first ?? .english)
        return facts["bot"]?.lowercased() ?? "bot"
    }
}
