internal import BERT
internal import Foundation
internal import Kernels

/// Finds answers that knowledge lacks in what agents told customers; a person publishes them, or nobody does.
package struct AnswerReview {
    private let folder: BotFolder
    private let files: LiveFiles.Contents
    private let store: Store
    private let encoder: MessageEncoder

    /// Where drafts are written.
    package static let file = "knowledge/from-conversations.yml"

    /// Opens a bot, which need not have a model.
    package init(_ folder: BotFolder, _ installation: Installation) throws {
        self.folder = folder
        files = try LiveFiles(folder).current
        store = try Store(folder: folder.state)
        let base = try ModelRegistry(store, folder: folder).base()
        encoder = MessageEncoder(base: .init(name: base, encoder: try installation.encoder(of: base)))
    }

    /// The proposals, those for the most customers first; nothing that is computed for them is kept.
    package func proposals(progress: @escaping (JobProgress) throws -> Void = { _ in }) throws -> [ProposedAnswer] {
        let conversations = ConversationStore(store)
        var pick = QuestionPick()
        try conversations.forEachConversation { pick.add($0) }
        // Drafts count too: what was drafted is not proposed again.
        let entries = try KnowledgeBase.load(folder: folder.url)
        let corrections = try conversations.corrections()
        let set = try TrainingSetBuilder.collect(files.catalog, entries, corrections).build(holdOut: true)
        let cache = EmbeddingCache(store)
        func embed(_ texts: [String]) throws -> Matrix {
            try progress(JobProgress(step: "Reading agents' answers", done: 0, total: 1))
            return try encoder.passingEmbeddings(of: texts, in: cache)
        }
        let pipeline = DialoguePipeline(files.catalog, files.settings, entries, corrections, embed: embed)
        let outcome = try pipeline.run(pick, besides: set)
        return try AnswerProposals(outcome.unmatched, personalData: PersonalData(files.catalog), embed: embed).answers
    }

    /// Writes a proposal as an entry that is a draft, behind those that stand there; returns its id.
    package func writeDraft(_ proposal: ProposedAnswer) throws -> String {
        try KnowledgeIndex(store).whileNobodyWrites {
            let url = folder.url.appending(path: Self.file)
            let isThere = FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
            let old = try isThere ? ReadText(ofBot: url, named: Self.file) : nil
            let entry = proposal.draft(in: Self.file)
            let whole = try Self.adding(entry, to: old?.text ?? "")
            try FileManager.default.createDirectory(at: folder.knowledge, withIntermediateDirectories: true)
            try AtomicFile.write(old?.data(of: whole) ?? Data(whole.utf8), to: url, named: Self.file)
            return entry.id
        }
    }

    private static func adding(_ entry: KnowledgeEntry, to text: String) throws -> String {
        let known = try KnowledgeBase.entries(in: text, file: file)
        guard !known.contains(where: { $0.id == entry.id }) else {
            throw BotError(
                .usage, at: SourceLocation(file: file), "this answer is a draft already",
                mend: "Write 'status: published' there to have it told")
        }
        let whole = text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + KnowledgeYAML.text(of: [entry])
        _ = try KnowledgeBase.entries(in: whole, file: file)
        return whole
    }
}

extension ProposedAnswer {
    /// As an entry of a file, never told until somebody publishes it.
    fileprivate func draft(in file: String) -> KnowledgeEntry {
        var record = KnowledgeRecord(question: question, location: SourceLocation(file: file))
        (record.answer, record.aliases, record.status) = (answer, aliases, .draft)
        return KnowledgeRecord.entries([record], file: file)[0]
    }
}
