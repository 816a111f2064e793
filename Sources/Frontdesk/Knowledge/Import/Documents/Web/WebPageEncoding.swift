internal import Foundation

/// What a page is written in: UTF-8 wherever it can be, else as the page says, else as its bytes tell.
enum WebPageEncoding {
    /// A page's text, and what people should know about its encoding.
    static func text(of data: Data, named name: String) throws -> (text: String, note: String?) {
        let isUTF8 = String(validating: data, as: UTF8.self) != nil
        guard !isUTF8, !isMarkedUTF16(data), let declared = declared(in: data) else { return try told(data, name) }
        switch declared {
        case "utf-8", "utf8", "utf-16", "unicode": return try told(data, name)
        case "gb2312", "gbk", "gb18030", "x-gbk", "cp936", "gb_2312-80":
            let text = try ForeignText(data, as: .gb18030, named: name)
            return (text.text, text.note)
        default:
            // What is called Latin 1 on the web is Windows' superset of it.
            let isLatin = ["iso-8859-1", "latin1", "ascii", "us-ascii"].contains(declared)
            return (try converted(data, from: isLatin ? "windows-1252" : declared, name), "read as \(declared)")
        }
    }

    private static func told(_ data: Data, _ name: String) throws -> (text: String, note: String?) {
        let text = try ForeignText(data, named: name)
        return (text.text, text.note)
    }

    private static func isMarkedUTF16(_ data: Data) -> Bool {
        data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF])
    }

    /// The name in `<meta charset=…>`, `<meta … content="text/html; charset=…">` or an XML declaration.
    private static func declared(in data: Data) -> String? {
        let head = String(data.prefix(4096).map { $0 < 0x80 ? Character(Unicode.Scalar($0)) : "?" })
        let match =
            head.firstMatch(of: /(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_.:-]{2,30})/)
            ?? head.firstMatch(of: /(?i)<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_.:-]{2,30})/)
        return match.map { $0.output.1.lowercased() }
    }

    private static func converted(_ data: Data, from encoding: String, _ name: String) throws -> String {
        let place = SourceLocation(file: name, line: 1, column: 1)
        guard let converted = ConvertedText(data, from: encoding) else {
            throw BotError(
                .badData, at: place, "the page says that it is '\(encoding)', which this system cannot read",
                mend: "Save it as UTF-8")
        }
        guard converted.invalid == nil else {
            throw BotError(
                .badData, at: place, "the page says that it is '\(encoding)', and is not", mend: "Save it as UTF-8")
        }
        return try TextFile.text(converted.text, named: name)
    }
}
