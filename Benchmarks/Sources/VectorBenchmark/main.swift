import BERT
import Foundation
import Kernels

// The search among many vectors, without encoding; Benchmarks/vectors/compare.py runs it beside faiss.
//
//     VectorBenchmark embed MODEL LINES.txt OUT.f32       embeds a text a line, (lines, H) floats
//     VectorBenchmark search VECTORS.f32 QUERIES.f32 COLUMNS THREADS
//
// `search` prints a JSON line: the median time of a search for ten rows, how many of the exact nearest ten were found,
// the resident memory.

/// A file's floats, mapped.
final class Floats {
    let values: UnsafeBufferPointer<Float>

    init(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw CocoaError(.fileReadNoSuchFile) }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw CocoaError(.fileReadUnknown)
        }
        values = UnsafeBufferPointer(start: base.assumingMemoryBound(to: Float.self), count: size / 4)
    }
}

func embed(_ model: String, _ file: String, _ out: String) throws {
    let encoder = try SentenceEncoder(folder: URL(fileURLWithPath: model))
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
    for start in stride(from: 0, to: lines.count, by: 4096) {
        let matrix = encoder.embed(Array(lines[start..<min(start + 4096, lines.count)]))
        try matrix.values.withUnsafeBytes { try output.write(contentsOf: Data($0)) }
        FileHandle.standardError.write(Data("\r\(start) of \(lines.count)".utf8))
    }
    try output.close()
}

/// Kilobytes of a kind that the process holds, as the kernel counts them: anonymous ones, or of mapped files.
func resident(_ kind: String) throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix(kind + ":") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
}

func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }

func search(_ vectors: String, _ queries: String, columns: Int, threads: Int) throws {
    let (floats, asked) = (try Floats(vectors), try Floats(queries))
    let rows = floats.values.count / columns
    let memory = LargeMemory(bytes: rows * columns + 4 * rows)
    let bytes = memory.base.bindMemory(to: Int8.self, capacity: rows * columns)
    let scales = (memory.base + rows * columns).bindMemory(to: Float.self, capacity: rows)
    for row in 0..<rows {
        let vector = UnsafeBufferPointer(rebasing: floats.values[row * columns..<(row + 1) * columns])
        scales[row] = ByteRows.scale(of: vector)
        ByteRows.write(vector, to: UnsafeMutableBufferPointer(start: bytes + row * columns, count: columns))
    }
    madvise(UnsafeMutableRawPointer(mutating: floats.values.baseAddress), rows * columns * 4, MADV_DONTNEED)
    guard let base = floats.values.baseAddress else { return }
    let found = VectorRows(
        ByteRows(rows: rows, columns: columns, numbers: bytes, scales: scales, owner: memory), floats: base,
        owner: floats)
    let count = asked.values.count / columns
    func query(_ number: Int) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(rebasing: asked.values[number * columns..<(number + 1) * columns])
    }
    var times: [Double] = []
    var hits: [[Int]] = []
    for number in 0..<count {
        let start = ContinuousClock.now
        let nearest = found.nearest(to: query(number), count: 10, threads: threads)
        let time = ContinuousClock.now - start
        times.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3)
        hits.append(nearest.map(\.row))
    }
    let held = (try resident("RssAnon"), try resident("RssFile"))
    var right = 0
    let judged = min(count, 200)
    for number in 0..<judged {
        let exact = (0..<rows).map { (row: $0, score: found.product(of: $0, with: query(number))) }
        // Rows of equal products are all right.
        let least = exact.map(\.score).sorted(by: >)[9]
        right += hits[number].count { exact[$0].score >= least }
    }
    print(
        """
        {"rows": \(rows), "milliseconds": \(median(times)), "p99": \(times.sorted()[times.count * 99 / 100]), \
        "recall_10": \(Double(right) / Double(10 * judged)), "memory_mb": \(Double(held.0 + held.1) / 1024), \
        "anonymous_mb": \(Double(held.0) / 1024)}
        """)
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "embed" where arguments.count == 4: try embed(arguments[1], arguments[2], arguments[3])
case "search" where arguments.count == 5:
    guard let columns = Int(arguments[3]), let threads = Int(arguments[4]) else { exit(64) }
    try search(arguments[1], arguments[2], columns: columns, threads: threads)
default:
    FileHandle.standardError.write(Data("usage: VectorBenchmark embed|search ...\n".utf8))
    exit(64)
}
