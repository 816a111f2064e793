import Foundation
import Testing

/// `docs/commands.md` is generated; this keeps it true.
struct CommandReferenceTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/commands.md").standardizedFileURL

    /// Each section: the command that its heading names, and the text of its code block.
    private static func sections() throws -> [(command: [String], help: String)] {
        let page = try String(contentsOf: page, encoding: .utf8)
        return page.components(separatedBy: "\n## ").dropFirst().compactMap { section in
            let parts = section.components(separatedBy: "```")
            guard parts.count == 3, parts[1].hasPrefix("text\n") else { return nil }
            return (parts[0].split(whereSeparator: \.isWhitespace).map(String.init), String(parts[1].dropFirst(5)))
        }
    }

    @Test
    func isWhatHelpPrintsForEachCommand() throws {
        let sections = try Self.sections()
        #expect(sections.count > 10)
        for (command, help) in sections {
            let run = try CommandRun(command.dropFirst() + ["--help"], environment: ["COLUMNS": "100"])
            let name = command.joined(separator: " ")
            #expect(Self.trimmed(run.output) == Self.trimmed(help), "\(name) --help has changed: run 'make docs'")
        }
    }

    @Test
    func namesEverySubcommand() throws {
        let sections = try Self.sections()
        let known = Set(sections.map { $0.command.joined(separator: " ") })
        for (command, help) in sections {
            for name in Self.subcommands(in: help) {
                #expect(known.contains((command + [name]).joined(separator: " ")), "run 'make docs'")
            }
        }
    }

    private static func subcommands(in help: String) -> [String] {
        help.split(separator: "\n").drop { !$0.hasSuffix("SUBCOMMANDS:") }.dropFirst()
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  See ") }
            .compactMap { $0.split { $0 == " " || $0 == "," }.first.map(String.init) }
    }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .newlines)
    }
}
