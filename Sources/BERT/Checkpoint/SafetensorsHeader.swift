/// The types of number that a safetensors file may hold.
package enum DataType: String, Sendable, CaseIterable {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case float8e5m2 = "F8_E5M2"
    case float8e4m3 = "F8_E4M3"
    case int16 = "I16"
    case uint16 = "U16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case uint32 = "U32"
    case float32 = "F32"
    case int64 = "I64"
    case uint64 = "U64"
    case float64 = "F64"

    var byteWidth: Int {
        switch self {
        case .bool, .uint8, .int8, .float8e5m2, .float8e4m3: 1
        case .int16, .uint16, .float16, .bfloat16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Whether its numbers are read as floats.
    var isFloat: Bool { [.float32, .float16, .bfloat16].contains(self) }
}

/// What the header says of one tensor.
package struct TensorEntry: Sendable, Hashable {
    package let name: String
    package let type: DataType
    package let shape: [Int]
    /// Where its bytes stand, counted from the end of the header.
    let offsets: Range<Int>
}

/// The header of a safetensors file, its rules checked.
struct SafetensorsHeader: Sendable {
    /// The longest header that the format's own implementation takes.
    static let maximumLength = 100_000_000

    let entries: [TensorEntry]
    let metadata: [String: String]
    /// Where the tensors' bytes begin in the file.
    let dataStart: Int

    /// Reads and checks the header of a whole file's bytes; `file` is for errors.
    init(_ bytes: UnsafeRawBufferPointer, file: String) throws {
        guard bytes.count >= 8 else { throw SafetensorsError(file, .fileTooShort(bytes: bytes.count)) }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(Self.maximumLength) else {
            throw SafetensorsError(file, .headerTooLarge(bytes: length))
        }
        guard length <= UInt64(bytes.count - 8) else {
            throw SafetensorsError(file, .headerBeyondFile(bytes: length, available: bytes.count - 8))
        }
        dataStart = 8 + Int(length)
        var scanner = SafetensorsHeaderScanner(UnsafeRawBufferPointer(rebasing: bytes[8..<dataStart]), file: file)
        (entries, metadata) = try scanner.scan()
        try checkLayout(file: file, length: bytes.count)
    }

    /// Tensors follow one another without hole or overlap, and the last one ends the file.
    private func checkLayout(file: String, length: Int) throws {
        var end = 0
        var previous = ""
        for entry in entries.sorted(by: {
            ($0.offsets.lowerBound, $0.offsets.upperBound) < ($1.offsets.lowerBound, $1.offsets.upperBound)
        }) {
            guard entry.offsets.lowerBound >= end else {
                throw SafetensorsError(file, tensor: entry.name, .overlap(with: previous))
            }
            guard entry.offsets.lowerBound == end else {
                throw SafetensorsError(file, tensor: entry.name, .hole(bytes: entry.offsets.lowerBound - end))
            }
            end = entry.offsets.upperBound
            previous = entry.name
        }
        let (expected, overflow) = end.addingReportingOverflow(dataStart)
        guard !overflow, expected == length else {
            throw SafetensorsError(file, .wrongFileLength(expected: overflow ? .max : expected, found: length))
        }
    }
}
