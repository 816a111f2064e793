internal import BERT
package import Foundation
internal import Kernels

/// A classifier as files: labels and examples as text, calibration as JSON, everything else as tensors.
extension IntentClassifier {
    private static let tensorsFile = "model.safetensors"
    private static let labelsFile = "labels.json"
    private static let examplesFile = "examples.tsv"
    private static let calibrationFile = "calibration.json"

    private struct Labels: Codable {
        let intents: [String]
    }

    /// Writes the classifier into a folder that is there.
    package func write(to folder: URL) throws {
        try Self.write(Labels(intents: intents), Self.labelsFile, folder)
        let lines = zip(table.labels, examples).map { ExampleLines.Line(label: $0, example: $1) }
        let file = folder.appending(path: Self.examplesFile)
        try AtomicFile.write(
            ExampleLines.text(lines), to: file, named: file.path(percentEncoded: false), mode: 0o600)
        try Self.write(calibration, Self.calibrationFile, folder)
        let ngrams = table.ngrams
        try writing {
            try Safetensors.write(
                [
                    TensorSource("embeddings", embeddings),
                    TensorSource("body.weight", heads.weights), TensorSource("body.bias", heads.bias),
                    TensorSource("ngrams.support", heads.support), TensorSource("ngrams.bias", heads.supportBias),
                    TensorSource("centres.length", heads.centres.lengths),
                    // In two halves, as builds wrote them whose hashes were longer than a float is exact.
                    TensorSource("ngrams.features.high", ngrams.features.map { Float($0 >> 16) }),
                    TensorSource("ngrams.features.low", ngrams.features.map { Float($0 & 0xffff) }),
                    TensorSource("ngrams.counts", ngrams.counts),
                    TensorSource("ngrams.postings.example", ngrams.postingExamples.map { Float($0) }),
                    TensorSource("ngrams.postings.weight", ngrams.postingWeights),
                ], metadata: ["format": "frontdesk.probe.1"], to: folder.appending(path: Self.tensorsFile))
        }
    }

    /// Loads a classifier; shapes that do not fit together are an error that names the tensor.
    package init(folder: URL) throws {
        do {
            try self.init(reading: folder)
        } catch let error as SafetensorsError {
            throw Self.unreadable(Self.tensorsFile, folder, tensor: error.tensor)
        } catch is CheckpointError {
            throw Self.unreadable(Self.tensorsFile, folder)
        }
    }

    private init(reading folder: URL) throws {
        let labels = try Self.read(Labels.self, Self.labelsFile, folder)
        let calibration = try Self.read(Calibration.self, Self.calibrationFile, folder)
        let tensors = try Safetensors(folder.appending(path: Self.tensorsFile))
        guard let lines = ExampleLines.parse(try Self.data(Self.examplesFile, folder)),
            lines.allSatisfy({ (0...labels.intents.count).contains($0.label) })
        else { throw Self.unreadable(Self.examplesFile, folder) }
        let count = lines.count
        let ngrams = try Self.ngrams(tensors, examples: count, folder)
        let width = try tensors.entry("embeddings").shape.last ?? 0
        let embeddings = try tensors.rows("embeddings", shape: [count, width])
        let table = ExampleTable(ngrams: ngrams, labels: lines.map(\.label), intents: labels.intents.count)
        let weights = try Self.matrix("body.weight", tensors, [width, table.classes])
        let heads = ProbeHeads(
            weights: weights, bias: try tensors.floats("body.bias", shape: [table.classes]),
            support: try Self.matrix("ngrams.support", tensors, [count, table.classes]),
            supportBias: try tensors.floats("ngrams.bias", shape: [table.classes]),
            centres: try Self.centres(tensors, classes: table.classes))
        self.init(
            intents: labels.intents, examples: lines.map(\.example), embeddings: embeddings, table: table, heads: heads,
            calibration: calibration)
    }

