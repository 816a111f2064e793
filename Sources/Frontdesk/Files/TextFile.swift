package import Foundation

/// Reads text that people wrote: UTF-8 and nothing else, with the place of the first byte that is not.
package enum TextFile {
    /// The largest file that is read as text; larger ones are surely not what was meant.
    static let largestSize = 512 << 20

    /// A file's text without byte-order mark, its line ends made `\n`; `name` is the path that messages show.
    package static func read(_ url: URL, named name: String) throws -> String {
        try text(bytes(of: url, named: name), named: name)
    }

    /// The text of a file that a bot's folder holds.
    package static func read(ofBot url: URL, named name: String) throws -> String {
        try text(bytes(ofBot: url, named: name), named: name)
    }

    /// The bytes of a file that a bot's folder holds, where a pipe or a device is no file to read: it might never end.
    package static func bytes(ofBot url: URL, named name: String) throws -> Data {
        try assertRegular(url, named: name, mend: "Put a text file in its place, or take it away")
        return try bytes(of: url, named: name)
    }

    /// Throws where a folder, a pipe or a device stands instead of a file.
    static func assertRegular(_ url: URL, named name: String, mend: String) throws {
        var status = stat()
        guard stat(url.path(percentEncoded: false), &status) == 0 else {
            throw SystemError.error(errno, doing: "read", name)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw BotError(
                .badData, at: SourceLocation(file: name), "this is a folder",
                mend: "Name a file, or put one in its place")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw BotError(.badData, at: SourceLocation(file: name), "this is no regular file", mend: mend)
        }
    }

    /// A file's bytes; `name` is the path that messages show.
    package static func bytes(of url: URL, named name: String) throws -> Data {
        guard let file = fopen(url.path(percentEncoded: false), "rb") else {
            throw SystemError.error(errno, doing: "read", name)
        }
        defer { fclose(file) }
        var data = Data()
        var status = stat()
        if fstat(fileno(file), &status) == 0 { data.reserveCapacity(min(Int(status.st_size), largestSize)) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            data.append(contentsOf: buffer[..<count])
            guard data.count <= largestSize else {
                throw BotError(
                    .badData, at: SourceLocation(file: name), "the file is larger than 512 MiB", mend: "Split it")
            }
        }
        guard ferror(file) == 0 else { throw SystemError.error(errno, doing: "read", name) }
        return data
    }

    /// Bytes as text without byte-order mark, line ends made `\n`.
    package static func text(_ data: Data, named name: String) throws -> String {
        // Most text is as it should be, and a large one is not copied once more.
        let isPlain = data.first != 0xEF && data.withUnsafeBytes { bytes in !bytes.contains { $0 == 0 || $0 == 0x0D } }
        if isPlain, let text = String(validating: data, as: UTF8.self) { return text }
        var bytes = [UInt8](data)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw notUTF8(bytes, name) }
        if let zero = bytes.firstIndex(of: 0) {
            throw BotError(
                .badData, at: location(of: zero, in: bytes, name), "the file holds a NUL byte, so it is not text",
                mend: "Save it as UTF-8 text")
        }
        return bytes.contains(0x0D) ? String(decoding: withUnixLineEnds(bytes), as: UTF8.self) : text
    }

    private static func withUnixLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte != 0x0D {
                result.append(byte)
            } else if index + 1 == bytes.count || bytes[index + 1] != 0x0A {
                result.append(0x0A)
            }
        }
        return result
    }

    private static func notUTF8(_ bytes: [UInt8], _ name: String) -> BotError {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return BotError(
                .badData, at: SourceLocation(file: name, line: 1, column: 1), "the file is UTF-16, not UTF-8",
                mend: "Save it as UTF-8 (in Excel: \"CSV UTF-8\")")
        }
        return BotError(
            .badData, at: location(of: firstInvalid(bytes), in: bytes, name), "the text is not UTF-8",
            mend: "Save the file as UTF-8, for instance with 'iconv -f WINDOWS-1252 -t UTF-8', where it is Chinese "
                + "with 'iconv -f GB18030 -t UTF-8'")
    }

    /// The offset of the first byte that cannot stand in UTF-8: all before it is valid.
    private static func firstInvalid(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            offset += UTF8.width(scalar)
        }
        return min(offset, bytes.count - 1)
    }

    private static func location(of offset: Int, in bytes: [UInt8], _ name: String) -> SourceLocation {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let line = before.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        let column = String(decoding: bytes[lineStart..<offset], as: UTF8.self).unicodeScalars.count + 1
        return SourceLocation(file: name, line: line, column: column)
    }
}
