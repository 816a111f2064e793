import BERT
import Foundation
import Kernels
import Testing

/// The tiny BERT of Fixtures/Encoder against what PyTorch computed with it (generate.py beside it).
@Suite struct EncoderGoldenTests {
    static let engines: [Engine] = KernelsTests.all.map { Engine($0) } + [Engine(.best, products: .openBLAS)]
    static let folders = ["tiny", "tiny-f16", "tiny-bf16"]

    @Test(arguments: folders) func hiddenStates(_ name: String) throws {
        let golden = try Golden()
        let expected = try Safetensors(golden.url("expected-\(name).safetensors"))
        let batch = PackedBatch(golden.ids)
        for engine in Self.engines {
            let encoder = try Encoder(Checkpoint(folder: golden.url(name)), engine: engine)
            let states = encoder.hiddenStates(of: batch)
            #expect(states.count == 3)
            for (layer, state) in states.enumerated() {
                let values = try expected.floats("hidden.\(layer)", shape: [batch.tokens.count, encoder.width])
                let difference = TrainingKernelTests.distance(state.values, values.map(Double.init))
                #expect(difference < 1e-5, "layer \(layer), \(engine.kernels.instructionSet) \(engine.products)")
            }
        }
    }

    @Test(arguments: folders + ["tiny-prefixed"]) func embeddings(_ name: String) throws {
        let golden = try Golden()
        let count = golden.texts.count
        for engine in Self.engines {
            let encoder = try SentenceEncoder(folder: golden.url(name), engine: engine)
            let expected = try Safetensors(golden.url("expected-\(name).safetensors"))
                .floats("embeddings", shape: [count, encoder.width])
            let embeddings = encoder.embed(golden.texts)
            for row in 0..<count {
                let cosine = zip(embeddings[row: row], expected[row * encoder.width..<(row + 1) * encoder.width])
                    .map { Double($0) * Double($1) }.reduce(0, +)
                #expect(cosine > 0.999999 && cosine < 1.000001, "\(golden.texts[row])")
            }
        }
    }

    @Test func severalLayersStandSideBySide() throws {
        let golden = try Golden()
        let encoder = try SentenceEncoder(folder: golden.url("tiny"))
        let vectors = encoder.embed(golden.texts, layers: 2)
        let last = encoder.embed(golden.texts)
        let states = encoder.encoder.hiddenStates(of: PackedBatch(golden.ids)).suffix(2)
        let half = Float(0.5).squareRoot()
        var start = 0
        for row in 0..<golden.texts.count {
            let tokens = start..<start + golden.ids[row].count
            #expect(zip(vectors[row: row], last[row: row]).allSatisfy { abs($0 - half * $1) < 1e-6 })
            // The layer before: the mean over the text's tokens, of length √½.
            let sums = (0..<encoder.width).map { column in
                tokens.reduce(0) { $0 + Double(states.first![row: $1].dropFirst(column).first!) }
            }
            let length = (sums.reduce(0) { $0 + $1 * $1 } * 2).squareRoot()
            let expected = sums.map { Float($0 / length) }
            #expect(zip(vectors[row: row].suffix(encoder.width), expected).allSatisfy { abs($0 - $1) < 1e-5 })
            start = tokens.upperBound
        }
    }

    @Test func tokensAreThoseOfTheGenerator() throws {
        let golden = try Golden()
        let tokenizer = try Tokenizer(folder: golden.url("tiny"))
        #expect(golden.texts.map { tokenizer.encode($0, maximumLength: 48) } == golden.ids)
    }

    @Test func aTextsVectorIsTheSameAloneAndAmongOthers() throws {
        let golden = try Golden()
        let encoder = try SentenceEncoder(folder: golden.url("tiny"))
        let many = (0..<40).flatMap { index in golden.texts.map { "\($0) \(index % 3)" } }
        let together = encoder.embed(many)
        for row in stride(from: 0, to: many.count, by: 7) {
            #expect(encoder.embed([many[row]]).values == Array(together[row: row]))
        }
    }

    @Test func noTextsAndEmptyTexts() throws {
        let encoder = try SentenceEncoder(folder: Golden().url("tiny"))
        #expect(encoder.embed([]) == Matrix(rows: 0, columns: 32))
        let empty = encoder.embed(["", " "])
        #expect(empty[row: 0].elementsEqual(empty[row: 1]))
        #expect(empty.values.allSatisfy { $0.isFinite })
        #expect(encoder.encoder.hiddenStates(of: PackedBatch([])).map(\.rows) == [0, 0, 0])
    }

    @Test func longTextsAreCut() throws {
        let encoder = try SentenceEncoder(folder: Golden().url("tiny"))
        #expect(encoder.maximumLength == 48)
        let long = String(repeating: "the ", count: 46)
        let vectors = encoder.embed([long, long + "refund order parcel"])
        #expect(vectors[row: 0].elementsEqual(vectors[row: 1]))
    }
}

/// The golden fixtures: texts, their ids, and the folders beside them.
struct Golden {
    let texts: [String]
    let ids: [[Int32]]

    init() throws {
        let file = try JSONDecoder().decode(
            File.self, from: Data(contentsOf: Self.folder().appendingPathComponent("texts.json")))
        (texts, ids) = (file.texts, file.ids)
    }

    func url(_ name: String) throws -> URL {
        try Self.folder().appendingPathComponent(name)
    }

    static func folder() throws -> URL {
        try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/Encoder")
    }

    private struct File: Decodable {
        let texts: [String]
        let ids: [[Int32]]
    }
}
