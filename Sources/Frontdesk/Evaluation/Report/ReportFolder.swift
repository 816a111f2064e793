package import Foundation

/// The folder that a report goes to: `report.html` for people, `report.json` and `scalars.csv` for programs.
package struct ReportFolder: Sendable {
    private static let mend = "Name a folder that you may write to"
    private let url: URL
    private let name: String

    /// Makes the folder if need be; one that cannot be written to is told now and not after the work.
    package init(_ url: URL, named name: String) throws {
        guard !name.isEmpty else { throw BotError(.usage, "--report has no folder's name", mend: Self.mend) }
        self.url = url
        self.name = name
        do {
            try AtomicFile.makeFolder(url)
        } catch let error as BotError {
            throw BotError(error.kind, at: SourceLocation(file: name), error.problem, mend: error.mend ?? Self.mend)
        }
        guard access(url.path(percentEncoded: false), W_OK | X_OK) == 0 else {
            throw SystemError.error(errno, doing: "write into this folder", name)
        }
    }

    /// Writes the files, each at once or not at all; `numbers` are the page's own, and the page comes last.
    package func write(_ page: ReportPage, numbers: some Encodable, scalars: [ReportScalar]) throws {
        try write(ReportJSON.data(numbers) + Data("\n".utf8), to: "report.json")
        try write(Data(ReportScalar.csv(scalars).utf8), to: "scalars.csv")
        try write(Data(page.html.utf8), to: "report.html")
    }

    private func write(_ data: Data, to file: String) throws {
        let path = name.hasSuffix("/") ? name + file : "\(name)/\(file)"
        try AtomicFile.write(data, to: url.appending(path: file), named: path)
    }
}
