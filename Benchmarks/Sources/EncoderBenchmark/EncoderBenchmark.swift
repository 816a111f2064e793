import BERT
import Foundation
import Kernels

/// Measures the encoder, and writes what it computes for a comparison with a peer (encoder/compare.py).
@main struct EncoderBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4 else {
            print("usage: EncoderBenchmark first|time FOLDER LINES, or dump FOLDER LINES DIRECTORY")
            exit(64)
        }
        let folder = URL(fileURLWithPath: arguments[2])
        let lines = try String(contentsOfFile: arguments[3], encoding: .utf8).split(separator: "\n").map(String.init)
        switch arguments[1] {
        case "first": try first(folder, lines)
        case "time": try time(folder, lines)
        case "dump" where arguments.count == 5: try dump(folder, lines, URL(fileURLWithPath: arguments[4]))
        default: exit(64)
        }
    }

    /// One message, for a stop-watch around the process.
    private static func first(_ folder: URL, _ lines: [String]) throws {
        let start = ContinuousClock.now
        let encoder = try SentenceEncoder(folder: folder)
        let loaded = ContinuousClock.now
        _ = encoder.embed([lines[0]])
        print("load_ms \(milliseconds(loaded - start))")
        print("embed_ms \(milliseconds(.now - loaded))")
        print("peak_rss_mb \(peakMemory())")
    }

    /// Each line as a message by itself, then all together.
    private static func time(_ folder: URL, _ lines: [String]) throws {
        let encoder = try SentenceEncoder(folder: folder)
        for line in lines.prefix(50) { _ = encoder.embed([line]) }
        let times = lines.map { line in
            let start = ContinuousClock.now
            _ = encoder.embed([line])
            return milliseconds(.now - start)
        }.sorted()
        let start = ContinuousClock.now
        _ = encoder.embed(lines)
        let together = milliseconds(.now - start)
        print("messages \(lines.count)")
        print("median_ms \(times[times.count / 2])")
        print("p99_ms \(times[times.count * 99 / 100])")
        print("together_per_second \(Double(lines.count) / together * 1000)")
        print("peak_rss_mb \(peakMemory())")
    }

    /// The ids, every hidden state and the embeddings as raw little-endian numbers.
    private static func dump(_ folder: URL, _ lines: [String], _ directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let encoder = try SentenceEncoder(folder: folder)
        let tokenizer = try Tokenizer(folder: folder)
        let batch = PackedBatch(lines.map { tokenizer.encode($0, maximumLength: encoder.maximumLength) })
        func write<Number>(_ values: [Number], _ name: String) throws {
            try values.withUnsafeBytes { try Data($0).write(to: directory.appendingPathComponent(name)) }
        }
        try write(batch.tokens, "ids.i32")
        try write(batch.offsets.map { Int32($0) }, "offsets.i32")
        for (layer, state) in try Encoder(folder: folder).hiddenStates(of: batch).enumerated() {
            try write(state.values, "hidden.\(layer).f32")
        }
        try write(encoder.embed(lines).values, "embeddings.f32")
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) * 1e-15
    }

    private static func peakMemory() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_maxrss) / 1024
    }
}
