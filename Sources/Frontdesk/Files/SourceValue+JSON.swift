extension SourceValue {
    /// Reads JSON lines: one value a line, blank lines skipped; each bad line is one error, all thrown together.
    package static func jsonLines(_ text: String, file: String) throws -> [SourceValue] {
        var errors = BotErrors()
        var values: [SourceValue] = []
        try forEachLine(in: text) { line, number in
            let value = try errors.collect { try json(line, file: file, line: number) }
            if let value { values.append(value) }
        }
        try errors.throwIfAny()
        return values
    }

    /// Hands over each line that is not blank, with its number.
    static func forEachLine(in text: String, _ body: (Substring, Int) throws -> Void) rethrows {
        let bytes = text.utf8
        var start = bytes.startIndex
        var number = 1
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
            let line = bytes[start..<end]
            if line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) { try body(Substring(line), number) }
            number += 1
            start = end < bytes.endIndex ? bytes.index(after: end) : end
        }
    }

    /// Reads one JSON value (RFC 8259) that begins on `line`; a key that stands twice is an error.
    package static func json(
        _ text: Substring, file: String, line: Int = 1, isWholeFile: Bool = false
    ) throws -> SourceValue {
        var reader = JSONReader(Array(text.utf8), file: file, line: line, isWholeFile: isWholeFile)
        return try reader.readDocument()
    }
}

/// A recursive-descent reader of one JSON value over UTF-8 bytes.
private struct JSONReader {
    private static let deepest = 200

    private let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var line: Int
    /// A place in the line whose column is known: a file may be one long line.
    private var known = (position: 0, column: 1)
    private var depth = 0
    private let isWholeFile: Bool

    init(_ bytes: [UInt8], file: String, line: Int, isWholeFile: Bool) {
        self.isWholeFile = isWholeFile
        self.bytes = bytes
        self.file = file
        self.line = line
    }

    mutating func readDocument() throws -> SourceValue {
        skipSpace()
        let value = try readValue()
        skipSpace()
        guard position == bytes.count else { throw error("text follows the JSON value") }
        return value
    }

    private var location: SourceLocation {
        mutating get {
            let end = min(position, bytes.count)
            known.column += bytes[known.position..<end].count { $0 & 0xC0 != 0x80 }
            known.position = end
            return SourceLocation(file: file, line: line, column: known.column)
        }
    }

    private mutating func error(_ problem: String) -> BotError {
        BotError(
            .badData, at: location, "this is not valid JSON: \(problem)",
            mend: isWholeFile ? "The file must be one JSON value" : "Each line must be one JSON object")
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
            if bytes[position] == 0x0A {
                line += 1
                known = (position + 1, 1)
            }
            position += 1
        }
    }

    private mutating func readValue() throws -> SourceValue {
        let place = location
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw error("values are nested too deeply") }
        switch position < bytes.count ? bytes[position] : 0 {
        case UInt8(ascii: "{"): return SourceValue(.map(try readMap(at: place)), at: place)
        case UInt8(ascii: "["): return SourceValue(.list(try readList()), at: place)
        case UInt8(ascii: "\""): return SourceValue(.text(try readString(), .quoted), at: place)
        default: return SourceValue(try readWord(), at: place)
        }
    }

    private mutating func readMap(at place: SourceLocation) throws -> SourceMap {
        var items: [SourceMap.Item] = []
        position += 1
        skipSpace()
        if take("}") { return try SourceMap([], at: place) }
        repeat {
            skipSpace()
            let keyLocation = location
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw error("a key in quotes is expected")
            }
            let key = try readString()
            skipSpace()
            guard take(":") else { throw error("':' is expected after a key") }
            skipSpace()
            items.append(SourceMap.Item(key: key, keyLocation: keyLocation, value: try readValue()))
            skipSpace()
        } while take(",")
        guard take("}") else { throw error("',' or '}' is expected") }
        return try SourceMap(items, at: place)
    }

    private mutating func readList() throws -> [SourceValue] {
        var values: [SourceValue] = []
        position += 1
        skipSpace()
        if take("]") { return [] }
        repeat {
            skipSpace()
            values.append(try readValue())
            skipSpace()
        } while take(",")
        guard take("]") else { throw error("',' or ']' is expected") }
        return values
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// `true`, `false`, `null` or a number, kept as it is written.
    private mutating func readWord() throws -> SourceValue.Content {
        let start = position
        while position < bytes.count, !",]} \t\n\r".utf8.contains(bytes[position]) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true", "false": return .text(word, .plain)
        default:
            guard Self.isNumber(bytes[start..<position]) else {
                position = start
                throw error(word.isEmpty ? "a value is expected" : "this is no value")
            }
            return .text(word, .plain)
        }
    }

    /// Whether a word is a number as JSON writes them: `-0.5e+3`.
    private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
        var rest = word.first == .dash ? word.dropFirst() : word
        let whole = rest.prefix(while: \.isDigit)
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        rest = rest.dropFirst(whole.count)
        if rest.first == .dot {
            let fraction = rest.dropFirst().prefix(while: \.isDigit)
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard let sign = rest.first else { return true }
        guard sign | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if rest.first == .plus || rest.first == .dash { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(\.isDigit)
    }

    private mutating func readString() throws -> String {
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                content += String(try readEscape()).utf8
            case ..<0x20:
                throw error("a control character stands in a string")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw error("a string is never closed")
    }

    /// What stands for a character behind a backslash, by the letter.
    private static let simpleEscapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
        UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]

    private mutating func readEscape() throws -> Unicode.Scalar {
        guard position + 1 < bytes.count else { throw error("a string is never closed") }
        if let scalar = Self.simpleEscapes[bytes[position + 1]] {
            position += 2
            return scalar
        }
        let high = try readUnit()
        // Whatever reads it later as C does would see the text end here.
        guard high > 0 else { throw error("the character U+0000 cannot be kept") }
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\") else {
            throw error("a surrogate stands alone")
        }
        let low = try readUnit()
        guard 0xDC00..<0xE000 ~= low, let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else {
            throw error("a surrogate stands alone")
        }
        return scalar
    }

    /// The four hexadecimal digits after `\u`.
    private mutating func readUnit() throws -> UInt32 {
        let digits = bytes[min(position + 2, bytes.count)..<min(position + 6, bytes.count)]
        guard bytes[position + 1] == UInt8(ascii: "u"), digits.count == 4,
            digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("an escape is not known") }
        position += 6
        return unit
    }
}
