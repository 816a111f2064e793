internal import Foundation

extension KnowledgeImporter {
    /// A file to import.
    package struct Source: Sendable {
        let url: URL
        let name: String
        /// The path that messages show, as it was given.
        let path: String
        /// What several files of the folder are together.
        var project: SourceProject?

        func read(columns: [String: String]) throws -> SourceRecords {
            try project?.read()
                ?? SourceReader.read(TextFile.bytes(of: url, named: name), named: name, columns: columns)
        }

        /// What is importable at a path: the file itself, or the files in the folder and below, of which a project of
        /// another program is one source.
        package static func all(at path: String) throws -> [Source] {
            let url = URL(fileURLWithPath: path)
            let all = try sources(at: url)
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
                let inFolder = path.hasSuffix("/") ? path + file.name : "\(path)/\(file.name)"
                return Source(url: file.url, name: file.name, path: isFile ? path : inFolder)
            }
        }
    }

    /// Imports each file, all of it or nothing; one that is wrong does not hinder the others.
    package func importAll(
        _ sources: [Source], dryRun: Bool = false, progress: (Int) -> Void = { _ in }
    ) throws -> (summaries: [Summary], problems: BotErrors) {
        var shelf = KnowledgeShelf(folder)
        var problems = BotErrors()
        var summaries: [Summary] = []
        for (index, source) in sources.enumerated() {
            var found = BotErrors()
            let summary = try found.collect {
                try importSource(source, dryRun: dryRun, &shelf)
            }
            if let summary { summaries.append(summary) }
            for problem in found.errors { problems.append(problem.shown(source.path, insteadOf: source.name)) }
            progress(index + 1)
        }
        return (summaries, problems)
    }
}

extension BotError {
    fileprivate func shown(_ path: String, insteadOf name: String) -> BotError {
        guard let location, location.file == name else { return self }
        let place = SourceLocation(file: path, line: location.line, column: location.column)
        return BotError(kind, at: place, problem, mend: mend)
    }
}

/// What stands under `knowledge/` while files are imported: read once, and kept up with what was, or would be, written.
struct KnowledgeShelf {
    private let folder: URL
    private var entries: [String: [KnowledgeEntry]]?
    /// By the file under `knowledge/`, the source that it was imported from just now.
    private var sources: [String: String] = [:]

    init(_ folder: URL) {
        self.folder = folder
    }

    /// Takes a file in; it must not write over another source's, nor hold an entry that another file has.
    mutating func put(_ imported: ImportedFile) throws {
        if let other = sources[imported.path] {
            throw BotError(
                .usage, at: SourceLocation(file: imported.source),
                "this and \(other) would both become \(imported.path)", mend: "Rename one of them")
        }
        var shelf = try entries ?? read()
        let others = shelf.sorted { $0.key < $1.key }.filter { $0.key != imported.path }.flatMap(\.value)
        entries = shelf
        try BotErrors(KnowledgeBase.duplicates(in: others + imported.entries)).throwIfAny()
        shelf[imported.path] = imported.entries
        entries = shelf
        sources[imported.path] = imported.source
    }

    private func read() throws -> [String: [KnowledgeEntry]] {
        try KnowledgeBase.files(in: folder).reduce(into: [:]) { $0[$1] = try KnowledgeBase.entries(of: $1, in: folder) }
    }
}
