internal import Foundation

/// A model's examples as lines of class, file, line, column and text with tabs between: read in a few milliseconds.
enum ExampleLines {
    /// One line.
    struct Line {
        let label: Int
        let example: IntentClassifier.Example
    }

    static func text(_ lines: [Line]) -> String {
        lines.map { line in
            let place = line.example.location
            let fields = [
                String(line.label), place?.file ?? "", place?.line.map(String.init) ?? "",
                place?.column.map(String.init) ?? "", line.example.text,
            ]
            return fields.map(escaped).joined(separator: "\t") + "\n"
        }.joined()
    }

    /// Reads what `text` wrote; nil for anything else.
    static func parse(_ data: Data) -> [Line]? {
        var lines: [Line] = []
        var file = ""
        for line in [UInt8](data).split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard fields.count == 5, let label = Int(string(fields[0])) else { return nil }
            // Neighbours stand in one file: they share its name instead of holding a copy each.
            if !file.utf8.elementsEqual(fields[1]) { file = unescaped(fields[1]) }
            let place = SourceLocation(file: file, line: Int(string(fields[2])), column: Int(string(fields[3])))
            lines.append(
                Line(label: label, example: .init(text: unescaped(fields[4]), location: file.isEmpty ? nil : place)))
        }
        return lines
    }

    /// By scalars: as characters, a carriage return and the line feed behind it are one, which is no line feed.
    private static func escaped(_ field: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in field.unicodeScalars {
            switch scalar {
            case "\\": result.append(contentsOf: "\\\\".unicodeScalars)
            case "\t": result.append(contentsOf: "\\t".unicodeScalars)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return string(bytes) }
        var result: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                result.append(byte == UInt8(ascii: "t") ? 0x09 : byte == UInt8(ascii: "n") ? 0x0A : byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                result.append(byte)
            }
        }
        return string(result[...])
    }
}
