import BERT
import Foundation
import Kernels

// Classifies messages on one thread, from text to logits, and prints the speed as a JSON line.
//
//     LatencyBenchmark MODEL TEXTS.jsonl [--precision f32|bf16|mapped]
//
// What is measured is what Benchmarks/latency/peer.py says; `mapped` reads the weights where the file has them.

struct Line: Decodable {
    let text: String
}

let (classes, longest, together, repetitions) = (77, 128, 32, 3)
let (warmup, measured, batched) = (60, 600, 1024)
guard CommandLine.arguments.count > 2 else { refuse() }
let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let texts = try String(contentsOfFile: CommandLine.arguments[2], encoding: .utf8).split(separator: "\n").map {
    try JSONDecoder().decode(Line.self, from: Data($0.utf8)).text
}
let options = CommandLine.arguments.dropFirst(3)
let wanted = options.first == "--precision" ? options.last ?? "" : "f32"
let engine: Engine
switch wanted {
case "f32": engine = Engine(.best, products: PackedProducts(.float32).map { .packed($0) })
case "mapped": engine = .best
case "bf16":
    guard let products = PackedProducts(.bfloat16) else {
        print("{\"skipped\": \"this processor has no bfloat16\"}")
        exit(0)
    }
    engine = Engine(.best, products: .packed(products))
default: refuse()
}
let start = ContinuousClock.now
let encoder = try SentenceEncoder(folder: folder, engine: engine)
let loading = seconds(since: start)
let head = Matrix(rows: classes, columns: encoder.width, values: (0..<classes * encoder.width).map { Float($0 % 7) })

func refuse() -> Never {
    FileHandle.standardError.write(
        Data("usage: LatencyBenchmark MODEL TEXTS.jsonl [--precision f32|bf16|mapped]\n".utf8))
    exit(64)
}

func seconds(since start: ContinuousClock.Instant) -> Double {
    let time = (ContinuousClock.now - start).components
    return Double(time.seconds) + Double(time.attoseconds) * 1e-18
}

func logits(_ texts: [String]) -> Matrix {
    MatrixProduct.multiply(encoder.pooled(texts), head, transposingSecond: true)
}

let tokenizer = try Tokenizer(folder: folder)
let short = texts.filter { (12...15).contains(tokenizer.encode($0, maximumLength: longest).count) }
for text in short.prefix(warmup) { _ = logits([text]) }
let runs = (0..<repetitions).map { _ in
    short.dropFirst(warmup).prefix(measured).map { text in
        let start = ContinuousClock.now
        _ = logits([text])
        return seconds(since: start) * 1000
    }.sorted()
}
let sorted = texts.prefix(batched).sorted {
    tokenizer.encode($0, maximumLength: longest).count < tokenizer.encode($1, maximumLength: longest).count
}
let rates = (0..<repetitions).map { _ in
    let start = ContinuousClock.now
    for place in stride(from: 0, to: sorted.count, by: together) {
        _ = logits(Array(sorted[place..<min(place + together, sorted.count)]))
    }
    return Double(sorted.count) / seconds(since: start)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

let message = median(runs.map { median($0) })
let slowest = median(runs.map { $0[$0.count * 99 / 100] })
print(
    "{\"one_message_ms\": \(message), \"p99_ms\": \(slowest), \"batch_per_second\": \(median(rates)), \"load_ms\": \(loading * 1000), \"precision\": \"\(wanted)\"}"
)
