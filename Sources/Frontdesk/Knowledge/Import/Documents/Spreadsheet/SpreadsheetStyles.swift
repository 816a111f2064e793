internal import Foundation

/// How the numbers of a workbook are shown, as far as it changes what they mean.
struct SpreadsheetStyles {
    enum Format {
        case plain
        case percent
        case date(hasDay: Bool, hasTime: Bool)
    }

    /// By the number that cells have.
    private var formats: [Format] = []

    /// A workbook without styles.
    init() {}

    /// Reads the part `styles.xml`.
    init(_ reader: MarkupReader) throws {
        var codes: [String: String] = [:]
        var isCell = false
        while let event = try reader.next() {
            if reader.name == "cellXfs", event != .text { isCell = event == .start }
            guard event == .start else { continue }
            if reader.name == "numFmt" {
                let attributes = reader.attributes()
                if let id = attributes["numFmtId"] { codes[id] = attributes["formatCode"] }
            } else if reader.name == "xf", isCell {
                let id = reader.attributes()["numFmtId"] ?? "0"
                formats.append(codes[id].map(Self.format) ?? Self.builtIn(Int(id) ?? 0))
            }
        }
    }

    subscript(style: String?) -> Format {
        guard let style, let index = Int(style), formats.indices ~= index else { return .plain }
        return formats[index]
    }

    /// The formats that every workbook has without naming them; those from 27 are East Asian.
    private static func builtIn(_ id: Int) -> Format {
        switch id {
        case 9, 10: .percent
        case 14...17, 27...31, 36, 50...54, 57, 58: .date(hasDay: true, hasTime: false)
        case 18...21, 32...35, 45...47, 55, 56: .date(hasDay: false, hasTime: true)
        case 22: .date(hasDay: true, hasTime: true)
        default: .plain
        }
    }

    /// What a format's code makes of a number; text in quotes, brackets and behind a backslash is only decoration.
    static func format(_ code: String) -> Format {
        let first = code.replacing(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/, with: "").split(separator: ";")
            .first
        let letters = (first ?? "").lowercased()
        guard !letters.contains("general") else { return .plain }
        let hasDay =
            letters.contains { "yd年月日".contains($0) }
            || (letters.contains("m") && !letters.contains { "hs".contains($0) })
        let hasTime = letters.contains { "hs".contains($0) }
        if hasDay || hasTime { return .date(hasDay: hasDay, hasTime: hasTime) }
        return letters.contains("%") ? .percent : .plain
    }
}
