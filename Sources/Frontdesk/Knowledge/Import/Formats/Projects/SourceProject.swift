package import Foundation

/// A project of another program, whose files are one source together: knowledge stands in some, answers in others.
package struct SourceProject: Sendable {
    /// The files of a folder or an archive, by their names in it.
    struct Files: Sendable {
        /// The folder or archive, as messages show it.
        let path: String
        let names: [String]
        /// Whether a file that is no part of the project is a source of its own, which tells what is wrong with it.
        let areSources: Bool
        let data: @Sendable (String) throws -> Data

        func text(_ name: String) throws -> String {
            try ForeignText(data(name), named: shown(name)).text
        }

        func shown(_ name: String) -> String {
            path.hasSuffix("/") ? path + name : "\(path)/\(name)"
        }
    }

    private enum Kind: Sendable {
        case rasa, dialogflow
    }

    private let kind: Kind
    private let files: Files
    /// The names of the files that belong to the project and are no sources of their own.
    package let names: [String]

    /// Nil where the files are no project that is known.
    init?(_ files: Files) throws {
        self.files = files
        let intents = DialogflowProject.files(among: files.names)
        if !intents.isEmpty {
            kind = .dialogflow
            names = intents
            return
        }
        let parts = try RasaProject.files(of: files)
        guard !parts.isEmpty else { return nil }
        kind = .rasa
        names = parts
    }

    /// All of the project's entries.
    package func read() throws -> SourceRecords {
        switch kind {
        case .rasa: try RasaProject.read(files, names)
        case .dialogflow: try DialogflowProject.read(files, names)
        }
    }
}

extension SourceReader {
    private static let projectEndings = ["yml", "yaml", "json"]

    /// The Rasa or Dialogflow project that was exported as an archive.
    static func project(inArchive data: Data, named name: String) throws -> SourceProject {
        let archive = try ZipArchive(data, file: name)
        let names = archive.names.filter { projectEndings.contains(KnowledgeBase.ending(of: $0)) }
        let files = SourceProject.Files(path: name, names: names, areSources: false) {
            try archive.stream($0)?.readAll() ?? Data()
        }
        guard let project = try SourceProject(files) else {
            throw BotError(
                .badData, at: SourceLocation(file: name), "the archive holds no project of Rasa or Dialogflow",
                mend: "Unpack it and import what it holds")
        }
        return project
    }

    /// The Rasa or Dialogflow project that a folder holds, or nil; `path` is what messages show.
    ///
    /// `KnowledgeImporter.Source.all` asks this of each folder that is imported.
    package static func project(in folder: URL, path: String) throws -> SourceProject? {
        let names = try FolderWalk(folder, path: path).files.filter {
            projectEndings.contains(KnowledgeBase.ending(of: $0))
        }
        return try SourceProject(
            SourceProject.Files(path: path, names: names, areSources: true) { name in
                try TextFile.bytes(of: folder.appending(path: name), named: path + "/" + name)
            })
    }
}
