/// Reads the JSON of a safetensors header: an object of tensors and one of metadata, nothing else.
///
/// Foundation's decoders keep one of two equal keys silently; here a key that comes twice is an error.
struct SafetensorsHeaderScanner {
    private let bytes: UnsafeRawBufferPointer
    private let file: String
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
    }

    mutating func scan() throws -> (entries: [TensorEntry], metadata: [String: String]) {
        guard bytes.first == UInt8(ascii: "{") else { throw invalid("it must begin with {") }
        var entries: [TensorEntry] = []
        var metadata: [String: String] = [:]
        try object { scanner, key in
            if key == "__metadata__" {
                metadata = try scanner.metadataObject()
            } else {
                entries.append(try scanner.tensor(key))
            }
        }
        skipBlanks()
        guard position == bytes.count else { throw invalid("something follows the closing }") }
        return (entries, metadata)
    }

    private mutating func metadataObject() throws -> [String: String] {
        var metadata: [String: String] = [:]
        try object { scanner, key in metadata[key] = try scanner.string() }
        return metadata
    }

    private mutating func tensor(_ name: String) throws -> TensorEntry {
        let start = position
        var type: DataType?
        var shape: [Int]?
        var offsets: [Int]?
        try object { scanner, key in
            switch key {
            case "dtype": type = try scanner.dataType(of: name)
            case "shape": shape = try scanner.integers()
            case "data_offsets": offsets = try scanner.integers()
            default: throw scanner.invalid("unknown key \"\(key)\" in tensor \(name)")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            position = start
            throw invalid("tensor \(name) needs dtype, shape and two data_offsets")
        }
        return TensorEntry(
            name: name, type: type, shape: shape, offsets: try range(of: name, type: type, shape: shape, offsets))
    }

    private func range(of name: String, type: DataType, shape: [Int], _ offsets: [Int]) throws -> Range<Int> {
        guard offsets[0] <= offsets[1] else {
            throw SafetensorsError(file, tensor: name, .reversedOffsets(offsets[0], offsets[1]))
        }
        var expected = type.byteWidth
        for extent in shape {
            let (product, overflow) = expected.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw SafetensorsError(file, tensor: name, .shapeOverflow(shape)) }
            expected = product
        }
        let found = offsets[1] - offsets[0]
        guard expected == found else {
            throw SafetensorsError(file, tensor: name, .wrongByteCount(expected: expected, found: found))
        }
        return offsets[0]..<offsets[1]
    }

    private mutating func dataType(of name: String) throws -> DataType {
        let spelled = try string()
        guard let type = DataType(rawValue: spelled) else {
            throw SafetensorsError(file, tensor: name, .unknownDataType(spelled))
        }
        return type
    }
}

// MARK: JSON

extension SafetensorsHeaderScanner {
    /// An object; `member` reads the value of each key. No key may come twice.
    private mutating func object(_ member: (inout SafetensorsHeaderScanner, String) throws -> Void) throws {
        try expect("{")
        guard !accept("}") else { return }
        var seen: Set<String> = []
        repeat {
            let key = try string()
            guard seen.insert(key).inserted else { throw SafetensorsError(file, .duplicateKey(key)) }
            try expect(":")
            try member(&self, key)
        } while accept(",")
        try expect("}")
    }

    private mutating func integers() throws -> [Int] {
        try expect("[")
        guard !accept("]") else { return [] }
        var values: [Int] = []
        repeat { values.append(try integer()) } while accept(",")
        try expect("]")
        return values
    }

    /// A whole number that is not negative, without a leading zero.
    private mutating func integer() throws -> Int {
        skipBlanks()
        let start = position
        var value = 0
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
            guard !overflow, !carry else { throw invalid("a number that is too large") }
            value = sum
            position += 1
        }
        let digits = position - start
        guard digits == 1 || digits > 1 && bytes[start] != UInt8(ascii: "0") else {
            throw invalid("a whole number was expected")
        }
        return value
    }

    private mutating func string() throws -> String {
        try expect("\"")
        var units: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else { throw invalid("not UTF-8") }
                return text
            case UInt8(ascii: "\\"): units.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw invalid("a control character in a string")
            default: units.append(byte)
            }
        }
        throw invalid("a string without its closing quote")
    }

    private mutating func escape() throws -> Unicode.Scalar {
        guard position < bytes.count else { throw invalid("a string without its closing quote") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw invalid("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws -> Unicode.Scalar {
        let high = try hexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw invalid("half of a surrogate pair") }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw invalid("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw invalid("four hexadecimal digits were expected")
            }
            value = value << 4 + UInt32(digit)
            position += 1
        }
        return value
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws {
        guard accept(character) else { throw invalid("\(character) was expected") }
    }

    private func invalid(_ reason: String) -> SafetensorsError {
        SafetensorsError(file, .invalidHeader(byte: position, reason: reason))
    }
}
