package import Foundation

/// A log to import: a file, or what came in on standard input.
package struct LogSource: Sendable {
    /// The endings of the files that are read as logs.
    package static let endings = ["jsonl", "ndjson", "json", "csv", "tsv", "xlsx", "xlsm", "txt", "log"]

    /// What standard input is called where it is taken for a table because nobody named it.
    static let unnamedTable = "stdin.csv"

    /// Nil for standard input.
    private let url: URL?
    /// What the store calls it, and what ids of its conversations begin with where it gives them none.
    package let name: String
    /// The path that messages show, as it was given.
    package let path: String
    private let content: Data?
    /// Why it cannot be read, where that is known before.
    private let problem: BotError?

    private init(url: URL, name: String, path: String, problem: BotError? = nil) {
        (self.url, self.name, self.path, self.problem, content) = (url, name, path, problem, nil)
    }

    /// What came in on standard input; without a name, JSON begins with a brace or bracket, and all else is a table.
    package init(standardInput data: Data, name: String? = nil) {
        let first = data.first { !" \t\r\n".utf8.contains($0) }
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        self.name = name ?? (isJSON ? "stdin.jsonl" : Self.unnamedTable)
        (url, path, problem, content) = (nil, self.name, nil, data)
    }

    var ending: String { KnowledgeBase.ending(of: name) }

    /// The name without its ending.
    var stem: String { ending.isEmpty ? name : String(name.dropLast(ending.count + 1)) }

    func data() throws -> Data {
        if let problem { throw problem }
        guard Self.endings.contains(ending) else { throw unknown }
        return try url.map { try TextFile.bytes(of: $0, named: path) } ?? content ?? Data()
    }

    private var unknown: BotError {
        BotError(.usage, at: SourceLocation(file: path), "files of this kind are no logs", mend: Self.known)
    }

    private static let known = "Known are \(endings.map { ".\($0)" }.joined(separator: ", "))"

    /// The log at a path, or those in a folder and below.
    package static func all(at path: String) throws -> [LogSource] {
        let url = URL(fileURLWithPath: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false), isDirectory: &isFolder) else {
            throw SystemError.error(ENOENT, doing: "read", path)
        }
        guard isFolder.boolValue else { return [try regular(url, url.lastPathComponent, path)] }
        let walk = try FolderWalk(url, path: path)
        let prefix = path.hasSuffix("/") ? path : path + "/"
        let found = try walk.files.filter { endings.contains(KnowledgeBase.ending(of: $0)) }.map {
            try regular(url.appending(path: $0), $0, prefix + $0)
        }
        let hindered = walk.problems.map {
            LogSource(url: url.appending(path: $0.folder), name: $0.folder, path: prefix + $0.folder, problem: $0.error)
        }
        guard !found.isEmpty || !hindered.isEmpty else {
            throw BotError(.usage, at: SourceLocation(file: path), "the folder holds no logs", mend: known)
        }
        return found + hindered
    }

    /// A pipe instead of a file would have the import wait for ever.
    private static func regular(_ url: URL, _ name: String, _ path: String) throws -> LogSource {
        try TextFile.assertRegular(url, named: path, mend: "Name a file or a folder; '-' is standard input")
        return LogSource(url: url, name: name, path: path)
    }
}
