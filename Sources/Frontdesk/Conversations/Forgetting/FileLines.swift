internal import Foundation

/// Lines of a file that other processes append to, some of which are to go.
struct FileLines {
    private let file: URL
    private let name: String
    private let goes: (String) throws -> Bool

    init(_ file: URL, named name: String, _ goes: @escaping (String) throws -> Bool) {
        self.file = file
        self.name = name
        self.goes = goes
    }

    /// How many lines there are to go.
    func count() throws -> Int { try lines().count { try goes($0) } }

    /// Writes the others beside the file and renames it over; without any to go, the file stays untouched.
    func remove() throws {
        let all = try lines()
        let others = try all.filter { try !goes($0) }
        guard others.count < all.count else { return }
        try AtomicFile.write(others.map { $0 + "\n" }.joined(), to: file, named: name, mode: 0o600)
    }

    private func lines() throws -> [String] {
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return [] }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
