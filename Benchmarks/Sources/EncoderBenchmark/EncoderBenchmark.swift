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
        print("peak_rss_mb \(try peakMemory())")
    }

    /// Each line as a message by itself, then all together.
    private static func time(_ folder: URL, _ lines: [String]) throws {
        let encoder = try SentenceEncoder(folder: folder)
        for line in lines.prefix(50) { _ = encoder.embed([line]) }
        var (walls, processor) = ([Double](), [Double]())
        for line in lines {
            let (start, used) = (ContinuousClock.now, processorMilliseconds())
            _ = encoder.embed([line])
            walls.append(milliseconds(.now - start))
            processor.append(processorMilliseconds() - used)
        }
        walls.sort()
        processor.sort()
        let (start, used) = (ContinuousClock.now, processorMilliseconds())
        _ = encoder.embed(lines)
        let (together, usedTogether) = (milliseconds(.now - start), processorMilliseconds() - used)
        print("messages \(lines.count)")
        print("median_ms \(walls[walls.count / 2])")
        print("p99_ms \(walls[walls.count * 99 / 100])")
        print("processor_median_ms \(processor[processor.count / 2])")
        print("together_per_second \(Double(lines.count) / together * 1000)")
        print("together_per_processor_second \(Double(lines.count) / usedTogether * 1000)")
        print("peak_rss_mb \(try peakMemory())")
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

    /// The most memory that the process ever had resident, as the kernel counts it since the program began.
    private static func peakMemory() throws -> Double {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }

    /// Processor time of all threads: on a busy machine nearer the truth than the clock on the wall.
    private static func processorMilliseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
    }
}
