internal import Foundation

/// Forgets a customer or a conversation: what they wrote, what was made of it, and the files that hold their words.
package struct Forgetting {
    /// Whose words are forgotten.
    package enum Subject: Sendable, Hashable {
        case customer(String)
        case conversation(String)
    }

    private let folder: BotFolder
    private let handoff: Settings.Handoff?
    private let store: Store
    private let conversations: ConversationStore
    private let registry: ModelRegistry

    /// Reads the settings, which name the handoff's file: what is wrong with them is told before anything is removed.
    package init(folder: BotFolder) throws {
        self.folder = folder
        handoff = try Settings.load(folder).handoff
        store = try Store(folder: folder.state)
        conversations = ConversationStore(store)
        registry = ModelRegistry(store, folder: folder)
    }

    /// Removes everything of the subject, or only tells what would be; what was cut off is ended by running it again.
    ///
    /// Files come first and the store last, in one transaction: as long as the store knows the subject's conversations,
    /// the files can be found again. What people's own files hold can be told only before.
    package func forget(_ subject: Subject, isDry: Bool = false) throws -> Forgotten {
        let lock = try JobLock.acquire(folder: folder.state, job: "forget")
        defer { lock.release() }
        let kept = try conversations.kept(of: subject)
        let trained = try registry.models(trainedWith: kept.conversations)
        let champion = try registry.champion()
        let superseded = trained.filter { $0 != champion }
        let (summaries, lines) = (handoffLines(of: subject, kept), history(of: kept))
        let forgotten = Forgotten(
            conversations: kept.conversations.count, turns: kept.turns, corrections: kept.corrections,
            handoffs: try summaries?.count() ?? 0, historyLines: try lines.count(), models: trained,
            removedModels: superseded, champion: champion.flatMap { trained.contains($0) ? $0 : nil },
            copies: kept.messages.isEmpty ? [] : try CopiedMessages(folder).places(of: kept.messages), dryRun: isDry)
        if isDry { return forgotten }
        try summaries?.remove()
        try lines.remove()
        try registry.removeFolders(of: superseded)
        if kept.turns + kept.corrections > 0 { try removeTrainings() }
        try conversations.remove(kept, models: superseded, due: forgotten.champion)
        try store.overwriteWhatWasRemoved()
        return forgotten
    }

    /// What a stopped training left may have been learning from their messages: the next begins anew.
    private func removeTrainings() throws {
        guard FileManager.default.fileExists(atPath: folder.trainings.path) else { return }
        try FileManager.default.removeItem(at: folder.trainings)
    }

    private func handoffLines(of subject: Subject, _ kept: ConversationStore.Kept) -> FileLines? {
        guard case .file(let path)? = handoff else { return nil }
        let ids = Set(kept.conversations)
        let file = URL(fileURLWithPath: folder.absolute(path))
        return FileLines(file, named: path, lock: folder.handoffLock) { line, location in
            let summary = try Self.summary(line, location)
            switch subject {
            case .customer(let id) where summary.customer == id: return true
            case .conversation(let id) where summary.conversation == id: return true
            default: return summary.conversation.map(ids.contains) ?? false
            }
        }
    }

    /// Lines that were typed in a chat at this machine; the history doesn't tell by whom.
    private func history(of kept: ConversationStore.Kept) -> FileLines {
        let messages = Set(kept.messages.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") })
        return FileLines(folder.state.appending(path: "history"), named: ".frontdesk/history") { line, _ in
            messages.contains(TypedLine.message(in: line))
        }
    }

    private static func summary(_ line: String, _ location: SourceLocation) throws -> Whose {
        do {
            return try JSONDecoder().decode(Whose.self, from: Data(line.utf8))
        } catch {
            throw BotError(
                .badData, at: location, "this line is no summary of a handoff: it does not tell whose it is",
                mend: "Remove it from the file, or mend it, and run 'frontdesk forget' again")
        }
    }

    /// The part of a handoff's summary that tells whose it is.
    private struct Whose: Decodable {
        let customer: String?
        let conversation: String?
    }
}

/// What was removed: `frontdesk forget --json`.
package struct Forgotten: Sendable, Hashable, Encodable {
    package let conversations: Int
    package let turns: Int
    package let corrections: Int
    package let handoffs: Int
    package let historyLines: Int
    /// The models that were trained with their messages, and those of them whose folders are removed.
    package let models: [String]
    package let removedModels: [String]
    /// The model that answers, if it was trained with them: it goes after the next training.
    package let champion: String?
    /// Where the bot's own files hold messages of theirs, which stay.
    package let copies: [SourceLocation]
    package let dryRun: Bool

    package var isSomething: Bool {
        conversations + turns + corrections + handoffs + historyLines + models.count > 0
    }

    enum CodingKeys: String, CodingKey {
        case conversations, turns, corrections, handoffs, models, champion, copies
        case historyLines = "history_lines"
        case removedModels = "removed_models"
        case dryRun = "dry_run"
    }
}
