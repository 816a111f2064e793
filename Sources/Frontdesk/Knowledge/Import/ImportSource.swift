package import Foundation

extension KnowledgeImporter {
    /// Something to import: a file, or what came in on standard input.
    package struct Source: Sendable {
        /// Nil for standard input.
        let url: URL?
        /// What the written file calls it; its ending tells the kind.
        package let name: String
        /// The path that messages show, as it was given.
        let path: String
        private let content: Data?
        /// What several files of the folder are together.
        private let project: SourceProject?
        /// Why it cannot be read, where that is known before.
        private let problem: BotError?

        private init(url: URL, name: String, path: String, project: SourceProject? = nil, problem: BotError? = nil) {
            (self.url, self.name, self.path, content) = (url, name, path, nil)
            (self.project, self.problem) = (project, problem)
        }

        /// What came in on standard input; without a name, JSON lines begin with a brace, and all else is a table.
        package init(standardInput data: Data, name: String?) {
            let first = data.first { !" \t\r\n".utf8.contains($0) }
            self.name = name ?? (first == UInt8(ascii: "{") ? "stdin.jsonl" : "stdin.csv")
            (url, path, project, problem, content) = (nil, self.name, nil, nil, data)
        }

        /// The records, and what is wrong with the others; `columns` maps fields to the source's own names for them.
        func read(columns: [String: String]) throws -> SourceRecords {
            if let problem { throw problem }
            if let project { return try project.read() }
            let data = try url.map { try TextFile.bytes(of: $0, named: name) } ?? content ?? Data()
            var problems = BotErrors()
            let read = try problems.collect { try SourceReader.read(data, named: name, columns: columns) }
            if let read, !read.records.isEmpty { return read }
            if try LogSigns.areIn(data, named: name) {
                throw BotError(
                    .usage, at: SourceLocation(file: name), "the file holds conversations, and no knowledge",
                    mend: "Import it with 'frontdesk import --logs'")
            }
            try problems.throwIfAny()
            return read ?? SourceRecords()
        }

        /// What is importable at a path: the file itself, or the files in the folder and below, of which a project of
        /// another program is one source.
        package static func all(at path: String) throws -> [Source] {
            let url = URL(fileURLWithPath: path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false), isDirectory: &isFolder) else {
                let error = SystemError.error(ENOENT, doing: "read", url.path(percentEncoded: false))
                return [Source(url: url, name: url.lastPathComponent, path: path, problem: error)]
            }
            guard isFolder.boolValue else {
                return [Source(url: url, name: url.lastPathComponent, path: path, problem: try irregular(url, path))]
            }
            let walk = try FolderWalk(url, path: path)
            let project = try SourceReader.project(in: url, path: path)
            let known = walk.files.filter { endings.contains(KnowledgeBase.ending(of: $0)) }
            let sources =
                whole(project, url, path)
                + (try known.filter { project?.names.contains($0) != true }.map { name in
                    try below(url, path, name, problem: irregular(url.appending(path: name), inFolder(path, name)))
                })
                + walk.problems.map { below(url, path, $0.folder, problem: $0.error) }
            guard !sources.isEmpty else {
                throw BotError(
                    .usage, at: SourceLocation(file: path), "the folder holds nothing that can be imported",
                    mend: "Known are \(endings.map { ".\($0)" }.joined(separator: ", "))")
            }
            return sources
        }

        private static func whole(_ project: SourceProject?, _ url: URL, _ path: String) -> [Source] {
            guard let project else { return [] }
            return [Source(url: url, name: url.standardizedFileURL.lastPathComponent, path: path, project: project)]
        }

        private static func below(_ url: URL, _ path: String, _ name: String, problem: BotError? = nil) -> Source {
            Source(url: url.appending(path: name), name: name, path: inFolder(path, name), problem: problem)
        }

        private static func inFolder(_ path: String, _ name: String) -> String {
            path.hasSuffix("/") ? path + name : "\(path)/\(name)"
        }

        /// What is wrong where a pipe stands instead of a file, which would have the import wait for ever.
        private static func irregular(_ url: URL, _ path: String) throws -> BotError? {
            do {
                try TextFile.assertRegular(url, named: path, mend: "Name a file or a folder; '-' is standard input")
                return nil
            } catch let error as BotError {
                return error
            }
        }
    }
}

extension BotError {
    /// The error of a source under the path that was given for it.
    func shown(_ path: String, insteadOf name: String) -> BotError {
        guard let location, location.file == name else { return self }
        return BotError(kind, at: location.shown(path, insteadOf: name), problem, mend: mend)
    }

    /// The error of a row that was left out: the rest is imported.
    var skipped: BotError { BotError(.failed, at: location, problem, mend: mend) }
}

extension SourceLocation {
    /// The place in a source under the path that was given for it.
    func shown(_ path: String, insteadOf name: String) -> SourceLocation {
        file == name ? SourceLocation(file: path, line: line, column: column) : self
    }
}
