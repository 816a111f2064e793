package import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A tensor to be written: its numbers are asked for piece by piece, so that they need not all be in one array.
package struct TensorSource {
    package let name: String
    package let shape: [Int]
    let type: DataType
    /// Hands over the numbers in order, as they are stored.
    let pieces: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

    /// Numbers that lie in memory as they are stored.
    package init(
        _ name: String, shape: [Int], stored type: DataType,
        pieces: @escaping ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) {
        (self.name, self.shape, self.type, self.pieces) = (name, shape, type, pieces)
    }

    /// Floats, stored as F32, or as BF16, to which they are rounded.
    package init(
        _ name: String, shape: [Int], type: DataType = .float32,
        pieces: @escaping ((UnsafeBufferPointer<Float>) throws -> Void) throws -> Void
    ) {
        precondition(type == .float32 || type == .bfloat16)
        self.init(name, shape: shape, stored: type) { write in
            try pieces { piece in
                if type == .bfloat16 {
                    try piece.map(\.bfloat16Bits).withUnsafeBytes { try write($0) }
                } else {
                    try write(UnsafeRawBufferPointer(piece))
                }
            }
        }
    }

    /// Numbers that are all in memory.
    package init(_ name: String, shape: [Int], type: DataType = .float32, values: [Float]) {
        self.init(name, shape: shape, type: type) { write in try values.withUnsafeBufferPointer { try write($0) } }
    }
}

extension Safetensors {
    /// Writes tensors in the order given, each in its own type, and returns when the file is on the disk.
    ///
    /// The same tensors and metadata give the same bytes. A file of that name is overwritten; to replace one that is
    /// in use, write beside it and rename.
    package static func write(_ tensors: [TensorSource], metadata: [String: String] = [:], to url: URL) throws {
        let header = try header(of: tensors, metadata: metadata, file: url.path)
        let output = try SyncedFile(url)
        var length = UInt64(header.count).littleEndian
        try withUnsafeBytes(of: &length) { try output.write($0) }
        try header.withUnsafeBytes { try output.write($0) }
        for tensor in tensors {
            var count = 0
            try tensor.pieces { piece in
                count += piece.count / tensor.type.byteWidth
                try output.write(piece)
            }
            let expected = tensor.shape.reduce(1, *)
            guard count == expected else {
                let problem = SafetensorsError.Problem.wrongValueCount(expected: expected, found: count)
                throw SafetensorsError(url.path, tensor: tensor.name, problem)
            }
        }
        try output.finish()
    }

    /// The header's JSON, padded with blanks so that the tensors begin at a multiple of 64 bytes.
    private static func header(
        of tensors: [TensorSource], metadata: [String: String], file: String
    ) throws -> [UInt8] {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var names: Set<String> = ["__metadata__"]
        var offset = 0
        for tensor in tensors {
            guard names.insert(tensor.name).inserted else {
                throw SafetensorsError(file, .duplicateKey(tensor.name))
            }
            let end = offset + tensor.shape.reduce(1, *) * tensor.type.byteWidth
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 63 - (header.count + 7) % 64))
        return header
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..<"\u{20}": quoted += "\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// A file being written, whose bytes are on the disk after `finish`.
private final class SyncedFile {
    private let path: String
    private var descriptor: Int32

    init(_ url: URL) throws {
        path = url.path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw CheckpointError.system(path, "cannot be created", errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, piece.baseAddress, piece.count)
            #elseif canImport(Musl)
                let count = Musl.write(descriptor, piece.baseAddress, piece.count)
            #else
                let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw CheckpointError.system(path, "cannot be written", errno) }
            rest = rest.dropFirst(count)
        }
    }

    func finish() throws {
        guard fsync(descriptor) == 0 else { throw CheckpointError.system(path, "cannot be written", errno) }
        let result = close(descriptor)
        descriptor = -1
        guard result == 0 else { throw CheckpointError.system(path, "cannot be written", errno) }
    }
}
