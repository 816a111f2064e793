import BERT
import Foundation
import Kernels
import Testing

/// Each rule of the safetensors header by a file that breaks it, and what is written read back.
@Suite struct SafetensorsTests {
    typealias Problem = SafetensorsError.Problem

    /// Opens a file made of a header and as many zero bytes behind it.
    static func open(_ header: String, bytes: Int, length: UInt64? = nil) throws -> Safetensors {
        let folder = try TemporaryFolder()
        var data = Data()
        withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: header.utf8)
        data.append(Data(count: bytes))
        let file = folder.url.appendingPathComponent("m.safetensors")
        try data.write(to: file)
        return try Safetensors(file)
    }

    static func problem(_ header: String, bytes: Int = 0, length: UInt64? = nil) -> Problem? {
        do {
            _ = try open(header, bytes: bytes, length: length)
            return nil
        } catch {
            return (error as? SafetensorsError)?.problem
        }
    }

    static func tensor(_ name: String, _ shape: String, _ start: Int, _ end: Int, type: String = "F32") -> String {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(start),\(end)]}"
    }

    @Test func rulesOfLength() {
        let header = "{\(Self.tensor("a", "[2]", 0, 8))}"
        let expected = 8 + header.utf8.count + 8
        #expect(Self.problem(header, bytes: 8) == nil)
        #expect(Self.problem(header, bytes: 7) == .wrongFileLength(expected: expected, found: expected - 1))
        #expect(Self.problem(header, bytes: 9) == .wrongFileLength(expected: expected, found: expected + 1))
        #expect(Self.problem("{}", length: 100_000_001) == .headerTooLarge(bytes: 100_000_001))
        #expect(Self.problem("{}", length: .max) == .headerTooLarge(bytes: .max))
        #expect(Self.problem("{}", length: 3) == .headerBeyondFile(bytes: 3, available: 2))
        #expect(Self.problem("{}") == nil)
        #expect(Self.problem("{}  \n ") == nil)
    }

    @Test func shortFiles() throws {
        let folder = try TemporaryFolder()
        for count in 0..<8 {
            let file = folder.url.appendingPathComponent("short")
            try Data(count: count).write(to: file)
            #expect(throws: SafetensorsError.self) { try Safetensors(file) }
        }
        #expect(throws: CheckpointError.self) { try Safetensors(folder.url.appendingPathComponent("none")) }
        #expect(throws: CheckpointError.self) { try Safetensors(folder.url) }
        // A named pipe that nobody writes to: waiting for it would be for ever.
        let pipe = folder.url.appendingPathComponent("pipe")
        try #require(mkfifo(pipe.path, 0o600) == 0)
        let error = #expect(throws: CheckpointError.self) { try Safetensors(pipe) }
        #expect(error?.problem == "this is not a regular file")
    }

    @Test func rulesOfLayout() {
        let (a, b) = (Self.tensor("a", "[2]", 0, 8), Self.tensor("b", "[1]", 8, 12))
        #expect(Self.problem("{\(b),\(a)}", bytes: 12) == nil)
        #expect(Self.problem("{\(a),\(Self.tensor("b", "[2]", 4, 12))}", bytes: 12) == .overlap(with: "a"))
        #expect(Self.problem("{\(a),\(Self.tensor("b", "[1]", 12, 16))}", bytes: 16) == .hole(bytes: 4))
        #expect(Self.problem("{\(b)}", bytes: 12) == .hole(bytes: 8))
        #expect(Self.problem("{\(Self.tensor("a", "[2]", 8, 0))}", bytes: 8) == .reversedOffsets(8, 0))
        #expect(Self.problem("{\(Self.tensor("a", "[3]", 0, 8))}", bytes: 8) == .wrongByteCount(expected: 12, found: 8))
        #expect(Self.problem("{\(Self.tensor("a", "[0,5]", 0, 0)),\(Self.tensor("b", "[]", 0, 4))}", bytes: 4) == nil)
    }

    @Test func shapesThatOverflow() {
        let half = 1 << 32
        let header = "{\(Self.tensor("a", "[\(half),\(half)]", 0, 0))}"
        #expect(Self.problem(header) == .shapeOverflow([half, half]))
        #expect(Self.problem("{\(Self.tensor("a", "[99999999999999999999]", 0, 0))}") != nil)
        let end = Int.max - 3
        let far = "{\(Self.tensor("a", "[\(end)]", 0, end, type: "U8"))}"
        #expect(Self.problem(far) == .wrongFileLength(expected: .max, found: far.utf8.count + 8))
    }

    @Test func keysThatComeTwice() {
        let a = Self.tensor("a", "[1]", 0, 4)
        #expect(Self.problem("{\(a),\(a)}", bytes: 4) == .duplicateKey("a"))
        #expect(Self.problem("{\(a),\(a.replacing("\"a\"", with: "\"\\u0061\""))}", bytes: 4) == .duplicateKey("a"))
        #expect(Self.problem("{\"__metadata__\":{\"x\":\"1\",\"x\":\"2\"}}") == .duplicateKey("x"))
        #expect(
            Self.problem(#"{"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}}"#, bytes: 4)
                == .duplicateKey("dtype"))
    }

    @Test(arguments: [
        "", " {}", "[]", "{", "{}x", "{\"a\"}", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{\"dtype\":\"F32\"}}", "{,}",
        "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":null}", "{\"a\u{1}\":{}}", "{\"a", "{\"\\x\":1}",
        "{\"\\ud800\":1}", "{\"\\u12\"",
        #"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}"#,
    ]) func headersThatAreNotWellFormed(_ header: String) {
        guard case .invalidHeader = Self.problem(header, bytes: 4) else {
            Issue.record("\(header) was read as \(String(describing: Self.problem(header, bytes: 4)))")
            return
        }
    }

    @Test func unknownTypes() {
        #expect(Self.problem("{\(Self.tensor("a", "[1]", 0, 4, type: "F31"))}", bytes: 4) == .unknownDataType("F31"))
    }

    @Test func numbersThatAreNotFloats() throws {
        let file = try Self.open("{\(Self.tensor("a", "[1]", 0, 4, type: "I32"))}", bytes: 4)
        let error = #expect(throws: SafetensorsError.self) { try file.tensor("a", shape: [1]) }
        #expect(error?.problem == .notFloat("I32"))
    }

    @Test func numbersThatCannotBeReadWhereTheyLie() throws {
        let header = "{\(Self.tensor("a", "[1]", 0, 1, type: "U8")),\(Self.tensor("b", "[1]", 1, 5, type: "I32"))}"
        for padding in 0..<4 {
            let file = try Self.open(header + String(repeating: " ", count: padding), bytes: 5)
            func problem<Number: BitwiseCopyable>(_ type: DataType, _ number: Number.Type) -> Problem? {
                do {
                    _ = try file.stored("b", shape: [1], type, as: number)
                    return nil
                } catch {
                    return (error as? SafetensorsError)?.problem
                }
            }
            #expect(problem(.float32, Float.self) == .wrongType(expected: "F32", found: "I32"))
            let isAligned = (8 + header.utf8.count + padding + 1) % 4 == 0
            #expect(problem(.int32, Int32.self) == (isAligned ? nil : .misaligned))
        }
    }

    @Test func errorsNameFileTensorAndShapes() throws {
        let file = try Self.open("{\(Self.tensor("a", "[2,1]", 0, 8))}", bytes: 8)
        let error = #expect(throws: SafetensorsError.self) { try file.floats("a", shape: [1, 2]) }
        #expect(error?.description == "\(file.file): tensor a: expected shape [1, 2], found [2, 1]")
        let missing = #expect(throws: SafetensorsError.self) { try file.floats("b", shape: [1]) }
        #expect(missing?.problem == .missingTensor && missing?.tensor == "b")
    }

    @Test func misalignedFloats() throws {
        let header = "{\(Self.tensor("a", "[1]", 0, 1, type: "U8")),\(Self.tensor("b", "[3]", 1, 13))}"
        for padding in 0..<4 {
            let file = try Self.open(header + String(repeating: " ", count: padding), bytes: 13)
            #expect(try file.floats("b", shape: [3]) == [0, 0, 0])
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("m.safetensors")
        let numbers: [(name: String, shape: [Int], values: [Float])] = [
            ("weights", [2, 3], [1, -2, 3.5, 0, .infinity, -0.0]), ("quote\" \\ \u{1} 退款", [1], [7]),
            ("none", [0, 4], []),
        ]
        let tensors = numbers.map { TensorSource($0.name, shape: $0.shape, values: $0.values) }
        let metadata = ["format": "pt", "a \"b\"\n": "中"]
        try Safetensors.write(tensors, metadata: metadata, to: file)
        let read = try Safetensors(file)
        #expect(read.metadata == metadata)
        #expect(read.names == tensors.map(\.name).sorted())
        for tensor in numbers { #expect(try read.floats(tensor.name, shape: tensor.shape) == tensor.values) }
        let first = try Data(contentsOf: file)
        try Safetensors.write(tensors, metadata: metadata, to: file)
        #expect(try Data(contentsOf: file) == first)
    }

    @Test func bfloat16IsRoundedToEven() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("m.safetensors")
        // 1 + 2⁻⁷ is the next bfloat16 after 1; halfway is even, a little more is above.
        let next: Float = 1.0078125
        let values: [Float] = [1, 1.00390625, 1.0039065, 1.01171875, -next, 0x1p127, .infinity, 0]
        let tensors = [
            TensorSource("a", shape: [2, 4], type: .bfloat16, values: values),
            TensorSource("b", shape: [1], values: [7]),
        ]
        try Safetensors.write(tensors, to: file)
        let read = try Safetensors(file)
        #expect(try read.entry("a").type == .bfloat16)
        let rows = try read.rows("a", shape: [2, 4])
        let rounded: [Float] = [1, 1, next, 1.015625, -next, 0x1p127, .infinity, 0]
        #expect(Self.values(of: rows) == rounded)
        #expect(try read.floats("b", shape: [1]) == [7])
        // In memory it is the same.
        let inMemory = FloatRows(roundingToBfloat16: Matrix(rows: 2, columns: 4, values: values))
        #expect(Self.values(of: inMemory) == rounded)
        #expect(rows.scores(of: [1, 2, 0, 1])[0] == 1 + 2 + 1.015625)
    }

    private static func values(of rows: FloatRows) -> [Float] {
        (0..<rows.count).flatMap { index in
            [Float](unsafeUninitializedCapacity: rows.width) { row, count in
                rows.read(index, into: UnsafeMutableBufferPointer(rebasing: row[..<rows.width]))
                count = rows.width
            }
        }
    }

    @Test func noNumberStaysNone() throws {
        let odd = Float(bitPattern: 0x7f80_0001)
        let rows = FloatRows(roundingToBfloat16: Matrix(rows: 1, columns: 2, values: [odd, -.infinity]))
        #expect(Self.values(of: rows)[0].isNaN && Self.values(of: rows)[1] == -.infinity)
    }

    @Test func whatCannotBeWritten() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("m.safetensors")
        let short = TensorSource("a", shape: [2], values: [1])
        let whole = TensorSource("a", shape: [1], values: [1])
        #expect(throws: SafetensorsError.self) { try Safetensors.write([short], to: file) }
        #expect(throws: SafetensorsError.self) { try Safetensors.write([whole, whole], to: file) }
        let none = folder.url.appendingPathComponent("none/m.safetensors")
        #expect(throws: CheckpointError.self) { try Safetensors.write([whole], to: none) }
    }
}

/// A folder that goes when its owner does.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("bert-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            Issue.record("\(url.path) stays behind: \(error)")
        }
    }
}