    /// Models of older builds have none, nor weights for what they tell.
    private static func centres(_ tensors: Safetensors, classes: Int) throws -> ClassCentres {
        let name = "centres.length"
        guard tensors.names.contains(name) else {
            return ClassCentres(lengths: [Float](repeating: 0, count: classes))
        }
        return ClassCentres(lengths: try tensors.floats(name, shape: [classes]))
    }

    private static func ngrams(_ tensors: Safetensors, examples: Int, _ folder: URL) throws -> NgramIndex {
        let count = try tensors.entry("ngrams.counts").shape.reduce(1, *)
        let high = try tensors.floats("ngrams.features.high", shape: [count])
        let low = try tensors.floats("ngrams.features.low", shape: [count])
        let counts = try tensors.floats("ngrams.counts", shape: [count])
        let half = Float(1 << 16)
        guard high.allSatisfy({ 0 <= $0 && $0 < half }), low.allSatisfy({ 0 <= $0 && $0 < half }),
            counts.allSatisfy({ 0 <= $0 && $0 <= Float(examples) })
        else { throw unreadable(tensorsFile, folder, tensor: "ngrams") }
        let starts = counts.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1)) }
        let postings = Int(starts[count])
        let owners = try tensors.floats("ngrams.postings.example", shape: [postings])
        guard owners.allSatisfy({ 0 <= $0 && $0 < Float(examples) }) else {
            throw unreadable(tensorsFile, folder, tensor: "ngrams")
        }
        return NgramIndex(
            examples: examples, features: zip(high, low).map { UInt32($0) << 16 | UInt32($1) }, starts: starts,
            postingExamples: owners.map { Int32($0) },
            postingWeights: try tensors.floats("ngrams.postings.weight", shape: [postings]))
    }

    private static func matrix(_ name: String, _ tensors: Safetensors, _ shape: [Int]) throws -> Matrix {
        Matrix(rows: shape[0], columns: shape[1], values: try tensors.floats(name, shape: shape))
    }

    private static func write(_ value: some Encodable, _ name: String, _ folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let file = folder.appending(path: name)
        try AtomicFile.write(encoder.encode(value), to: file, named: file.path(percentEncoded: false), mode: 0o600)
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ name: String, _ folder: URL) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: data(name, folder))
        } catch {
            throw unreadable(name, folder)
        }
    }

    private static func data(_ name: String, _ folder: URL) throws -> Data {
        do {
            return try Data(contentsOf: folder.appending(path: name))
        } catch {
            throw unreadable(name, folder)
        }
    }

    private static func unreadable(_ name: String, _ folder: URL, tensor: String? = nil) -> BotError {
        BotError(
            .badData, at: SourceLocation(file: folder.appending(path: name).path(percentEncoded: false)),
            "this part of the model cannot be read" + (tensor.map { ": tensor \($0) does not fit" } ?? ""),
            mend: ModelRegistry.mend)
    }
}

extension TensorSource {
    /// Rows, a few at a time, as bfloat16.
    fileprivate init(_ name: String, _ rows: FloatRows) {
        self.init(name, shape: [rows.count, rows.width], type: .bfloat16) { write in
            var row = [Float](repeating: 0, count: rows.width)
            for index in 0..<rows.count {
                row.withUnsafeMutableBufferPointer { rows.read(index, into: $0) }
                try row.withUnsafeBufferPointer { try write($0) }
            }
        }
    }

    fileprivate init(_ name: String, _ matrix: Matrix) {
        self.init(name, shape: [matrix.rows, matrix.columns], values: matrix.values)
    }

    fileprivate init(_ name: String, _ values: [Float]) {
        self.init(name, shape: [values.count], values: values)
    }
}

extension NgramIndex {
    /// How many messages hold each n-gram.
    fileprivate var counts: [Float] {
        zip(starts, starts.dropFirst()).map { Float($1 - $0) }
    }
}
