/// Conversations as plain text, a line for each turn: `Customer: …`, `客服：…`, with or without the time before it.
struct Transcript {
    private let file: String
    private let stem: String
    private var open: ReadConversation?
    private var speaker: (speaker: Turn.Speaker, time: Double?, line: Int)?
    private var text: [Substring] = []
    private var conversations = 0
    private var blanks = 0
    /// An id that a heading gave to the conversation that is to come.
    private var id: String?
    /// Words before a colon that are none of a speaker, with how often they came.
    private var others: [String: Int] = [:]

    init(_ source: LogSource) {
        file = source.path
        stem = source.stem
    }

    /// A rule, or a heading such as `# 10234` and `Conversation 12`.
    private enum Divider {
        case rule
        case heading(id: String?)

        var isRule: Bool { if case .rule = self { true } else { false } }

        init?(_ line: String) {
            // Nearly all lines are none of these, which a glance tells.
            if let first = line.utf8.first, "-=*_".utf8.contains(first), line.utf8.allSatisfy({ $0 == first }) {
                guard line.utf8.count >= 3 else { return nil }
                self = .rule
                return
            }
            guard line.utf8.count <= 80 else { return nil }
            if line.utf8.first == UInt8(ascii: "#"), let match = line.wholeMatch(of: /#{1,6}\s+(\S.*)/) {
                self = .heading(id: match.1.contains(" ") ? nil : String(match.1))
            } else if Self.isTitle(line) {
                self = .heading(id: nil)
            } else {
                return nil
            }
        }

        /// A word for a conversation with one other behind it: `Conversation 12`, `会话12`.
        private static func isTitle(_ line: String) -> Bool {
            guard !line.utf8.contains(UInt8(ascii: ":")) else { return false }
            let lowered = line.lowercased()
            guard let word = titles.first(where: lowered.hasPrefix) else { return false }
            let rest = lowered.dropFirst(word.count)
            let number = rest.trimmed
            let isApart = word.utf8.count > word.count || rest.first == " "
            return isApart && !number.isEmpty && !number.contains { $0.isWhitespace || $0 == "：" }
        }

        private static let titles = ["conversation", "chat", "session", "dialogue", "会话", "对话"]
    }

    /// Reads all lines.
    mutating func read(_ text: String, into output: LogOutput) throws {
        let lines = text.lines
        let hasDividers = lines.contains { Divider($0.trimmed) != nil }
        for (index, line) in lines.enumerated() {
            _ = try output.collect { try take(line, index + 1, hasDividers, output) }
        }
        try close(output)
        tellOthers(output)
    }

    private mutating func take(_ line: Substring, _ number: Int, _ hasDividers: Bool, _ output: LogOutput) throws {
        let trimmed = line.trimmed
        guard !trimmed.isEmpty else {
            blanks += 1
            return
        }
        defer { blanks = 0 }
        if let divider = Divider(trimmed), blanks > 0 || number == 1 || speaker == nil || divider.isRule {
            try close(output)
            if case .heading(let id) = divider { self.id = id }
            return
        }
        if !hasDividers, blanks >= 2 { try close(output) }
        guard let said = Self.turn(trimmed) else { return try goOn(with: trimmed, number) }
        endTurn()
        if open == nil { begin(number) }
        speaker = (said.speaker, said.time, number)
        self.text = [said.text]
    }

    /// A line without a speaker belongs to the turn before it.
    private mutating func goOn(with line: String, _ number: Int) throws {
        guard speaker != nil else {
            throw BotError(
                .badData, at: SourceLocation(file: file, line: number, column: 1), "the line names no speaker",
                mend: "Begin it with one and a colon: \(SpeakerWords.list)")
        }
        if let name = line.prefixMatch(of: /([\p{L}][\p{L} .]{0,24})[:：]/) {
            others[String(name.1), default: 0] += 1
        }
        text += Array(repeating: "", count: blanks) + [Substring(line)]
    }

    private mutating func begin(_ line: Int) {
        conversations += 1
        open = ReadConversation(id: id ?? "\(stem)#\(conversations)", location: SourceLocation(file: file, line: line))
        id = nil
    }

    private mutating func endTurn() {
        guard let said = speaker else { return }
        let text = text.joined(separator: "\n").trimmed
        if !text.isEmpty {
            open?.turns.append(
                ReadTurn(
                    speaker: said.speaker, text: text, time: said.time,
                    location: SourceLocation(file: file, line: said.line)))
        }
        speaker = nil
        self.text = []
    }

    private mutating func close(_ output: LogOutput) throws {
        endTurn()
        if let open { try output.take(open) }
        open = nil
        id = nil
    }

    /// Names that come again and again may be those of people who speak.
    private func tellOthers(_ output: LogOutput) {
        let names = others.filter { $0.value > 1 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
        guard !names.isEmpty else { return }
        output.note(
            "taken as text, not as speakers: " + names.map { "'\($0.key):' (\($0.value))" }.joined(separator: ", "))
    }
}

extension Transcript {
    /// Whether a line says who speaks.
    static func isTurn(_ line: String) -> Bool { turn(line) != nil }

    /// Who speaks in a line, when, and what; nil for a line that goes on with the one before.
    private static func turn(_ line: String) -> (speaker: Turn.Speaker, time: Double?, text: Substring)? {
        var rest = line[...]
        var time: Double?
        let first = rest.unicodeScalars.first ?? " "
        if "0"..."9" ~= first || "[(（【".unicodeScalars.contains(first),
            let match = rest.prefixMatch(
                of:
                    /[\[(（【]?([0-9][0-9\-\/.年月日T ]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?Z?|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)[\])）】]?\s*(?:[-–|]\s*)?/
            )
        {
            time = LogTime.seconds(String(match.1))
            rest = rest[match.range.upperBound...]
        }
        guard let colon = rest.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let name = rest[..<colon]
        guard name.count <= 40, let speaker = SpeakerWords.speaker(String(name)) else { return nil }
        return (speaker, time, rest[rest.index(after: colon)...])
    }
}
