internal import Foundation

/// Reads a log of any known kind, by its name's ending and by what it holds.
struct LogReader {
    /// Field to a table's own name for it.
    let columns: [String: String]

    /// Reads a log; `lines` is told how many it has, before they are read.
    func read(_ source: LogSource, into output: LogOutput, lines: (Int) -> Void) throws {
        let data = try source.data()
        if ["xlsx", "xlsm"].contains(source.ending) {
            return try LogTable(file: source.path, mapping: columns).readWorkbook(data, into: output, lines: lines)
        }
        let foreign = try ForeignText(data, named: source.path)
        if let note = foreign.note { output.note(note) }
        lines(foreign.text.utf8.count { $0 == UInt8(ascii: "\n") } + 1)
        try read(foreign.text, source, into: output)
    }

    private func read(_ text: String, _ source: LogSource, into output: LogOutput) throws {
        switch source.ending {
        case "csv": try table(text, preferring: .comma, into: output)
        case "tsv": try table(text, preferring: .tab, into: output)
        default:
            guard columns.isEmpty else {
                throw BotError(
                    .usage, at: SourceLocation(file: source.path),
                    "--columns names the columns of tables, which this is not",
                    mend: "Import this log without it")
            }
            let isText = ["txt", "log"].contains(source.ending) && text.first { !$0.isWhitespace } != "{"
            guard isText else { return try json(text, source, into: output) }
            var transcript = Transcript(source)
            try transcript.read(text, into: output)
        }
    }

    private func table(
        _ text: String, preferring usual: DelimitedText.Separator, into output: LogOutput
    ) throws {
        let rows = DelimitedReader(
            foreign: text, file: output.file, preferring: usual, isName: LogFields.isKnown)
        try LogTable(file: output.file, mapping: columns).read(rows, into: output)
    }

    /// An object a line, or one value.
    private func json(_ text: String, _ source: LogSource, into output: LogOutput) throws {
        let isList = text.utf8.first { !" \t\n".utf8.contains($0) } == UInt8(ascii: "[")
        let isLines = !isList && (source.ending != "json" || SourceReader.areLines(text))
        guard isLines else {
            return try LogObject.take(SourceValue.json(text[...], file: output.file, isWholeFile: true), into: output)
        }
        try SourceValue.forEachLine(in: text) { line, number in
            _ = try output.collect {
                try LogObject.take(SourceValue.json(line, file: output.file, line: number), into: output)
            }
        }
    }
}
