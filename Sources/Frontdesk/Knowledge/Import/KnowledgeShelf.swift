/// What other files hold while some are imported: those of this run, and those that the index knows.
struct KnowledgeShelf {
    private let index: KnowledgeIndex
    /// By the file under `knowledge/`, the source that claims it.
    private var sources: [String: String] = [:]
    /// Files whose entries are those of this run, and no longer what the index knows.
    private var replaced: Set<String> = []
    /// Where the entries of this run stand.
    private var places: [KnowledgeEntry.Key: SourceLocation] = [:]

    init(_ index: KnowledgeIndex) {
        self.index = index
    }

    /// Claims a file for a source; two sources of one run must not become the same.
    mutating func reserve(_ path: String, for source: String) throws {
        if let other = sources.updateValue(source, forKey: path) {
            sources[path] = other
            throw BotError(
                .usage, at: SourceLocation(file: source), "this and \(other) would both become \(path)",
                mend: "Rename one of them")
        }
    }

    /// Takes a file's entries in; one that another file has is an error.
    mutating func put(_ entries: [KnowledgeEntry], in path: String) throws {
        var errors = BotErrors()
        try index.store.read { database in
            let others = try EntryPlaces(besides: replaced.union([path]), askedFor: entries.count, database)
            for entry in entries {
                guard let other = try places[entry.key] ?? others.place(of: entry.key, database) else { continue }
                errors.append(KnowledgeBase.duplicate(entry, of: other))
            }
        }
        try errors.throwIfAny()
        replaced.insert(path)
        for entry in entries { places[entry.key] = entry.location }
    }
}
