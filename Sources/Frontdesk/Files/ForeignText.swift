package import Foundation

/// Text from other programs, whose encoding is found out: UTF-8, UTF-16 or GB18030, which holds GBK and GB2312.
package struct ForeignText: Sendable, Hashable {
    /// What text may be written in, by the names of the C library's `iconv`.
    package enum Encoding: String, Sendable, Hashable {
        case utf8 = "UTF-8"
        case utf16LittleEndian = "UTF-16LE"
        case utf16BigEndian = "UTF-16BE"
        case gb18030 = "GB18030"
    }

    /// Without byte-order mark, line ends made `\n`.
    package let text: String
    package let encoding: Encoding

    /// What people should know: nil for UTF-8, which goes without saying.
    package var note: String? {
        switch encoding {
        case .utf8: nil
        case .utf16LittleEndian, .utf16BigEndian: "read as UTF-16"
        case .gb18030: "read as GB18030"
        }
    }

    /// Reads bytes; what is in none of the encodings is an error at the first place that cannot be read.
    package init(_ data: Data, named name: String) throws {
        let encoding = try Self.encoding(of: data, named: name)
        try self.init(data, as: encoding, named: name)
    }

    /// Reads bytes whose encoding is known, for instance because a document tells it.
    package init(_ data: Data, as encoding: Encoding, named name: String) throws {
        self.encoding = encoding
        if encoding == .utf8 {
            text = try TextFile.text(data, named: name)
            return
        }
        let (decoded, invalid) = try Self.decode(data, from: encoding)
        if let invalid { throw Self.unreadable(decoded, invalid, "the text is not \(encoding.rawValue)", name) }
        text = try TextFile.text(decoded, named: name)
    }
}

extension ForeignText {
    private static func encoding(of data: Data, named name: String) throws -> Encoding {
        guard !data.starts(with: Data("PK\u{3}\u{4}".utf8)) else {
            throw BotError(
                .badData, at: SourceLocation(file: name, line: 1, column: 1), "this is an archive, not text",
                mend: "Give it the ending that it had, such as .xlsx or .docx")
        }
        if data.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if data.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        if data.contains(0) { return evidentUTF16(data) ?? .utf8 }
        guard String(validating: data, as: UTF8.self) == nil else { return .utf8 }
        let utf8 = try decode(data, from: .utf8)
        guard let invalid = utf8.invalid else { return .utf8 }
        let chinese = try decode(data, from: .gb18030)
        if chinese.invalid == nil, looksChinese(data), !isDamagedUTF8(data) { return .gb18030 }
        let (text, place) =
            if let end = chinese.invalid, end > invalid, looksChinese(data.prefix(end)) { (chinese.text, end) } else {
                (utf8.text, invalid)
            }
        throw unreadable(text, place, "the text is not UTF-8, and neither UTF-16 nor GB18030", name)
    }

    /// UTF-16 without a mark shows by the zero beside each line end, space and Latin letter.
    private static func evidentUTF16(_ data: Data) -> Encoding? {
        guard data.count.isMultiple(of: 2) else { return nil }
        var little = 0
        var big = 0
        var high: UInt8?
        for byte in data {
            guard let first = high else {
                high = byte
                continue
            }
            high = nil
            if byte == 0, 0x01..<0x80 ~= first { little += 1 }
            if first == 0, 0x01..<0x80 ~= byte { big += 1 }
        }
        if little > 4 * big { return .utf16LittleEndian }
        return big > 4 * little ? .utf16BigEndian : nil
    }

    /// Whether most pairs of bytes stand where GB2312 has the characters in everyday use.
    ///
    /// Almost any text with accents can be read as pairs of GB18030, "Mü" and "ll" among them; these pairs would be rare
    /// characters, whose second byte is a Latin letter.
    private static func looksChinese(_ data: Data) -> Bool {
        var everyday = 0
        var rare = 0
        var lead: UInt8?
        for byte in data {
            if let first = lead {
                lead = nil
                if byte >= 0xA1, 0xA1...0xF7 ~= first { everyday += 1 } else { rare += 1 }
            } else if byte >= 0x80 {
                lead = byte
            }
        }
        return everyday > 2 * rare
    }

    /// Whether it is UTF-8 but for some places: read as pairs, it would become other characters without an error.
    private static func isDamagedUTF8(_ data: Data) -> Bool {
        var wide = 0
        var invalid = 0
        for scalar in String(decoding: data, as: UTF8.self).unicodeScalars {
            if scalar == "\u{FFFD}" { invalid += 1 } else if scalar.value >= 0x800 { wide += 1 }
        }
        return wide > 2 * invalid
    }

    /// The error at the end of what could be decoded.
    private static func unreadable(_ decoded: Data, _ offset: Int, _ problem: String, _ name: String) -> BotError {
        let before = String(decoding: decoded, as: UTF8.self)
        let lines = before.lines
        let column = (lines.last?.unicodeScalars.count ?? 0) + 1
        return BotError(
            .badData, at: SourceLocation(file: name, line: lines.count, column: column), problem,
            mend: "Save the file as UTF-8 (in Excel: \"CSV UTF-8\")")
    }

    private static func decode(_ data: Data, from encoding: Encoding) throws -> (text: Data, invalid: Int?) {
        guard let converted = ConvertedText(data, from: encoding.rawValue) else {
            throw BotError(
                .configuration, "this system cannot read \(encoding.rawValue)",
                mend: "Install the C library's character sets (gconv), or save the file as UTF-8")
        }
        return (converted.text, converted.invalid)
    }
}
