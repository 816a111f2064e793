internal import Foundation

/// The files inside a ZIP archive, found by its central directory and only ever read into memory.
///
/// What an archive claims is checked before anything is unpacked: it may hold 10,000 files and 512 MiB unpacked, and no
/// file may shrink to less than a 250th, as only those made to fill a machine's memory do. A name is only a key to look
/// a file up by; no file is ever written, so where a name points to does not matter.
struct ZipArchive {
    /// One file inside.
    struct Entry {
        let name: String
        let method: UInt16
        let checksum: UInt32
        let packedSize: Int
        let size: Int
        /// Where its local header begins in the archive.
        let offset: Int
    }

    private static let largestSize = 512 << 20
    private static let mostEntries = 10_000
    private static let largestRatio = 250
    /// Below this size a file may shrink as it likes: a few KiB of blanks are no attack.
    private static let harmlessSize = 4 << 20

    let file: String
    private let bytes: ZipBytes
    private let entries: [String: Entry]

    /// Reads the central directory; `file` is what messages show.
    init(_ data: Data, file: String) throws {
        self.file = file
        bytes = ZipBytes(data, file: file)
        guard !data.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else {
            throw bytes.error(
                "the file is protected by a password, or of the kind that Office wrote before 2007",
                mend: "Save it without password, as .xlsx or .docx")
        }
        guard !data.isEmpty else {
            throw bytes.error("the file is empty", mend: "Copy or download it again, or save it with its contents")
        }
        let directory = try ZipDirectory(bytes)
        guard directory.count <= Self.mostEntries else {
            throw bytes.error("the archive holds more than \(Self.mostEntries) files", mend: Self.mend)
        }
        var entries: [String: Entry] = [:]
        var size = 0
        for entry in try directory.entries() {
            guard entry.size <= max(Self.harmlessSize, entry.packedSize * Self.largestRatio) else {
                throw bytes.error("'\(entry.name)' unpacks to more than 250 times its size", mend: Self.mend)
            }
            size += entry.size
            guard size <= Self.largestSize else {
                throw bytes.error("the archive unpacks to more than 512 MiB", mend: Self.mend)
            }
            guard entries.updateValue(entry, forKey: entry.name) == nil else {
                throw bytes.error("the archive holds '\(entry.name)' twice", mend: Self.mend)
            }
        }
        self.entries = entries
    }

    private static let mend = "Save the document again with the program that made it"

    /// The names of all files, sorted.
    var names: [String] { entries.keys.sorted() }

    /// Whether there is a file of that name.
    func contains(_ name: String) -> Bool { entries[name] != nil }

    /// The file of that name, unpacked piece by piece; nil where there is none.
    func stream(_ name: String) throws -> ZipStream? {
        guard let entry = entries[name] else { return nil }
        return try ZipStream(entry, in: bytes)
    }
}

/// An archive's bytes, read as little-endian numbers within their bounds.
struct ZipBytes {
    let data: Data
    let file: String

    init(_ data: Data, file: String) {
        self.data = data
        self.file = file
    }

    var count: Int { data.count }

    func byte(_ offset: Int) throws -> UInt8 {
        guard 0..<data.count ~= offset else { throw truncated }
        return data[data.startIndex + offset]
    }

    func short(_ offset: Int) throws -> UInt16 {
        try UInt16(byte(offset)) | UInt16(byte(offset + 1)) << 8
    }

    func long(_ offset: Int) throws -> UInt32 {
        try UInt32(short(offset)) | UInt32(short(offset + 2)) << 16
    }

    func slice(_ offset: Int, count: Int) throws -> Data {
        guard offset >= 0, count >= 0, offset <= data.count, count <= data.count - offset else { throw truncated }
        return data[(data.startIndex + offset)..<(data.startIndex + offset + count)]
    }

    var truncated: BotError {
        error("the file ends too early or is damaged", mend: "Copy or download it again")
    }

    func error(_ problem: String, mend: String) -> BotError {
        BotError(.badData, at: SourceLocation(file: file), problem, mend: mend)
    }
}
