import BERT
import Kernels
import Testing

/// The encoder with packed weights beside the one that reads them where they lie.
@Suite struct PackedEncoderTests {
    /// Every kind of packed products that this processor has.
    private static func encoders(_ folder: String) throws -> [(products: PackedProducts, encoder: SentenceEncoder)] {
        try PackedProductTests.all.map { engine in
            let encoder = try SentenceEncoder(
                folder: Golden().url(folder), engine: Engine(.best, products: .packed(engine.products)))
            return (engine.products, encoder)
        }
    }

    @Test(arguments: ["tiny", "tiny-f16", "tiny-prefixed"]) func givesTheSameStates(_ folder: String) throws {
        let golden = try Golden()
        let batch = PackedBatch(golden.ids)
        let expected = try SentenceEncoder(folder: golden.url(folder)).encoder.hiddenStates(of: batch)
        for (products, encoder) in try Self.encoders(folder) {
            let states = encoder.encoder.hiddenStates(of: batch)
            #expect(states.count == expected.count)
            for (state, expected) in zip(states, expected) {
                let distance = TrainingKernelTests.distance(state.values, expected.values.map(Double.init))
                let largest = Double(expected.values.map(abs).max() ?? 0)
                #expect(distance < (products.precision == .float32 ? 1e-5 : 2e-2 * largest))
            }
        }
    }

    @Test func aTextIsTheSameAloneAndAmongOthers() throws {
        let golden = try Golden()
        let many = (0..<12).flatMap { index in golden.texts.map { "\($0) \(index % 3)" } }
        for (products, encoder) in try Self.encoders("tiny") where products.panel > 1 {
            let together = encoder.embed(many)
            for row in stride(from: 0, to: many.count, by: 5) {
                #expect(encoder.embed([many[row]]).values == Array(together[row: row]))
            }
        }
    }

    @Test func noTexts() throws {
        for (_, encoder) in try Self.encoders("tiny") {
            #expect(encoder.embed([]) == Matrix(rows: 0, columns: 32))
            #expect(encoder.embed([""]).values.allSatisfy { $0.isFinite })
        }
    }
}
