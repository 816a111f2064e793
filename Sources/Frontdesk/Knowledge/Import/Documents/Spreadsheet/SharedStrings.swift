internal import Foundation

/// The texts that the cells of a workbook share.
struct SharedStrings {
    private(set) var texts: [String] = []

    /// A workbook without shared texts.
    init() {}

    /// Reads the part `sharedStrings.xml`.
    init(_ reader: MarkupReader) throws {
        while let event = try reader.next() {
            if event == .start, reader.name == "si" { texts.append(try Self.text(reader, until: "si")) }
        }
    }

    /// The runs of a text together, without what tells how to pronounce it; the walk stands at its beginning.
    static func text(_ reader: MarkupReader, until end: String) throws -> String {
        var text = ""
        var isText = false
        while let event = try reader.next() {
            switch event {
            case .start where reader.name == "rPh": try reader.skip()
            case .start: isText = reader.name == "t"
            case .end:
                isText = false
                if reader.name == end { return plain(text) }
            case .text: if isText { text += reader.text }
            }
        }
        return plain(text)
    }

    /// The characters that XML cannot hold are written by their numbers: `_x000D_` is a carriage return.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "_")) || text.utf8.contains(0x0D) else { return text }
        let decoded = text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            let scalar = UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init)
            return scalar.map { $0.value < 0x20 && !"\t\n\r".unicodeScalars.contains($0) ? "" : String($0) } ?? ""
        }
        return decoded.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
}
