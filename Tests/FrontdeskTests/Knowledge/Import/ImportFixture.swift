import Foundation
import Frontdesk
import Testing

/// The files of other programs that the import is tested with; their words are our own.
enum ImportFixture {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func read(_ name: String, columns: [String: String] = [:]) throws -> SourceRecords {
        try SourceReader.read(Data(contentsOf: folder.appending(path: name)), named: name, columns: columns)
    }

    static func read(_ text: String, as name: String, columns: [String: String] = [:]) throws -> SourceRecords {
        try SourceReader.read(Data(text.utf8), named: name, columns: columns)
    }

    /// Imports one file into a bot.
    static func importFile(_ url: URL, into bot: URL, _ store: Store) throws -> KnowledgeImporter.Summary {
        let (summaries, _, problems) = try KnowledgeImporter(folder: bot, store: store)
            .importAll(KnowledgeImporter.Source.all(at: url.path))
        try problems.throwIfAny()
        return try #require(summaries.first)
    }
}
