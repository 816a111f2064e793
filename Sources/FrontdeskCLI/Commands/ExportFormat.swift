internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// A format that an export can be written in.
protocol ExportFormat: RawRepresentable<String>, CaseIterable, Equatable, ExpressibleByArgument {
    /// What `--json` asks for.
    static var jsonLines: Self { get }
    /// What is written where nothing is asked for.
    static var usual: Self { get }

    /// The format that a file's ending names; nil where it names none.
    init?(ending: String)
}

extension ExportOptions {
    /// What was asked for by --format, --json or the ending of the file, all of which must agree.
    func format<Format: ExportFormat>(_ format: Format?, json: Bool) throws -> Format {
        if json, let format, format != .jsonLines {
            throw ValidationError("--json writes jsonl, and --format asks for \(format.rawValue)")
        }
        let asked = json ? .jsonLines : format
        let named = output.flatMap { Format(ending: URL(fileURLWithPath: $0).pathExtension.lowercased()) }
        if let asked, let named, asked != named, let output {
            let flag = json ? "--json" : "--format"
            throw ValidationError(
                "\(flag) asks for \(asked.rawValue), and '\(output)' ends as \(named.rawValue) does")
        }
        if asked == nil, named == nil, let output,
            KnowledgeImporter.endings.contains(URL(fileURLWithPath: output).pathExtension.lowercased())
        {
            let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(output)' ends as a file of another kind; there are \(known)")
        }
        return asked ?? named ?? .usual
    }
}
