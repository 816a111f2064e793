internal import Crypto
package import Foundation
internal import GRDB

extension KnowledgeIndex {
    /// A file whose entries are at hand, so that it need not be read again.
    struct WrittenFile {
        let entries: [KnowledgeEntry]
        /// Of the bytes written.
        let digest: Data
        /// As it was right after it was written: another one tells that somebody edited it since.
        let stamp: FileStamp
    }

    /// Brings the index up to date with the files; only changed entries are touched.
    ///
    /// While no file changed this costs one look at each file's size and time; those that did are read. Files that do
    /// not parse throw, and the index stays as it was. One process refreshes at a time: where another one does so for
    /// longer than `patience`, the index stays as it is, since what it holds answers until that one has ended, and the
    /// changes say so.
    @discardableResult
    package func refresh(
        folder: URL, patience: Duration = .seconds(2), progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Changes {
        guard try !changes(in: folder).changes.isEmpty else { return Changes() }
        guard let lock = try lock(patience) else { return Changes(isLocked: true) }
        defer { lock.release() }
        return try refresh(folder: folder, written: [:], progress: progress)
    }

    /// Keeps other processes from refreshing the index; nil where one of them does and goes on for too long.
    func lock(_ patience: Duration) throws -> FileLock? {
        let file = store.folder.appending(path: "index.lock")
        let end = ContinuousClock.now + patience
        while true {
            if let lock = try FileLock(file, waits: false) { return lock }
            guard ContinuousClock.now < end else { return nil }
            usleep(20_000)
        }
    }

    /// What those tell that cannot do with the index as it is.
    static let locked = BotError(
        .locked, "another process is bringing the index up to date", mend: "Try again when it has ended")

    /// Refreshes with the lock held; of `written` files that nobody edited since the entries are taken as they are.
    func refresh(
        folder: URL, written: [String: WrittenFile], progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Changes {
        let now = Date().timeIntervalSince1970
        let (stamps, changes) = try changes(in: folder)
        guard !changes.isEmpty else { return Changes() }
        try clearLeftovers()
        let present = Set(stamps)
        let written = written.filter { present.contains($0.value.stamp) }
        var digests = written.mapValues(\.digest)
        var files = changes.gone
        var entries: [KnowledgeEntry] = []
        var errors = BotErrors()
        for file in changes.changed + changes.doubtful.keys.sorted() {
            if let known = written[file] {
                // Of one large file the list is not copied.
                if entries.isEmpty { entries = known.entries } else { entries += known.entries }
                files.append(file)
                continue
            }
            let read = try errors.collect { try Self.read(file, in: folder, unless: changes.doubtful[file]) }
            guard case (let found, let digest)?? = read else { continue }
            entries += found
            digests[file] = digest
            files.append(file)
        }
        for error in KnowledgeBase.duplicates(in: entries) { errors.append(error) }
        try errors.throwIfAny()
        // Files that may yet be written within the same tick stay doubtful: nothing is to be noted of them.
        let isSettled = stamps.contains { changes.doubtful[$0.path] != nil && $0.modified < Int64((now - 2) * 1e9) }
        guard !files.isEmpty || isSettled else { return Changes() }
        let update = try store.read { try IndexUpdate(files, to: entries, $0) }
        let isLarge = update.missing.count + update.stale.count + update.moved.count > Self.mostAtOnce
        func applyAll() throws {
            try apply(update, progress) { try FileStamp.replace(stamps, digests: digests, at: now, $0) }
        }
        try isLarge ? store.withManyPages(applyAll) : applyAll()
        return update.changes
    }

    private func changes(in folder: URL) throws -> (stamps: [FileStamp], changes: FileStamp.Changes) {
        let stamps = try KnowledgeBase.files(in: folder).map { try FileStamp($0, in: folder) }
        return (stamps, try store.read { try FileStamp.changes(to: stamps, $0) })
    }

    /// A file's entries and digest; nil where it still has the digest that it had.
    private static func read(
        _ file: String, in folder: URL, unless digest: Data?
    ) throws -> (entries: [KnowledgeEntry], digest: Data)? {
        let text = try TextFile.read(ofBot: folder.appending(path: file), named: file)
        let found = Self.digest(of: Data(text.utf8))
        return found == digest ? nil : (try KnowledgeBase.entries(in: text, file: file), found)
    }

    /// The digest of a file's text.
    static func digest(of text: Data) -> Data { Data(SHA256.hash(data: text)) }

    /// Tells the new places of many entries in batches; returns those of few, which are told with all else.
    ///
    /// The file itself is new already, and nothing is noted of it yet: should the process end half-way, the next one
    /// compares all places again.
    private func moveBeforehand(_ update: IndexUpdate) throws -> ArraySlice<IndexUpdate.Moved> {
        var rest = update.moved[...]
        while rest.count > Self.mostAtOnce {
            let batch = rest.prefix(Self.stagedBatch)
            try store.write { database in
                for entry in batch { try Self.move(entry, database) }
            }
            rest = rest.dropFirst(Self.stagedBatch)
        }
        return rest
    }

    private func apply(
        _ update: IndexUpdate, _ progress: (Int, Int) -> Void, _ note: (Database) throws -> Void
    ) throws {
        let isStaged = update.missing.count > Self.mostAtOnce
        let first = isStaged ? try stage(update, progress: progress) : nil
        let moved = try moveBeforehand(update)
        let prepared = isStaged ? [] : PreparedEntry.all(update.missing[...])
        let defersTerms = update.stale.count > Self.mostAtOnce
        try store.write { database in
            let leave = try database.cachedStatement(sql: "INSERT INTO knowledge_leftover (row) VALUES (?)")
            for row in update.stale {
                try Self.delete(row, database)
                if defersTerms { try leave.execute(arguments: [row]) } else { try Self.deleteTerms(row, database) }
            }
            if let first { try Self.show(from: first, database) }
            for entry in prepared { try Self.insert(entry, database) }
            for entry in moved { try Self.move(entry, database) }
            if !update.changes.isEmpty { try Self.grow(database) }
            try note(database)
        }
        if defersTerms { try clearLeftovers() }
    }
}
