package import Foundation

/// The place where a person's minutes become accuracy: what to look at, and what was decided about it.
package struct Review {
    private let bot: Bot
    private let store: ConversationStore
    package let intents: [String]
    package let entries: Set<String>

    package init(_ bot: Bot) throws {
        var bot = bot
        try bot.refreshAll { _ in }
        self.bot = bot
        store = bot.conversations
        intents = bot.intentNames
        entries = try bot.mind.entryIDs()
    }

    /// What is doubtful, the most worthwhile first.
    package func queue(limit: Int, progress: (JobProgress) throws -> Void = { _ in }) throws -> ReviewQueue {
        try ReviewQueue(bot, limit: limit, progress: progress)
    }

    /// The labels that the last training set aside, the most doubtful first.
    package func suspects() throws -> [ReviewCase] { try ReviewQueue.suspects(of: bot) }

    /// Decides about all messages of a case; returns the decision's number, by which it is taken back.
    @discardableResult
    package func decide(_ decision: ReviewDecision, about item: ReviewCase) throws -> Int64 {
        try store.record(decision, of: item.messages.map { ($0.text, $0.conversation) })
    }

    /// Takes a decision back; false where it is in force no more.
    package func undo(_ decision: Int64) throws -> Bool { try store.undoReview(decision) }

    package func context(of item: ReviewCase) throws -> ReviewCase.Context { try store.context(of: item) }

    /// What a person calls an intent or entry; nil where there is neither.
    package func label(named name: String) -> Correction.Label? {
        Correction.Label(named: name, intents: Set(intents), entries: entries)
    }

    /// The title of what a label leads to, in the language of a message.
    package func title(of label: Correction.Label, for text: String) throws -> String {
        let language = Language.detect(in: text) ?? .english
        guard let option = label.option else { return "nothing that the bot knows" }
        return ReplyComposer(files: bot.files.current, seed: 0).title(
            of: option, entry: try bot.mind.entry(option.name, language), language)
    }

    /// Whether messages with a label get an answer: one of an entry, or of an intent that has one.
    package func isAnswered(_ label: Correction.Label, for text: String) throws -> Bool {
        switch label {
        case .nothing: return false
        case .intent(let name): return bot.files.current.catalog[name]?.answers.isEmpty == false
        case .entry(let id):
            let entry = try bot.mind.entry(id, Language.detect(in: text) ?? .english)
            return entry?.answer.isBlank == false
        }
    }

    package func table(of cases: [ReviewCase]) throws -> String {
        try ReviewTable.text(of: cases, in: store, without: PersonalData(bot.files.current.catalog))
    }

    /// Takes over the labels that somebody filled into a table; returns how many rows were decided.
    ///
    /// A row's messages are those that are equal to its own: others of its case stand in it no more.
    package func take(_ data: Data, named name: String) throws -> Int {
        let table = try DelimitedText(foreign: data, file: name)
        let decided = try ReviewTable.read(table, intents: Set(intents), entries: entries)
        let messages =
            try suspects().map { ($0.text, $0.messages[0].conversation) }
            + store.unreviewedMessages().map { ($0.text, $0.conversation) }
        let waiting = Dictionary(
            messages.map { (ReviewCase.id(of: $0.0), $0) }, uniquingKeysWith: { first, _ in first })
        var count = 0
        for row in decided {
            guard let message = waiting[row.id] else { continue }
            try store.record(row.decision, of: [message])
            count += 1
        }
        return count
    }

    /// Writes what people labelled into the bot's files: examples of intents, aliases of entries.
    package func writeLabels() throws -> LabelWriter.Written {
        var writer = try LabelWriter(bot)
        return try writer.write()
    }

    /// An intent that was made of a case.
    package struct MadeIntent: Sendable {
        fileprivate let draft: IntentDraft
        fileprivate let text: String
        /// The number of the decision that the case's messages are of this intent.
        package let decision: Int64

        package var name: String { draft.name }
        /// Relative to the bot's folder.
        package var file: String { draft.file }
    }

    /// Makes an intent of a case: its file, with the messages as examples and no answer yet; both, or nothing where it
    /// throws.
    package func makeIntent(_ name: String, of item: ReviewCase) throws -> MadeIntent {
        let catalog = bot.files.current.catalog
        guard !entries.contains(name) else {
            throw BotError(.usage, "there is a knowledge entry '\(name)' already", mend: "Choose another name")
        }
        let draft = try IntentDraft(name, in: bot.folder, besides: catalog)
        let personalData = try PersonalData(catalog)
        let examples = item.texts.compactMap { ExampleWriter.example(of: $0, without: personalData) }.unique { $0 }
        let text = try draft.write(examples)
        do {
            return MadeIntent(draft: draft, text: text, decision: try decide(.label(.intent(name)), about: item))
        } catch {
            _ = try draft.remove(ifItHolds: text)
            throw error
        }
    }

    /// Removes the file of an intent that was made here; false where somebody has changed it, so that it stays.
    package func remove(_ made: MadeIntent) throws -> Bool { try made.draft.remove(ifItHolds: made.text) }
}
