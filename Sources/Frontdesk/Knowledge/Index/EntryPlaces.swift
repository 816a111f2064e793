internal import GRDB

/// Where the entries of other files stand: asked for one by one, or read beforehand by those who ask for many.
struct EntryPlaces {
    private let files: Set<String>
    private let known: [KnowledgeEntry.Key: SourceLocation]?

    /// The places besides those in some files; `count` entries will be asked for.
    init(besides files: Set<String>, askedFor count: Int, _ database: Database) throws {
        self.files = files
        known = try count > Self.few ? Self.places(besides: files, atMost: count, database) : nil
    }

    /// So many are asked for one by one.
    private static let few = 1000

    func place(of key: KnowledgeEntry.Key, _ database: Database) throws -> SourceLocation? {
        if let known { return known[key] }
        guard let place = try KnowledgeIndex.location(of: key, database), !files.contains(place.file) else {
            return nil
        }
        return place
    }

    /// All places; nil where there are more than a number.
    private static func places(
        besides files: Set<String>, atMost count: Int, _ database: Database
    ) throws -> [KnowledgeEntry.Key: SourceLocation]? {
        let counts = try Row.fetchAll(database, sql: "SELECT file, count(*) FROM knowledge_entries GROUP BY file")
        let others = counts.filter { !files.contains($0[0]) }
        guard others.reduce(0, { $0 + ($1[1] as Int) }) <= count else { return nil }
        let query = try database.makeStatement(
            sql: "SELECT id, language, line, column FROM knowledge_entries WHERE file = ?")
        return try others.reduce(into: [:]) { places, other in
            let file: String = other[0]
            let rows = try Row.fetchCursor(query, arguments: [file])
            while let row = try rows.next() {
                let key = KnowledgeEntry.Key(id: row[0], language: Language(rawValue: row[1]))
                places[key] = SourceLocation(file: file, line: row[2], column: row[3])
            }
        }
    }
}
