internal import Foundation
internal import Frontdesk

/// The slash commands.
extension ChatSession {
    /// Does what a command says; false when it says to leave.
    mutating func perform(_ command: SlashCommand) throws -> Bool {
        switch command {
        case .why: try explain()
        case .correct(nil): try offerChoices()
        case .correct(let name?): try correct(named: name)
        case .rate(let isGood): try rate(isGood ? .good : .bad)
        case .undo: try transcript.tell(bot.undo(in: conversation).map { "Taken back: \($0)." } ?? Self.nothingToUndo)
        case .new:
            conversation = Self.newConversation()
            try transcript.tell("A new conversation.")
        case .export(let file): try export(to: file)
        case .help: try transcript.help()
        case .wrong(let problem): try transcript.tell("\(problem).")
        case .quit: return false
        }
        return true
    }

    private mutating func explain() throws {
        guard let explanation = bot.explain(conversation) else { return try tellNothingSaid("/why explains") }
        try transcript.show(explanation)
    }

    /// Of what an earlier chat said in a conversation only the words are kept.
    private func tellNothingSaid(_ act: String) throws {
        let hasEarlier = try bot.hasTurns(in: conversation)
        try transcript.tell(hasEarlier ? "\(act) what was said since this chat was opened." : Self.nothingSaid)
    }

    private mutating func offerChoices() throws {
        choices = try bot.correctionChoices(in: conversation)
        if choices.isEmpty { return try tellNothingSaid("Without an intent's name, /correct has choices for") }
        try transcript.show(choices)
    }

    /// Takes the line after the list: a number, or anything else for none of them.
    mutating func choose(_ line: String, of offered: [CorrectionChoice]) throws {
        let text = line.trimmingCharacters(in: .whitespaces)
        if text.isEmpty { return try transcript.tell("Nothing was corrected.") }
        guard let number = Int(text), offered.indices.contains(number - 1) else {
            return try transcript.tell(
                "Nothing was corrected: that is no number from 1 to \(offered.count), and it was not said to the bot.")
        }
        try apply(offered[number - 1].label, title: offered[number - 1].title)
    }

    private mutating func correct(named name: String) throws {
        guard try bot.hasTurns(in: conversation) else { return try transcript.tell(Self.nothingSaid) }
        if bot.intentNames.contains(name) { return try apply(.intent(name), title: name) }
        let choice = try bot.correctionChoices(in: conversation).first { $0.label == .entry(name) || $0.title == name }
        if let choice { return try apply(choice.label, title: choice.title) }
        let near = Suggestion.nearest(to: name, among: bot.intentNames)
        let mend = near.map { ". Did you mean \($0)?" } ?? "; /correct alone lists choices."
        try transcript.tell("There is no intent \(name)\(mend)")
    }

    private mutating func apply(_ label: Correction.Label, title: String) throws {
        try bot.correct(label, in: conversation)
        try transcript.tell(
            "Corrected to \"\(title)\": it counts from now on, and the next `frontdesk train` learns it.")
    }

    private mutating func rate(_ feedback: Turn.Feedback) throws {
        let isRated = try bot.rate(feedback, in: conversation)
        try transcript.tell(isRated ? "Rated \(feedback.rawValue)." : Self.nothingSaid)
    }

    private func export(to file: String) throws {
        let path = (file as NSString).expandingTildeInPath
        let isWritten = try bot.export(conversation: conversation, to: URL(fileURLWithPath: path))
        try transcript.tell(isWritten ? "Written to \(file)." : Self.nothingSaid)
    }

    private static let nothingSaid = "Nothing has been said in this conversation yet."
    private static let nothingToUndo = "There is nothing to take back."
}
