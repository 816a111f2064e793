import BERT
import Foundation
import Kernels

// Fine-tunes a model by a recipe and writes what it makes of other messages, for ablations.
//
//     RecipeBenchmark MODEL OUT TRAIN.jsonl [OTHER.jsonl ...] [--epochs 10] [--batch 32] [--per-class 0] [--body 1e-4]
//         [--head 1e-3] [--warmup 0.1] [--dropout 0.1] [--smoothing 0] [--ce 1] [--neighbour 0] [--neighbour-temperature 0.07]
//         [--decay 0.01] [--name 0] [--name-temperature 0.07] [--name-limit 0] [--consistency 0] [--precision bf16]
//         [--threads 2] [--seed 1] [--names] [--init HEAD.f32]
//
// OUT gets for each file NAME.pooled.f32 (messages, H) of the tuned encoder, labels.json, and head.f32: W (C, H), b (C);
// in OUT/tuned stands the encoder as a Hugging Face folder, from which its other layers can be read.
// --names adds each label's name, underscores as blanks, as one more example. --init begins with such a head.

struct Line: Decodable {
    let text: String
    let intent: String?
}

struct Arguments {
    var files: [String] = []
    var options: [String: String] = [:]

    private static let known = [
        "batch", "body", "ce", "consistency", "decay", "dropout", "epochs", "head", "init", "name", "name-limit",
        "name-temperature", "names", "neighbour", "neighbour-temperature", "per-class", "precision", "seed",
        "smoothing", "threads", "warmup",
    ]

    init() {
        var rest = CommandLine.arguments.dropFirst()
        while let next = rest.popFirst() {
            guard next.hasPrefix("--") else {
                files.append(next)
                continue
            }
            let name = String(next.dropFirst(2))
            // A mistyped one would pass for a measurement.
            guard Self.known.contains(name), let value = name == "names" ? "yes" : rest.popFirst() else {
                Self.refuse("\(next) is no option, or has no value")
            }
            options[name] = value
        }
        if files.count < 3 { Self.refuse("a model, a folder and a file of messages are needed") }
    }

    private static func refuse(_ problem: String) -> Never {
        FileHandle.standardError.write(Data("error: \(problem); what there is stands at the head of main.swift\n".utf8))
        exit(64)
    }

    func float(_ name: String, _ fallback: Float) -> Float { number(name, fallback) }
    func int(_ name: String, _ fallback: Int) -> Int { number(name, fallback) }

    private func number<Number: LosslessStringConvertible>(_ name: String, _ fallback: Number) -> Number {
        guard let text = options[name] else { return fallback }
        guard let number = Number(text) else { Self.refuse("--\(name) \(text) is no number") }
        return number
    }
}

func lines(_ file: String) throws -> [Line] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
        try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
}

func write(_ values: [Float], _ url: URL) throws {
    try values.withUnsafeBytes { try Data($0).write(to: url) }
}

let arguments = Arguments()
let model = URL(fileURLWithPath: arguments.files[0])
let out = URL(fileURLWithPath: arguments.files[1], isDirectory: true)
try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
let train = try lines(arguments.files[2])
let intents = Array(Set(train.compactMap(\.intent))).sorted()
let places = Dictionary(uniqueKeysWithValues: intents.enumerated().map { ($1, $0) })
let tokenizer = try Tokenizer(folder: model)
let checkpoint = try Checkpoint(folder: model)
var examples = train.compactMap { line in
    line.intent.flatMap { places[$0] }.map {
        FineTuningExample(tokens: tokenizer.encode(line.text, maximumLength: 128), label: $0)
    }
}
if arguments.options["names"] != nil {
    examples += intents.enumerated().map { place, intent in
        let name = intent.replacingOccurrences(of: "_", with: " ")
        return FineTuningExample(tokens: tokenizer.encode(name, maximumLength: 128), label: place)
    }
}
var settings = FineTuningSettings()
settings.epochs = arguments.int("epochs", 10)
settings.batchSize = arguments.int("batch", 32)
if arguments.int("per-class", 0) > 1 { settings.order = .balanced(perClass: arguments.int("per-class", 0)) }
settings.bodyRate = arguments.float("body", 1e-4)
settings.headRate = arguments.float("head", 1e-3)
settings.warmup = Double(arguments.float("warmup", 0.1))
settings.dropout = arguments.float("dropout", 0.1)
settings.labelSmoothing = arguments.float("smoothing", 0)
settings.crossEntropyWeight = arguments.float("ce", 1)
settings.neighbourWeight = arguments.float("neighbour", 0)
settings.neighbourTemperature = arguments.float("neighbour-temperature", 0.07)
settings.nameWeight = arguments.float("name", 0)
settings.nameTemperature = arguments.float("name-temperature", 0.07)
settings.nameLimit = arguments.int("name-limit", 0)
settings.consistencyWeight = arguments.float("consistency", 0)
settings.optimizer.weightDecay = arguments.float("decay", 0.01)
settings.seed = UInt64(arguments.int("seed", 1))
let width = checkpoint.configuration.width
var random = SplitMix64(seed: settings.seed)
var weights = (0..<intents.count * width).map { _ in Float(random.below(2001) - 1000) * 5e-5 }
var bias = [Float](repeating: 0, count: intents.count)
if let file = arguments.options["init"] {
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    let numbers = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    weights = Array(numbers[..<weights.count])
    bias = Array(numbers[weights.count...])
}
let precision: Precision = arguments.options["precision"] == "f32" ? .float32 : .bfloat16
guard let products = PackedProducts(precision) else { fatalError("no \(precision.rawValue) on this processor") }
let start = ContinuousClock.now
let training = try FineTuning(
    checkpoint, pooling: Pooling(folder: model), examples: examples,
    names: intents.map { tokenizer.encode($0.replacingOccurrences(of: "_", with: " "), maximumLength: 128) },
    weight: Matrix(rows: intents.count, columns: width, values: weights), bias: bias, settings: settings,
    products: products, pool: WorkerPool(arguments.int("threads", 2)))
_ = try training.run { _ in true }
let seconds = ContinuousClock.now - start
FileHandle.standardError.write(
    Data("\(training.losses.map { String(format: "%.3f", $0) }.joined(separator: " ")); \(seconds)\n".utf8))
let tuned = out.appendingPathComponent("tuned", isDirectory: true)
try? FileManager.default.removeItem(at: tuned)
try FileManager.default.copyItem(at: model, to: tuned)
try FileManager.default.removeItem(at: tuned.appendingPathComponent("model.safetensors"))
try TunedCheckpoint(training.pass, base: checkpoint).write(to: tuned.appendingPathComponent("model.safetensors"))
let encoder = try SentenceEncoder(folder: tuned)
for file in arguments.files.dropFirst(2) {
    let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    try write(encoder.pooled(lines(file).map(\.text)).values, out.appendingPathComponent("\(name).pooled.f32"))
}
let names = intents.map { $0.replacingOccurrences(of: "_", with: " ") }
try write(encoder.pooled(names).values, out.appendingPathComponent("names.pooled.f32"))
try JSONEncoder().encode(intents).write(to: out.appendingPathComponent("labels.json"))
let parameters = training.pass.parameters
try write(
    parameters.slots.filter { $0.group == .head }.flatMap { parameters.values(of: $0) },
    out.appendingPathComponent("head.f32"))
