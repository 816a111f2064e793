import BERT
import Frontdesk
import Kernels
import Testing

@Suite("Messages whose meaning nobody said judge no model")
struct GivenExamplesTests {
    /// Two intents, of each so many written examples and as many that agents' answers labelled.
    private static func examples(_ count: Int = 20) -> [TrainingExample] {
        (0..<2).flatMap { intent in
            (0..<2 * count).map { number in
                TrainingExample(
                    text: "message \(number) of \(intent)", intent: "intent_\(intent)",
                    provenance: number < count ? .written : number % 2 == 0 ? .answered : .inferred)
            }
        }
    }

    private static func embeddings(_ examples: [TrainingExample]) -> Matrix {
        Matrix(
            rows: examples.count, columns: 2,
            values: examples.enumerated().flatMap { index, example -> [Float] in
                let angle = Float(index % 7) / 20
                let row: [Float] = example.intent == "intent_0" ? [1, angle] : [angle, 1]
                let length = (row[0] * row[0] + row[1] * row[1]).squareRoot()
                return row.map { $0 / length }
            })
    }

    @Test("Folds judge what was given alone")
    func folds() throws {
        let examples = Self.examples()
        let training = try ProbeTrainer(seed: 1).train(examples, embeddings: Self.embeddings(examples))
        for (example, ranking) in zip(examples, training.outOfFold) {
            #expect((ranking != nil) == example.isGiven)
        }
        #expect(training.standIns.allSatisfy { examples[$0.example].isGiven })
    }

    @Test("So do the holdouts of encoders")
    func holdouts() {
        let examples = Self.examples()
        for holdout in ProbeData(examples, embeddings: Self.embeddings(examples)).combinedHoldouts(5, seed: 3) {
            #expect((holdout.known + holdout.unknown).allSatisfy { examples[$0].isGiven })
            #expect(!holdout.known.isEmpty)
        }
    }
}
