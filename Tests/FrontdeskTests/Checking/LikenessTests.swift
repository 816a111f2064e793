import Foundation
import Frontdesk
import Kernels
import Testing

@Suite("What embeddings, labels and the log say of examples")
struct LikenessTests {
    /// Examples of intents, each in a line of its own.
    private static func examples(_ texts: [(intent: String, text: String)]) -> [TrainingExample] {
        texts.enumerated().map { line, example in
            TrainingExample(
                text: example.text, intent: example.intent, provenance: .written,
                location: SourceLocation(file: "intents/\(example.intent).yml", line: line + 1))
        }
    }

    /// Unit vectors in the plane, by their angles in degrees, and as many more dimensions as keep them apart.
    private static func matrix(_ angles: [Double]) -> Matrix {
        let values = angles.flatMap { [Float(cos($0 * .pi / 180)), Float(sin($0 * .pi / 180))] }
        return Matrix(rows: angles.count, columns: 2, values: values)
    }

    private static func catalog(_ names: String...) -> IntentCatalog {
        IntentCatalog(intents: names.map { Intent(name: $0, location: SourceLocation(file: "intents/\($0).yml")) })
    }

    @Test("Examples that mean the same under two intents; a word that tells them apart explains it")
    func sameMeaning() throws {
        let texts = [
            ("a", "where is it"), ("a", "cancel one"), ("a", "cancel two"), ("a", "cancel all"), ("b", "is it where"),
            ("b", "send all"), ("b", "send one"), ("b", "send two"),
        ]
        let examples = Self.examples(texts.map { (intent: $0.0, text: $0.1) })
        // The first and the fifth are alike, and so are the fourth and the sixth.
        let check = LikenessCheck(
            WrittenExamples(examples), places: Array(examples.indices),
            embeddings: Self.matrix([0, 80, 120, 160, 5, 162, 240, 300]))
        let catalog = Self.catalog("a", "b")
        #expect(
            try check.warnings(catalog).map(\.description) == [
                """
                intents/b.yml:5: 'a' has an example that means the same, at intents/a.yml:1. \
                Keep it where it fits better, or say what tells the two apart
                """
            ])
        #expect(try check.warnings(catalog, besides: [SourceLocation(file: "intents/b.yml", line: 5)]).isEmpty)
    }

    @Test("Examples without a word in common are not the same, however near they are to the base model")
    func opposites() throws {
        let texts = [("a", "true"), ("a", "true please"), ("b", "false"), ("b", "well, false")]
        let examples = Self.examples(texts.map { (intent: $0.0, text: $0.1) })
        let check = LikenessCheck(
            WrittenExamples(examples), places: Array(examples.indices), embeddings: Self.matrix([0, 90, 5, 200]))
        #expect(try check.warnings(Self.catalog("a", "b")).isEmpty)
    }

    @Test("To an encoder for which everything is alike, nothing is")
    func blur() throws {
        let examples = Self.examples([(intent: "a", text: "where is it"), (intent: "b", text: "is it where")])
        let check = LikenessCheck(WrittenExamples(examples), places: [0, 1], embeddings: Self.matrix([0, 5]))
        #expect(try check.warnings(Self.catalog("a", "b")).isEmpty)
    }

    @Test("Intents are close where a third of the examples of one lies nearest to the other")
    func closeIntents() throws {
        // Of twelve of `a` four lie at an example of `b`, and eight by themselves.
        let angles: [Double] = [
            0, 4, 8, 12, 188, 190, 192, 194, 196, 198, 200, 202, 0.5, 4.5, 8.5, 12.5, 16.5, 20.5, 24.5, 28.5, 32.5,
            36.5,
            40.5, 44.5,
        ]
        let texts = (0..<24).map { index -> (intent: String, text: String) in
            (intent: index < 12 ? "a" : "b", text: "word\(index)")
        }
        let check = LikenessCheck(
            WrittenExamples(Self.examples(texts)), places: Array(0..<24), embeddings: Self.matrix(angles))
        let warnings = try check.warnings(Self.catalog("a", "b")).filter { $0.kind == .closeIntents }
        #expect(
            warnings.map(\.description) == [
                """
                intents/a.yml: 4 of 12 examples of 'a' lie nearest to one of 'b'. \
                Write examples that say what tells them apart, or make one intent of both
                """
            ])
    }

    @Test("Labels that the other examples speak against")
    func mislabels() throws {
        let intents = ["paying", "sending", "returning"]
        let words = [["card", "invoice", "price"], ["parcel", "courier", "address"], ["refund", "label", "damaged"]]
        var values: [Float] = []
        let texts = (0..<60).map { index -> (intent: String, text: String) in
            var row = [Float](repeating: 0.05 * Float(index % 7), count: 4)
            row[index % 3] = 1
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            values += row.map { $0 / length }
            let label = index == 30 ? intents[1] : intents[index % 3]
            return (label, "about the \(words[index % 3][index / 3 % 3]) number \(index)")
        }
        let check = MislabelCheck(Self.examples(texts))
        #expect(
            try check.warnings(embeddings: Matrix(rows: 60, columns: 4, values: values)).map(\.description) == [
                """
                intents/sending.yml:31: the other examples say that this is 'paying', not 'sending'. \
                Move it there, or write more like it under 'sending'
                """
            ])
    }

    @Test("Intents that the model's replies never came from, once there are enough of them")
    func unusedIntents() throws {
        let conversations = try TestConversations()
        for _ in 0..<3 { try conversations.say(in: "c", "template", intent: "a", model: "m") }
        try conversations.say(in: "c", "template", intent: "b", model: "other")
        let kinds: [(name: String, handoff: Intent.Handoff?)] = [("a", nil), ("b", nil), ("fire", .urgent)]
        let catalog = IntentCatalog(
            intents: kinds.map { name, handoff in
                Intent(name: name, handoff: handoff, location: SourceLocation(file: "intents/\(name).yml", line: 1))
            })
        func warnings(fewest: Int) throws -> [String] {
            try UsageCheck(conversations.store, model: "m", intents: ["a", "b", "fire", "gone"], fewest: fewest)
                .warnings(catalog).map(\.description)
        }
        #expect(try warnings(fewest: 4).isEmpty)
        #expect(
            try warnings(fewest: 3) == [
                """
                intents/b.yml:1: none of the model's 3 replies came from the intent 'b'. \
                See with 'frontdesk review' whether customers ask for it in other words, or remove it
                """
            ])
    }
}
