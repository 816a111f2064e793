import Frontdesk
import Kernels
import Testing

@Suite("Labels for messages that nobody labelled")
struct WeakLabellingTests {
    /// Directions around two axes, so many around each; those further down the list lie further off.
    private static func bundle(_ axis: Int, _ count: Int) -> [Float] {
        (0..<count).flatMap { index -> [Float] in
            var row: [Float] = [0, 0, 0]
            row[axis] = 1
            row[2] = Float(index) / Float(count)
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / length }
        }
    }

    @Test("The surest messages of each class are taken, and no more than that")
    func surest() {
        let log = Matrix(rows: 100, columns: 3, values: Self.bundle(0, 60) + Self.bundle(1, 40))
        let examples = Matrix(rows: 4, columns: 3, values: Self.bundle(0, 2) + Self.bundle(1, 2))
        let labels = WeakLabelling().labels(of: log, by: examples, classes: [0, 0, 1, 1])
        #expect(labels.count == 2 * WeakLabelling.perClass)
        for label in labels {
            #expect(label.target == (label.row < 60 ? 0 : 1))
            #expect(label.probability > 0.5)
        }
        #expect(WeakLabelling().labels(of: log, by: examples, classes: [0, 0, 1, 1]) == labels)
    }

    @Test("One class alone labels nothing")
    func one() {
        let log = Matrix(rows: 3, columns: 3, values: Self.bundle(0, 3))
        #expect(WeakLabelling().labels(of: log, by: log, classes: [0, 0, 0]).isEmpty)
    }

    @Test("What was inferred holds until somebody says what the message means")
    func withdrawn() throws {
        func example(_ text: String, _ intent: String, _ location: Frontdesk.SourceLocation?) -> TrainingExample {
            TrainingExample(text: text, intent: intent, provenance: .written, location: location)
        }
        let place = Frontdesk.SourceLocation(file: "intents/a.yml", line: 1, column: 1)
        let written = [example("pay by card", "pay", place), example("send it back", "return", place)]
        let inferred = [example("card payment please", "pay", TrainingExample.log)]
        let embeddings = Matrix(rows: 3, columns: 2, values: [1, 0, 0, 1, 0.8, 0.6])
        let classifier = try ProbeTrainer(seed: 1).train(written + inferred, embeddings: embeddings).classifier
        #expect(classifier.difference(to: written).withdrawn.isEmpty)
        let confirmed = classifier.difference(to: written + [example("Card payment, please!", "pay", nil)])
        #expect(confirmed.added.isEmpty && confirmed.withdrawn.isEmpty)
        let corrected = written + [example("Card payment, please!", "return", nil)]
        let difference = classifier.difference(to: corrected)
        #expect(difference.added.map(\.intent) == ["return"] && difference.withdrawn == [2])
        #expect(classifier.difference(to: [written[1]]).withdrawn == [0])
    }
}
