import Foundation
import Testing

extension TinyBot {
    /// Runs a command that must fail with this message alone, and change nothing on disk besides `derived` files.
    func expect(
        _ arguments: [String], fails status: Int32, _ message: String, through wrapper: [String] = [],
        besides derived: Set<String> = [], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        func kept() throws -> [String: Data?] { try files().filter { !derived.contains($0.key) } }
        let before = try kept()
        let run = try CommandRun(arguments, environment: environment, in: folder, through: wrapper)
        #expect(run.status == status, sourceLocation: sourceLocation)
        #expect(run.output.isEmpty, sourceLocation: sourceLocation)
        #expect(run.errors == "frontdesk: \(message)\n", sourceLocation: sourceLocation)
        #expect(try kept() == before, sourceLocation: sourceLocation)
    }

    /// Writes a file and the folders above it.
    func write(_ data: Data, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    /// The files that hold a word, in UTF-8 bytes.
    func holders(of word: String) throws -> [String] {
        try files().filter { $0.value?.range(of: Data(word.utf8)) != nil }.keys.sorted()
    }

    /// The content of every file by its path; of one that cannot be read, none. The job lock is no data.
    func files() throws -> [String: Data?] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return paths.filter { $0 != ".frontdesk/job.lock" }.reduce(into: [:]) {
            $0[$1] = FileManager.default.contents(atPath: folder.appending(path: $1).path)
        }
    }
}
