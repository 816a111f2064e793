import BERT
import Foundation

/// Tokenizes texts from standard input and prints their ids; `compare.py` in `Benchmarks/tokenizer` drives it.
///
///     TokenizerBenchmark FOLDER [MAXIMUM-LENGTH] [REPETITIONS]
///
/// Each text is preceded by its length in bytes, four bytes in little-endian order, so that any character survives.
/// Prints one line of ids a text; with repetitions, a line of timings instead.
@main
struct TokenizerBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else {
            print("usage: TokenizerBenchmark FOLDER [MAXIMUM-LENGTH] [REPETITIONS] < texts")
            exit(64)
        }
        let maximumLength = arguments.count > 2 ? Int(arguments[2]).flatMap { $0 > 0 ? $0 : nil } : nil
        let repetitions = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0
        let clock = ContinuousClock()
        var tokenizer: Tokenizer?
        let loading = try clock.measure { tokenizer = try Tokenizer(folder: URL(fileURLWithPath: arguments[1])) }
        guard let tokenizer else { return }
        let texts = Texts(bytes: [UInt8](FileHandle.standardInput.readDataToEndOfFile()))
        if repetitions == 0 {
            printIds(of: texts, tokenizer, maximumLength)
        } else {
            let seconds = (0..<repetitions).map { _ in
                clock.measure { texts.visit { _ = tokenizer.encode(contentsOf: $0, maximumLength: maximumLength) } }
            }.map { $0 / .seconds(1) }.sorted()
            report(texts, seconds, loading)
        }
    }

    private static func printIds(of texts: Texts, _ tokenizer: Tokenizer, _ maximumLength: Int?) {
        var output: [UInt8] = []
        texts.visit { text in
            for (index, id) in tokenizer.encode(contentsOf: text, maximumLength: maximumLength).enumerated() {
                if index > 0 { output.append(0x20) }
                output.append(contentsOf: String(id).utf8)
            }
            output.append(0x0A)
            if output.count > 1 << 20 {
                FileHandle.standardOutput.write(Data(output))
                output.removeAll(keepingCapacity: true)
            }
        }
        FileHandle.standardOutput.write(Data(output))
    }

    private static func report(_ texts: Texts, _ seconds: [Double], _ loading: Duration) {
        let rate = Double(texts.count) / seconds[seconds.count / 2]
        let milliseconds = loading / .milliseconds(1)
        print(
            "{\"lines_per_second\": \(rate.rounded()), \"lines\": \(texts.count), \"bytes\": \(texts.bytes.count),"
                + " \"load_ms\": \(milliseconds)}")
    }
}

/// Texts with their lengths before them, in one buffer.
private struct Texts {
    let bytes: [UInt8]
    private let ranges: [Range<Int>]

    var count: Int { ranges.count }

    init(bytes: [UInt8]) {
        var ranges: [Range<Int>] = []
        var offset = 0
        while offset + 4 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
            ranges.append(offset + 4..<min(offset + 4 + length, bytes.count))
            offset += 4 + length
        }
        (self.bytes, self.ranges) = (bytes, ranges)
    }

    func visit(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeBufferPointer { buffer in
            for range in ranges { body(UnsafeBufferPointer(rebasing: buffer[range])) }
        }
    }
}
