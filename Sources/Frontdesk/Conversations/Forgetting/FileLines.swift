internal import Foundation

/// Lines of a file that other processes append to, some of which are to go.
struct FileLines {
    private let file: URL
    private let name: String
    private let lock: URL?
    private let goes: (String, SourceLocation) throws -> Bool

    /// `lock` is held by those who append while they do.
    init(
        _ file: URL, named name: String, lock: URL? = nil, _ goes: @escaping (String, SourceLocation) throws -> Bool
    ) {
        self.file = file
        self.name = name
        self.lock = lock
        self.goes = goes
    }

    /// How many lines there are to go.
    func count() throws -> Int { try lines().count(where: \.goes) }

    /// Writes the others beside the file and renames it over; without any to go, the file stays untouched.
    func remove() throws {
        let held = try lock.flatMap { try FileLock($0, waits: true) }
        defer { held?.release() }
        let all = try lines()
        let others = all.filter { !$0.goes }
        guard others.count < all.count else { return }
        try AtomicFile.write(others.map { $0.text + "\n" }.joined(), to: file, named: name, mode: 0o600)
    }

    private func lines() throws -> [(text: String, goes: Bool)] {
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return [] }
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        return try text.lines.enumerated().compactMap { index, line in
            guard !line.isEmpty else { return nil }
            let line = String(line)
            return (line, try goes(line, SourceLocation(file: name, line: index + 1, column: 1)))
        }
    }
}
