package import Foundation
import Kernels

/// A safetensors file, mapped into memory: names, shapes, types, and the numbers as floats.
///
/// Opening reads the header alone and checks all its rules; numbers come from the disk when they are used. F32 is
/// used where it lies, F16 and BF16 are converted.
package struct Safetensors: Sendable {
    package let file: String
    /// What the header says of each tensor, by name.
    package let entries: [String: TensorEntry]
    /// The header's `__metadata__`.
    package let metadata: [String: String]
    private let mapping: MappedFile
    private let dataStart: Int

    /// Opens a file and checks its header.
    package init(_ url: URL) throws {
        file = url.path
        mapping = try MappedFile(url)
        let header = try SafetensorsHeader(mapping.bytes, file: file)
        metadata = header.metadata
        dataStart = header.dataStart
        entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0) })
    }

    /// The tensors' names in alphabetical order.
    package var names: [String] {
        entries.keys.sorted()
    }

    /// The header's entry of a tensor; throws when the file lacks it.
    package func entry(_ name: String) throws -> TensorEntry {
        guard let entry = entries[name] else { throw SafetensorsError(file, tensor: name, .missingTensor) }
        return entry
    }

    /// A tensor's numbers as floats; throws unless it has this shape and a floating type.
    ///
    /// F32 stays in the mapped file, without a copy. `populate` maps all its pages at once.
    package func tensor(_ name: String, shape: [Int], populate: Bool = false) throws -> FloatTensor {
        let entry = try floatEntry(name, shape: shape)
        let bytes = bytes(of: entry)
        if populate { mapping.populate(bytes) }
        let alignment = UInt(bitPattern: bytes.baseAddress) % UInt(MemoryLayout<Float>.alignment)
        if entry.type == .float32, alignment == 0, !bytes.isEmpty {
            return FloatTensor(shape: shape, values: bytes.assumingMemoryBound(to: Float.self), owner: mapping)
        }
        return FloatTensor(shape: shape) { convert(bytes, entry.type, into: $0) }
    }

    /// A tensor's numbers as an array; throws unless it has this shape and a floating type.
    package func floats(_ name: String, shape: [Int]) throws -> [Float] {
        try tensor(name, shape: shape).withValues { Array($0) }
    }

    /// A tensor's numbers where they lie in the mapped file, which `owner` keeps; throws unless it has this shape and
    /// type, and an address that its numbers can be read at.
    package func stored<Number: BitwiseCopyable>(
        _ name: String, shape: [Int], _ type: DataType, as _: Number.Type
    ) throws -> (numbers: UnsafeBufferPointer<Number>, owner: AnyObject) {
        precondition(type.byteWidth == MemoryLayout<Number>.size)
        let entry = try entry(name, shape: shape)
        guard entry.type == type else {
            throw SafetensorsError(
                file, tensor: name, .wrongType(expected: type.rawValue, found: entry.type.rawValue))
        }
        let bytes = bytes(of: entry)
        guard UInt(bitPattern: bytes.baseAddress) % UInt(MemoryLayout<Number>.alignment) == 0 else {
            throw SafetensorsError(file, tensor: name, .misaligned)
        }
        return (bytes.assumingMemoryBound(to: Number.self), mapping)
    }

    /// A matrix whose rows are read one at a time, so that unused ones never leave the disk.
    package func rows(_ name: String, shape: [Int]) throws -> FloatRows {
        let entry = try floatEntry(name, shape: shape)
        let width = shape.dropFirst().reduce(1, *)
        return FloatRows(count: shape.first ?? 1, width: width, type: entry.type, bytes: bytes(of: entry), mapping)
    }

    /// The first tensor, by name, with a number that is infinite or none; nil where all are finite.
    package func nameOfNotFinite() throws -> String? {
        try names.first { name in
            guard let entry = entries[name], entry.type.isFloat else { return false }
            return try tensor(name, shape: entry.shape).withValues { $0.contains { !$0.isFinite } }
        }
    }

    private func entry(_ name: String, shape: [Int]) throws -> TensorEntry {
        let entry = try entry(name)
        guard entry.shape == shape else {
            throw SafetensorsError(file, tensor: name, .wrongShape(expected: shape, found: entry.shape))
        }
        return entry
    }

    private func floatEntry(_ name: String, shape: [Int]) throws -> TensorEntry {
        let entry = try entry(name, shape: shape)
        guard entry.type.isFloat else {
            throw SafetensorsError(file, tensor: name, .notFloat(entry.type.rawValue))
        }
        return entry
    }

    private func bytes(of entry: TensorEntry) -> UnsafeRawBufferPointer {
        let range = entry.offsets.lowerBound + dataStart..<entry.offsets.upperBound + dataStart
        return UnsafeRawBufferPointer(rebasing: mapping.bytes[range])
    }
}
