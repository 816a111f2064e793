internal import Foundation
internal import Frontdesk
internal import Kernels

/// Labelled messages and their embeddings: `X.jsonl` and a raw file of 32-bit floats, one row a line.
struct LabelledMessages {
    private struct Line: Decodable {
        let text: String
        let intent: String?
    }

    let texts: [String]
    /// Nil is out of scope.
    let intents: [String?]
    let embeddings: Matrix

    init(_ name: String, data: URL, embeddings folder: URL) throws {
        let bytes = try Data(contentsOf: data.appending(path: name + ".jsonl"))
        let lines = try bytes.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: Data($0))
        }
        texts = lines.map(\.text)
        intents = lines.map { $0.intent == "oos" ? nil : $0.intent }
        let file = folder.appending(path: name.replacing("/", with: "_") + ".f32")
        let values = try Data(contentsOf: file).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        embeddings = Matrix(rows: lines.count, columns: values.count / max(lines.count, 1), values: values)
    }

    /// The messages as training examples, each a group of its own text.
    var examples: [TrainingExample] {
        zip(texts, intents).map { text, intent in
            TrainingExample(text: text, intent: intent, provenance: .written)
        }
    }
}
