internal import ArgumentParser
internal import Frontdesk

/// `frontdesk reply`
struct ReplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply", abstract: "Reply to one message, or to each line of standard input.",
        discussion: """
            With --conversation all messages belong to that conversation; without it each is a conversation of its own.
            """)

    @Argument(help: "The message; without it, the lines of standard input.")
    var text: String?

    @OptionGroup var options: BotOptions
    @OptionGroup var identity: ConversationOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        var bot = try options.open()
        if let text { return try reply(to: text, by: &bot, on: console) }
        var reader = LineReader(mode: .plain)
        while case .line(let line) = reader.next(prompt: "") {
            if !line.isEmpty { try reply(to: line, by: &bot, on: console) }
        }
    }

    private func reply(to text: String, by bot: inout Bot, on console: Console) throws {
        let reply = try bot.reply(
            to: text, in: identity.conversation ?? ChatSession.newConversation(), customer: identity.customer)
        for notice in bot.notices() { console.note(StyledText("frontdesk: \(notice)", .warning)) }
        try options.json ? console.print(json: reply) : console.print(StyledText(reply.text))
        // The turn is stored; whoever sent the line waits for its reply.
        try console.flush()
    }
}
