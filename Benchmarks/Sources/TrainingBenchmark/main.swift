import BERT
import Foundation
import Kernels

// Fine-tunes a model with a random head for some steps and prints the speed as JSON.
//
//     TrainingBenchmark MODEL TEXTS.jsonl [--precision f32|bf16] [--batch 32] [--steps 60] [--threads 2]

struct Line: Decodable {
    let text: String
    let intent: String
}

func option(_ name: String, _ fallback: String) -> String {
    let arguments = CommandLine.arguments
    return arguments.firstIndex(of: "--\(name)").flatMap {
        arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil
    }
        ?? fallback
}

func peakMegabytes() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
}

guard CommandLine.arguments.count > 2 else {
    FileHandle.standardError.write(
        Data("usage: TrainingBenchmark MODEL TEXTS.jsonl [--precision f32|bf16] [--batch N] [--steps N]\n".utf8))
    exit(64)
}
let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let lines = try String(contentsOfFile: CommandLine.arguments[2], encoding: .utf8).split(separator: "\n").map {
    try JSONDecoder().decode(Line.self, from: Data($0.utf8))
}
let tokenizer = try Tokenizer(folder: folder)
let intents = Array(Set(lines.map(\.intent))).sorted()
let places = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
let precision: Precision = option("precision", "f32") == "bf16" ? .bfloat16 : .float32
guard let products = PackedProducts(precision) else {
    print("{\"skipped\": \"this processor has no \(precision.rawValue)\"}")
    exit(0)
}
let checkpoint = try Checkpoint(folder: folder)
var settings = FineTuningSettings()
settings.batchSize = Int(option("batch", "32")) ?? 32
var random = SplitMix64(seed: 5)
let width = checkpoint.configuration.width
let weight = Matrix(
    rows: intents.count, columns: width,
    values: (0..<intents.count * width).map { _ in Float(random.below(2001) - 1000) * 5e-5 })
let training = try FineTuning(
    checkpoint, pooling: .mean,
    examples: lines.map {
        FineTuningExample(tokens: tokenizer.encode($0.text, maximumLength: 64), label: places[$0.intent] ?? 0)
    },
    weight: weight, bias: [Float](repeating: 0, count: intents.count), settings: settings, products: products,
    pool: WorkerPool(Int(option("threads", "2")) ?? 2))
let wanted = Int(option("steps", "60")) ?? 60
let window = 10
var times: [Double] = []
var last = ContinuousClock.now
_ = try training.run { progress in
    if progress.step % window == 0 {
        let now = ContinuousClock.now
        let seconds = Double((now - last).components.attoseconds) * 1e-18 + Double((now - last).components.seconds)
        times.append(Double(window * settings.batchSize) / seconds)
        last = now
    }
    return progress.step < wanted
}
// The first window warms up.
let rates = times.dropFirst().sorted()
let median = rates.isEmpty ? 0 : rates[rates.count / 2]
let lastLosses = training.stepLosses.suffix(window)
let loss = lastLosses.reduce(0, +) / Double(max(lastLosses.count, 1))
print(
    "{\"examples_per_second\": \(median), \"peak_memory_mb\": \(peakMegabytes()), \"precision\": \"\(precision.rawValue)\", \"loss_last\": \(loss)}"
)
