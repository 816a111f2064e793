internal import Foundation
internal import Frontdesk

/// A chat between a person and the bot: one line in, one reply out, and commands about them.
struct ChatSession {
    var bot: Bot
    let console: Console
    let transcript: ChatTranscript
    let customer: String?
    var conversation: String
    /// The choices that `/correct` has just shown, while the next line may pick one.
    var choices: [CorrectionChoice] = []

    /// Reads and answers until the person leaves.
    mutating func run(_ reader: inout LineReader) throws {
        try transcript.welcome()
        while true {
            // The turn is stored; a program at the other end of a pipe waits for its reply.
            try console.flush()
            switch reader.next(prompt: transcript.prompt(choosing: !choices.isEmpty)) {
            case .cleared:
                choices = []
            case .end where !choices.isEmpty && reader.mode == .terminal:
                // It leaves the list alone; where the terminal is gone, the next read says so again.
                choices = []
            case .end:
                return try transcript.end()
            case .line(let line):
                try transcript.echo(line, choosing: !choices.isEmpty)
                guard try answer(line) else { return }
            }
            reader.offer(Self.completion(intents: bot.intentNames))
        }
    }

    /// What Tab offers at the chat's prompt.
    static func completion(intents: [String]) -> Completion {
        Completion(first: SlashCommand.names, following: ["/correct": .words(intents), "/export": .files])
    }

    /// A name for a conversation that no other has.
    static func newConversation() -> String {
        UUID().uuidString.lowercased()
    }

    /// Handles one line; false when the person leaves. At a terminal an error is told and the chat goes on.
    private mutating func answer(_ line: String) throws -> Bool {
        do {
            return try handle(line)
        } catch let error as ReaderGone {
            throw error
        } catch  where console.isInteractive {
            if let message = ExitStatus(error).message { console.note(StyledText(message, .bad)) }
            return true
        }
    }

    private mutating func handle(_ line: String) throws -> Bool {
        let offered = choices
        choices = []
        if let command = SlashCommand(line) { return try perform(command) }
        if !offered.isEmpty {
            try choose(line, of: offered)
        } else {
            try say(TypedLine.message(in: line))
        }
        return true
    }

    private mutating func say(_ message: String) throws {
        guard !message.isEmpty else { return }
        let reply = try bot.reply(to: message, in: conversation, customer: customer)
        for notice in bot.notices() { console.note(StyledText("frontdesk: \(notice)", .warning)) }
        try transcript.show(reply)
    }
}
