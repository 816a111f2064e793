/// What breaks the rules of the safetensors format, in which file and tensor.
///
/// The rules are those of <https://github.com/huggingface/safetensors#format>.
package struct SafetensorsError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Problem: Sendable, Hashable {
        /// The file is shorter than the eight bytes of the header's length.
        case fileTooShort(bytes: Int)
        /// The header is longer than the format allows.
        case headerTooLarge(bytes: UInt64)
        /// The header's length reaches beyond the end of the file.
        case headerBeyondFile(bytes: UInt64, available: Int)
        /// The header is not JSON of the right form; `byte` counts from the header's first.
        case invalidHeader(byte: Int, reason: String)
        case duplicateKey(String)
        case unknownDataType(String)
        /// The shape's number of bytes does not fit an integer.
        case shapeOverflow([Int])
        /// The tensor's end lies before its beginning.
        case reversedOffsets(Int, Int)
        /// The offsets hold another number of bytes than the shape and type need.
        case wrongByteCount(expected: Int, found: Int)
        /// The tensor begins before the one in front of it ends.
        case overlap(with: String)
        /// Bytes that belong to no tensor stand in front of this one.
        case hole(bytes: Int)
        /// The tensors end elsewhere than the file does.
        case wrongFileLength(expected: Int, found: Int)
        case missingTensor
        case wrongShape(expected: [Int], found: [Int])
        /// The tensor's numbers are of a type that is not read as floats.
        case notFloat(String)
        /// The tensor's numbers are of another type than those that are to be read where they lie.
        case wrongType(expected: String, found: String)
        /// The tensor's numbers begin where the processor cannot read them as what they are.
        case misaligned
        /// A tensor to write holds another number of values than its shape.
        case wrongValueCount(expected: Int, found: Int)
    }

    package let file: String
    package let tensor: String?
    package let problem: Problem

    init(_ file: String, tensor: String? = nil, _ problem: Problem) {
        self.file = file
        self.tensor = tensor
        self.problem = problem
    }

    package var description: String {
        [file, tensor.map { "tensor \($0)" }, problem.sentence].compactMap { $0 }.joined(separator: ": ")
    }
}

extension SafetensorsError.Problem {
    /// Said where the file was cut or is still being written: fetching it again mends it.
    fileprivate static let fetchAgain = "the file is damaged or incomplete; fetch it again"

    fileprivate var sentence: String {
        switch self {
        case .fileTooShort(let bytes): "only \(bytes) bytes, no header; \(Self.fetchAgain)"
        case .headerTooLarge(let bytes):
            "a header of \(bytes) bytes; at most \(SafetensorsHeader.maximumLength) are allowed"
        case .headerBeyondFile(let bytes, let available):
            "a header of \(bytes) bytes, but only \(available) follow; \(Self.fetchAgain)"
        case .invalidHeader(let byte, let reason): "the header is not valid at byte \(byte): \(reason)"
        case .duplicateKey(let key): "the header names \"\(key)\" twice"
        case .unknownDataType(let name): "unknown data type \"\(name)\""
        case .shapeOverflow(let shape): "the shape \(shape) is too large"
        case .reversedOffsets(let start, let end): "begins at byte \(start) and ends before it, at \(end)"
        case .wrongByteCount(let expected, let found): "its shape needs \(expected) bytes, its offsets hold \(found)"
        case .overlap(let other): "its bytes overlap those of tensor \(other)"
        case .hole(let bytes): "\(bytes) bytes in front of it belong to no tensor"
        case .wrongFileLength(let expected, let found):
            "the tensors need a file of \(expected) bytes, it has \(found); \(Self.fetchAgain)"
        case .missingTensor: "not in this file"
        case .wrongShape(let expected, let found): "expected shape \(expected), found \(found)"
        case .notFloat(let name): "holds \(name) where F32, F16 or BF16 is needed"
        case .wrongType(let expected, let found): "holds \(found) where \(expected) is needed"
        case .misaligned: "begins at an address that is no multiple of its numbers' size"
        case .wrongValueCount(let expected, let found): "its shape needs \(expected) values, \(found) were given"
        }
    }
}
