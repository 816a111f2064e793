internal import Foundation

/// The central directory at the end of a ZIP archive, which says what the archive holds.
struct ZipDirectory {
    /// How many files it says there are.
    let count: Int
    private let bytes: ZipBytes
    private let start: Int

    /// Finds the directory by the record behind it, which may be followed by a comment of up to 64 KiB.
    init(_ bytes: ZipBytes) throws {
        self.bytes = bytes
        let record = try Self.endRecord(bytes)
        count = Int(try bytes.short(record + 10))
        let offset = try bytes.long(record + 16)
        guard count < 0xFFFF, offset < .max else { throw Self.unsupported(bytes, "is of the ZIP64 kind") }
        guard try bytes.short(record + 4) == 0, Int(try bytes.short(record + 8)) == count else {
            throw Self.unsupported(bytes, "is split into several files")
        }
        start = Int(offset)
    }

    private static func endRecord(_ bytes: ZipBytes) throws -> Int {
        let last = bytes.count - 22
        guard last >= 0 else { throw notAnArchive(bytes) }
        for offset in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
        where try bytes.byte(offset) == 0x50 && bytes.long(offset) == 0x0605_4B50 {
            return offset
        }
        guard bytes.count > 4, try bytes.long(0) == 0x0403_4B50 else { throw notAnArchive(bytes) }
        throw bytes.truncated
    }

    private static func notAnArchive(_ bytes: ZipBytes) -> BotError {
        bytes.error("this is no ZIP archive, as .xlsx and .docx files are", mend: "Check how the file was made")
    }

    private static func unsupported(_ bytes: ZipBytes, _ problem: String) -> BotError {
        bytes.error("the archive \(problem), which is not read", mend: "Save it again with Office or LibreOffice")
    }

    /// All files, in the directory's order; one that cannot be read is an error.
    func entries() throws -> [ZipArchive.Entry] {
        var offset = start
        return try (0..<count).map { _ in
            guard try bytes.long(offset) == 0x0201_4B50 else { throw bytes.truncated }
            let nameLength = Int(try bytes.short(offset + 28))
            let name = try bytes.slice(offset + 46, count: nameLength)
            let entry = ZipArchive.Entry(
                name: Self.text(of: name), method: try bytes.short(offset + 10), checksum: try bytes.long(offset + 16),
                packedSize: Int(try bytes.long(offset + 20)), size: Int(try bytes.long(offset + 24)),
                offset: Int(try bytes.long(offset + 42)))
            try check(entry, flags: try bytes.short(offset + 8))
            offset += 46 + nameLength + Int(try bytes.short(offset + 30)) + Int(try bytes.short(offset + 32))
            return entry
        }
    }

    /// A name in another encoding than UTF-8 stays one of its own, however it looks: a byte becomes a character.
    private static func text(of name: Data) -> String {
        String(validating: name, as: UTF8.self) ?? String(name.map { Character(Unicode.Scalar($0)) })
    }

    private func check(_ entry: ZipArchive.Entry, flags: UInt16) throws {
        guard flags & 0x2041 == 0 else {
            throw bytes.error("'\(entry.name)' in the archive is encrypted", mend: "Save the document without password")
        }
        guard entry.method == 0 || entry.method == 8 else {
            throw Self.unsupported(bytes, "packs '\(entry.name)' by method \(entry.method)")
        }
        let isZIP64 = [entry.packedSize, entry.size, entry.offset].contains(0xFFFF_FFFF)
        guard !isZIP64 else { throw Self.unsupported(bytes, "is of the ZIP64 kind") }
        guard entry.method == 8 || entry.packedSize == entry.size else { throw bytes.truncated }
    }
}
