internal import Foundation

/// A file's text as parsers take it, which can be written again as the file was: with its mark and its line ends.
struct ReadText {
    /// Without byte-order mark, its line ends made `\n`.
    let text: String
    private let hasMark: Bool
    private let endsLinesWithReturn: Bool

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Reads a file of a bot's folder; `name` is the path that messages show.
    init(ofBot url: URL, named name: String) throws {
        let data = try TextFile.bytes(ofBot: url, named: name)
        text = try TextFile.text(data, named: name)
        hasMark = data.starts(with: Self.mark)
        let end = data.firstIndex(of: UInt8(ascii: "\n"))
        endsLinesWithReturn = end.map { data[..<$0].last == UInt8(ascii: "\r") } ?? false
    }

    /// A text for the same file: marked as this one was, all lines ending as the first one did.
    func data(of changed: String) -> Data {
        var data = Data(hasMark ? Self.mark : [])
        guard endsLinesWithReturn else { return data + Data(changed.utf8) }
        for byte in changed.utf8 {
            if byte == UInt8(ascii: "\n") { data.append(UInt8(ascii: "\r")) }
            data.append(byte)
        }
        return data
    }
}
