internal import CZlib
internal import Foundation

/// One file of an archive, unpacked piece by piece; its size and checksum are checked at the end.
final class ZipStream {
    private let entry: ZipArchive.Entry
    private let bytes: ZipBytes
    private let packed: [UInt8]
    private var position = 0
    private var unpackedSize = 0
    private var checksum = crc32(0, nil, 0)
    private var state = z_stream()
    private var isAtEnd = false

    init(_ entry: ZipArchive.Entry, in bytes: ZipBytes) throws {
        self.entry = entry
        self.bytes = bytes
        guard try bytes.long(entry.offset) == 0x0403_4B50 else { throw bytes.truncated }
        let start =
            entry.offset + 30 + Int(try bytes.short(entry.offset + 26)) + Int(try bytes.short(entry.offset + 28))
        packed = [UInt8](try bytes.slice(start, count: entry.packedSize))
        // Negative window bits: raw data, without zlib's own header, as archives hold it.
        guard inflateInit2_(&state, -MAX_WBITS, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw BotError(.inputOutput, at: SourceLocation(file: bytes.file), "zlib cannot start")
        }
    }

    deinit {
        inflateEnd(&state)
    }

    /// Everything that is left, for files that are small.
    func readAll() throws -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { return data }
            data.append(contentsOf: buffer[..<count])
        }
    }

    /// Fills a part of the buffer, or all of it; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !isAtEnd, !buffer.isEmpty else { return 0 }
        let count = try entry.method == 0 ? copy(into: buffer) : inflate(into: buffer)
        unpackedSize += count
        guard unpackedSize <= entry.size else { throw damaged }
        checksum = crc32(checksum, buffer.bindMemory(to: UInt8.self).baseAddress, UInt32(count))
        if count == 0 || isAtEnd {
            isAtEnd = true
            guard unpackedSize == entry.size, checksum == UInt(entry.checksum) else { throw damaged }
        }
        return count
    }

    private func copy(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, packed.count - position)
        buffer.copyBytes(from: packed[position..<position + count])
        position += count
        return count
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let room = min(buffer.count, 1 << 20)
        var used = 0
        var result = Z_OK
        let output = buffer.bindMemory(to: UInt8.self).baseAddress
        packed.withUnsafeBufferPointer { input in
            state.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: position))
            state.avail_in = UInt32(input.count - position)
            state.next_out = output
            state.avail_out = UInt32(room)
            result = CZlib.inflate(&state, Z_NO_FLUSH)
            used = input.count - position - Int(state.avail_in)
        }
        position += used
        let count = room - Int(state.avail_out)
        if result == Z_STREAM_END { isAtEnd = true }
        guard result == Z_STREAM_END || (result == Z_OK && (count > 0 || used > 0)) else { throw damaged }
        // Input was taken in, and nothing came out of it yet.
        return count == 0 && !isAtEnd ? try inflate(into: buffer) : count
    }

    private var damaged: BotError {
        bytes.error(
            "'\(entry.name)' in the archive is damaged: its size or checksum is wrong",
            mend: "Copy or download the file again, or save it again")
    }
}
