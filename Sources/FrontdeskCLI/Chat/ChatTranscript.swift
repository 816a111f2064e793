internal import Frontdesk

/// How a chat looks: who says what, aligned; or the same as JSON lines.
struct ChatTranscript {
    let console: Console
    let json: Bool
    /// The bot's name before its replies.
    let speaker: String

    private static let customer = "you"

    /// The prompt at a terminal, escape sequences of its colour included.
    func prompt(choosing: Bool) -> String {
        if json { return "" }
        return StyledText("\(choosing ? "number" : padded(Self.customer))> ", .customer).rendered(
            inColor: console.hasColor)
    }

    /// Where nothing is typed, the line that was read stands in the transcript all the same.
    func echo(_ line: String, choosing: Bool) throws {
        guard !console.isInteractive, !json else { return }
        try console.print("\(choosing ? "number" : padded(Self.customer))> \(line)")
    }

    func welcome() throws {
        guard console.isInteractive, !json else { return }
        try console.print("\("Ask away; /help lists the commands, Ctrl-D leaves.", .faint)")
    }

    /// Leaves the shell's prompt a line of its own.
    func end() throws {
        if console.isInteractive { try console.print("") }
    }

    func show(_ reply: Reply) throws {
        if json { return try console.print(json: reply) }
        let name = padded(speaker)
        let indent = String(repeating: " ", count: DisplayWidth.of(name) + 2)
        let limit = max(20, min(console.columns, 100)) - indent.count
        let text = VisibleText.of(reply.text)
        let lines = WrappedText.lines(text, limit: console.columns == .max ? .max : limit)
        for (index, line) in lines.enumerated() {
            try console.print(index == 0 ? "\("\(name)> ", .bot)\(line)" : "\(line.isEmpty ? "" : indent)\(line)")
        }
    }

    func show(_ explanation: Explanation) throws {
        if json { return try console.print(json: ExplanationJSON(explanation)) }
        for line in WhyReport(explanation).lines(limit: console.columns) { try console.print(line) }
    }

    func show(_ choices: [CorrectionChoice]) throws {
        if json { return try console.print(json: Choices(choices: choices.map(\.title))) }
        try console.print("\("What should the last message have led to?", .faint)")
        var table = Table([.init(.right), .init(shrinks: true), .init()], indent: 2)
        table.rows = choices.enumerated().map { index, choice in
            [.init("\(index + 1)", .strong), .init(choice.title), .init(Self.kind(of: choice.label), .faint)]
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
    }

    func help() throws {
        if json { return try console.print(json: Notice(notice: SlashCommand.names.joined(separator: " "))) }
        var table = Table([.init(), .init()], indent: 2)
        table.rows = SlashCommand.overview.map { [.init($0.usage, .strong), .init($0.meaning)] }
        for line in table.lines() { try console.print(line) }
    }

    /// A sentence about the chat, said by nobody in it.
    func tell(_ sentence: String) throws {
        if json { return try console.print(json: Notice(notice: sentence)) }
        for line in WrappedText.lines(VisibleText.of(sentence), limit: console.columns) {
            try console.print("\(line, .faint)")
        }
    }

    /// Both speakers' names take the same width.
    private func padded(_ name: String) -> String {
        let width = max(DisplayWidth.of(speaker), DisplayWidth.of(Self.customer))
        return String(repeating: " ", count: width - DisplayWidth.of(name)) + name
    }

    private static func kind(of label: Correction.Label) -> String {
        switch label {
        case .intent(let name): "intent \(name)"
        case .entry(let id): "knowledge \(id)"
        case .nothing: ""
        }
    }

    private struct Notice: Encodable {
        let notice: String
    }

    private struct Choices: Encodable {
        let choices: [String]
    }
}
