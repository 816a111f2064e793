internal import BERT
internal import Foundation
internal import Kernels

/// What a training would learn, step by step; trains nothing and leaves the bot's folder as it is.
package struct TrainingPreview {
    private let folder: BotFolder
    private let files: LiveFiles.Contents
    /// Where the store stands that is none of the bot's: removed at the end.
    private let scratch: URL
    private let encoder: MessageEncoder
    private let store: Store
    private let progress: (JobProgress) throws -> Void

    /// Opens a bot, which need not have a model.
    private init(
        _ folder: BotFolder, _ installation: Installation, scratch: URL,
        progress: @escaping (JobProgress) throws -> Void
    ) throws {
        self.folder = folder
        self.scratch = scratch
        self.progress = progress
        files = try LiveFiles(folder).current
        let isThere = FileManager.default.fileExists(
            atPath: folder.state.appending(path: "store.sqlite").path(percentEncoded: false))
        store = try Store(folder: isThere ? folder.state : scratch.appending(path: "own"))
        let base = try ModelRegistry(store, folder: folder).base()
        encoder = MessageEncoder(base: .init(name: base, encoder: try installation.encoder(of: base)))
    }

    /// Explains the data of a bot and of logs, which are read and not kept.
    package static func explain(
        _ folder: BotFolder, _ installation: Installation, logs: [LogSource],
        progress: @escaping (JobProgress) throws -> Void = { _ in }
    ) throws -> DataExplanation {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "frontdesk-preview-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        return try TrainingPreview(folder, installation, scratch: scratch, progress: progress).explanation(logs)
    }

    private func explanation(_ logs: [LogSource]) throws -> DataExplanation {
        var pick = QuestionPick()
        var corrections = try ConversationStore(store).corrections()
        let read = try logs.isEmpty ? nil : self.read(logs)
        corrections += try read?.corrections() ?? []
        for conversation in try conversations(with: read) { pick.add(conversation) }
        let entries = try KnowledgeBase.load(folder: folder.url).filter { $0.status == .published }
        let set = try TrainingSetBuilder.collect(files.catalog, entries, corrections).build(holdOut: true)
        let cache = EmbeddingCache(store)
        let pipeline = DialoguePipeline(files.catalog, files.settings, entries, corrections) {
            [encoder, progress] texts in
            try progress(JobProgress(step: "Reading agents' answers", done: 0, total: 1))
            return try encoder.passingEmbeddings(of: texts, in: cache)
        }
        return try pipeline.run(pick, besides: set).explanation
    }

    /// Takes logs into a store that goes with this run.
    private func read(_ logs: [LogSource]) throws -> ConversationStore {
        let store = try Store(folder: scratch.appending(path: "logs"))
        var options = LogImporter.Options()
        options.isOneWhole = true
        _ = try LogImporter(store, intents: files.catalog.names, options: options).importAll(logs, progress: progress)
        return ConversationStore(store)
    }

    /// The bot's conversations and those of logs; of one that both have, the longer.
    private func conversations(with read: ConversationStore?) throws -> [LoggedConversation] {
        var all: [LoggedConversation] = []
        var places: [String: Int] = [:]
        for source in [ConversationStore(store), read].compactMap(\.self) {
            try source.forEachConversation { conversation in
                if let place = places[conversation.id] {
                    if all[place].turns.count < conversation.turns.count { all[place] = conversation }
                } else {
                    places[conversation.id] = all.count
                    all.append(conversation)
                }
            }
        }
        return all
    }
}
