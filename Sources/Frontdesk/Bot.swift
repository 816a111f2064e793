package import Foundation
internal import Kernels

/// A bot that answers: its files, its model, its memory of conversations.
///
/// Files and model are looked at before each message, so an edit or a newly promoted model counts at once.
package struct Bot {
    let folder: BotFolder
    let installation: Installation
    let conversations: ConversationStore
    let registry: ModelRegistry
    var files: LiveFiles
    var mind: Mind
    /// The last message of this process, for `/why` and `/correct`.
    var last: Considered?
    /// False while rehearsing: summaries are not delivered.
    var handsOver = true
    /// False while replaying: what customers once asked for is not done again.
    var runsActions = true
    private var pendingNotices: [String] = []
    /// What still hinders, and was told when it began to.
    private var standingNotices: [String] = []

    /// Opens a bot; one without a trained model is an error that says how to train it.
    ///
    /// `model` answers instead of the champion, to be measured.
    package init(folder url: URL, installation: Installation, model: String? = nil) throws {
        let folder = BotFolder(url)
        // A mistyped folder must not become a bot by being opened.
        _ = try IntentCatalog.files(in: folder)
        let store = try Store(folder: folder.state)
        let conversations = ConversationStore(store)
        let registry = ModelRegistry(store, folder: folder)
        // Someone waits for the first reply: the files are read while the model is loaded.
        (files, mind) = try concurrently {
            try LiveFiles(folder)
        } _: {
            try Mind(
                folder, store: store, registry: registry, installation: installation, conversations: conversations,
                model: model)
        }
        (self.folder, self.installation, self.conversations, self.registry) = (
            folder, installation, conversations, registry
        )
        try conversations.removeExpired(after: files.current.settings.retentionDays)
    }

    /// Answers one message of a conversation; the turn is stored when this returns.
    package mutating func reply(to text: String, in conversation: String, customer: String? = nil) throws -> Reply {
        let start = ContinuousClock.now
        try refresh()
        var state = try conversations.state(of: conversation)
        let considered = try consider(text, state, in: conversation)
        let composer = ReplyComposer(files: files.current, seed: StableHash.of(conversation + text))
        let said = try perform(considered, &state, customer: customer, composer)
        let message = Turn(speaker: .customer, text: text, time: Date(), intent: said.intent)
        let answer = Turn(
            speaker: .bot, text: said.text, time: Date(), intent: said.intent, route: said.route,
            answerID: said.entry, confidence: considered.confidence, model: mind.model.id)
        let turn = try conversations.append(
            .init(conversation: conversation, customer: customer, message: message, reply: answer, state: state))
        last = considered
        if let notice = said.notice { pendingNotices.append(notice) }
        return considered.reply(said, state: state, turn: turn, milliseconds: start.milliseconds)
    }

    /// What went wrong with edited files since the last call, each once.
    package mutating func notices() -> [String] {
        defer { pendingNotices = [] }
        return pendingNotices
    }

    package var intentNames: [String] { files.current.catalog.names }

    /// Takes everything in, however long it takes: what is measured must not miss vectors that replies will have.
    mutating func refreshAll(progress: (JobProgress) throws -> Void) throws {
        try refresh()
        guard mind.isByWords else { return }
        try mind.embed(progress: progress)
        try refresh()
    }

    /// Takes in edited files, new corrections, and a newly promoted model.
    mutating func refresh() throws {
        pendingNotices += files.refresh()
        let standing = try mind.refresh(files: files.current)
        pendingNotices += standing.filter { !standingNotices.contains($0) }
        standingNotices = standing
    }
}

extension ContinuousClock.Instant {
    /// Milliseconds since this moment.
    var milliseconds: Double {
        let elapsed = duration(to: .now).components
        return Double(elapsed.seconds) * 1e3 + Double(elapsed.attoseconds) / 1e15
    }
}
