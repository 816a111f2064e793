/// What a person at the chat can ask of the bot itself, instead of saying it to the bot.
package enum SlashCommand: Sendable, Hashable {
    case why
    /// Without a name, the choices are shown.
    case correct(String?)
    case rate(isGood: Bool)
    case undo
    case new
    case export(String)
    case help
    case quit
    /// No such command, or one that lacks its argument; the text says which.
    case wrong(String)

    /// Reads a line: nil where it is something said to the bot. `//` says a line that begins with a slash.
    package init?(_ line: String) {
        let trimmed = line.trimmingWhitespace()
        guard trimmed.hasPrefix("/"), trimmed.dropFirst().first?.isLetter == true else { return nil }
        let name = trimmed.prefix { !$0.isWhitespace }
        let argument = trimmed.dropFirst(name.count).trimmingWhitespace()
        self.init(name: name.lowercased(), argument: String(argument))
    }

    private init(name: String, argument: String) {
        switch (name, argument.isEmpty) {
        case ("/correct", _): self = .correct(argument.isEmpty ? nil : argument)
        case ("/export", false): self = .export(argument)
        case ("/export", true): self = .wrong("/export needs a file: /export FILE")
        case ("/why", true): self = .why
        case ("/good", true): self = .rate(isGood: true)
        case ("/bad", true): self = .rate(isGood: false)
        case ("/undo", true): self = .undo
        case ("/new", true): self = .new
        case ("/help", true): self = .help
        case ("/quit", true), ("/exit", true): self = .quit
        default:
            let isKnown = Self.names.contains(name)
            self = .wrong(isKnown ? "\(name) takes nothing after it" : "There is no \(name); /help lists the commands")
        }
    }

    /// Every command, with what follows it and what it does, as `/help` shows them.
    package static let overview: [(usage: String, meaning: String)] = [
        ("/why", "how the last reply came about"),
        ("/correct [INTENT]", "what the last message should have led to; alone, a list to choose from"),
        ("/good, /bad", "rate the last reply"),
        ("/undo", "take the last correction or rating back"),
        ("/new", "begin a new conversation"),
        ("/export FILE", "write this conversation to a file, as a JSON line"),
        ("/quit", "leave, as Ctrl-D does"),
        ("//TEXT", "say a text that begins with a slash"),
    ]

    /// The names, for completion.
    package static let names = ["/bad", "/correct", "/export", "/good", "/help", "/new", "/quit", "/undo", "/why"]
}

extension StringProtocol {
    fileprivate func trimmingWhitespace() -> SubSequence {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return rest
    }
}
