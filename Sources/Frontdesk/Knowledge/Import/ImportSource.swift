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

        private init(url: URL, name: String, path: String, project: SourceProject? = nil) {
            (self.url, self.name, self.path, self.project, content) = (url, name, path, project, nil)
        }

        /// What came in on standard input; without a name, JSON lines begin with a brace, and all else is a table.
        package init(standardInput data: Data, name: String?) {
            let first = data.first { !" \t\r\n".utf8.contains($0) }
            self.name = name ?? (first == UInt8(ascii: "{") ? "stdin.jsonl" : "stdin.csv")
            (url, path, project, content) = (nil, self.name, nil, data)
        }

        /// The records, and what is wrong with the others; `columns` maps fields to the source's own names for them.
        func read(columns: [String: String]) throws -> SourceRecords {
            if let project { return try project.read() }
            let data = try url.map { try TextFile.bytes(of: $0, named: name) } ?? content ?? Data()
            return try SourceReader.read(data, named: name, columns: columns)
        }

        /// What is importable at a path: the file itself, or the files in the folder and below, of which a project of
        /// another program is one source.
        package static func all(at path: String) throws -> [Source] {
            let url = URL(fileURLWithPath: path)
            let all = try sources(at: url, shown: path)
            let isFolder = all.first?.url != url
            if isFolder, let project = try SourceReader.project(in: url, path: path) {
                let name = url.standardizedFileURL.lastPathComponent
                let whole = Source(url: url, name: name, path: path, project: project)
                return [whole] + found(all.filter { !project.names.contains($0.name) }, in: url, path)
            }
            guard !all.isEmpty else {
                throw BotError(
                    .usage, at: SourceLocation(file: path), "the folder holds nothing that can be imported",
                    mend: "Known are \(endings.map { ".\($0)" }.joined(separator: ", "))")
            }
            return found(all, in: url, path)
        }

        private static func found(_ files: [(url: URL, name: String)], in url: URL, _ path: String) -> [Source] {
            files.map { file in
                let isFile = file.url == url
                return Source(url: file.url, name: file.name, path: isFile ? path : inFolder(path, file.name))
            }
        }

        private static func inFolder(_ path: String, _ name: String) -> String {
            path.hasSuffix("/") ? path + name : "\(path)/\(name)"
        }

        private static func sources(at url: URL, shown shownPath: String) throws -> [(url: URL, name: String)] {
            let path = url.path(percentEncoded: false)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw SystemError.error(ENOENT, doing: "read", path)
            }
            guard isFolder.boolValue else {
                try assertRegular(url, shown: shownPath)
                return [(url, url.lastPathComponent)]
            }
            guard let walk = FileManager.default.enumerator(atPath: path) else {
                throw SystemError.error(EACCES, doing: "read", path)
            }
            let names = walk.compactMap { $0 as? String }.filter { name in
                !name.split(separator: "/").contains { $0.hasPrefix(".") }
                    && endings.contains(KnowledgeBase.ending(of: name))
            }
            let files = names.sorted().map { (url: url.appending(path: $0), name: $0) }
            for file in files { try assertRegular(file.url, shown: inFolder(shownPath, file.name)) }
            return files
        }

        /// Throws where a pipe stands instead of a file, which would have the import wait for ever.
        private static func assertRegular(_ url: URL, shown path: String) throws {
            try TextFile.assertRegular(url, named: path, mend: "Name a file or a folder; '-' is standard input")
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
