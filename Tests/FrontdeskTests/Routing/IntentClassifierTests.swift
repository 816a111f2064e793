import BERT
import Foundation
import Frontdesk
import Kernels
import Testing

@Suite struct IntentClassifierTests {
    private static let texts: [(String?, [String])] = [
        ("order", ["where is my order", "where is the parcel", "order status", "track my parcel", "订单到哪里了"]),
        ("refund", ["money back please", "refund my money", "when is the refund there", "refund status", "退款什么时候到账"]),
        ("greeting", ["hello", "hi there", "good morning", "hey", "你好"]),
        (nil, ["who won the match", "the weather tomorrow", "sing a song"]),
    ]
    private static let examples = texts.flatMap { intent, texts in
        texts.enumerated().map { index, text in
            TrainingExample(
                text: text, intent: intent, provenance: .written,
                location: SourceLocation(file: "intents/\(intent ?? "_out").yml", line: index + 2, column: 3))
        }
    }
    private static let asked = ["where's my parcel?", "Refund!", "hello", "退款到账了吗", "the match", "qwertz", "", "?!"]

    private static func train(_ examples: [TrainingExample]) throws -> IntentClassifier {
        try ProbeTrainer(seed: 1).train(examples, embeddings: embeddings(examples.map(\.text))).classifier
    }

    private static func embeddings(_ texts: [String]) -> Matrix {
        Matrix(rows: texts.count, columns: HashedEmbedding.width, values: texts.flatMap(HashedEmbedding.vector))
    }

    private static let trained = Result { try train(examples) }
    private let classifier: IntentClassifier

    init() throws {
        classifier = try Self.trained.get()
    }

    private func rank(
        _ text: String, _ live: LiveExamples = .none, by other: IntentClassifier? = nil
    ) -> Ranking {
        (other ?? classifier).rank(text, embedding: HashedEmbedding.vector(text)[...], live: live)
    }

    private func live(_ added: [(String, String?)], withdrawn: Set<Int> = []) -> LiveExamples {
        let examples = added.map { TrainingExample(text: $0, intent: $1, provenance: .corrected) }
        return classifier.live(added: examples, embeddings: Self.embeddings(added.map(\.0)), withdrawn: withdrawn)
    }

    @Test func itsOwnExamplesAreRanked() {
        for example in Self.examples where example.intent != nil {
            let ranking = rank(example.text.uppercased() + " !")
            #expect(ranking.candidates.first?.intent == example.intent)
            #expect(ranking.sameMessage == [example.intent])
            #expect(ranking.nearest.first?.similarity == 1 && ranking.nearest.first?.location == example.location)
        }
    }

    @Test func everyIntentIsRankedOnceWithAProbability() {
        for text in Self.asked {
            let ranking = rank(text)
            #expect(ranking.candidates.map(\.intent).sorted() == ["greeting", "order", "refund"])
            #expect((ranking.candidates.map(\.confidence) + [ranking.outOfScope]).allSatisfy { (0...1).contains($0) })
            #expect(ranking.candidates == ranking.candidates.sorted { $0.confidence > $1.confidence })
            // Those behind the first keep their order, however sure it is that nothing covers the message.
            #expect(ranking.candidates.allSatisfy { $0.confidence > 0 }, "\(text)")
        }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let folder = try TemporaryFolder()
        try classifier.write(to: folder.url)
        let read = try IntentClassifier(folder: folder.url)
        #expect(read.intents == classifier.intents && read.examples == classifier.examples)
        #expect(read.outOfScopeThreshold == classifier.outOfScopeThreshold)
        for text in Self.asked {
            let (one, other) = (rank(text), rank(text, by: read))
            #expect(one.candidates == other.candidates && one.nearest == other.nearest)
            #expect(one.outOfScope == other.outOfScope && one.outOfScopeVotes == other.outOfScopeVotes)
            #expect(one.sameMessage == other.sameMessage)
        }
    }

    @Test func anyTextIsReadAgainAsItWas() throws {
        let texts = [
            "a\ttab", "two\nlines", "carriage\r\nreturn", "lone\rreturn", "back\\slash", "\\n no line", "\\",
            "\\\u{301}",
            "\t\n\\", "emoji 👍🏽", "退款",
        ]
        let odd = texts.enumerated().map { index, text in
            TrainingExample(
                text: text, intent: "odd", provenance: .corrected,
                location: index % 2 == 0 ? nil : SourceLocation(file: "intents/a\\b\tc.jsonl", line: index))
        }
        let classifier = try Self.train(Self.examples + odd)
        let folder = try TemporaryFolder()
        try classifier.write(to: folder.url)
        let read = try IntentClassifier(folder: folder.url)
        #expect(read.examples.map { Array($0.text.utf8) } == classifier.examples.map { Array($0.text.utf8) })
        #expect(read.examples.map(\.location) == classifier.examples.map(\.location))
    }

    @Test(arguments: ["model.safetensors", "labels.json", "calibration.json"], [0, 0.5, 0.99])
    func aTruncatedFileIsNamed(_ name: String, _ share: Double) throws {
        let folder = try TemporaryFolder()
        try classifier.write(to: folder.url)
        let file = folder.url.appending(path: name)
        let data = try Data(contentsOf: file)
        try data.prefix(Int(Double(data.count) * share)).write(to: file)
        let error = #expect(throws: BotError.self) { try IntentClassifier(folder: folder.url) }
        #expect(error?.kind == .badData)
        #expect(error?.location?.file.hasSuffix("/\(name)") == true)
    }

    @Test func aTensorOfAnotherShapeIsNamed() throws {
        let folder = try TemporaryFolder()
        try classifier.write(to: folder.url)
        let lines = try folder.read("examples.tsv").split(separator: "\n").dropLast(2).joined(separator: "\n")
        try folder.write(lines + "\n", to: "examples.tsv")
        let error = #expect(throws: BotError.self) { try IntentClassifier(folder: folder.url) }
        #expect(error?.problem.contains("tensor") == true)
    }

    /// Four classes around the axes of a space; words tell nothing.
    @Test func whatLiesBetweenTheClassesIsLikelierOutOfScope() throws {
        var random = SplitMix64(seed: 7)
        func unit(_ values: [Float]) -> [Float] {
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return values.map { $0 / length }
        }
        func around(_ axis: Int) -> [Float] {
            unit((0..<8).map { ($0 == axis ? 1 : 0) + Float(random.below(1000)) / 2500 - 0.2 })
        }
        let labels = (0..<80).map { $0 % 4 }
        let classifier = try ProbeTrainer(seed: 1).train(
            labels.enumerated().map {
                TrainingExample(text: "w\($0)", intent: "intent \($1)", provenance: .written)
            },
            embeddings: Matrix(rows: 80, columns: 8, values: labels.flatMap(around))
        ).classifier
        func outOfScope(_ embedding: [Float]) -> Double {
            classifier.rank("something", embedding: embedding[...]).outOfScope
        }
        let between = outOfScope(unit([1, 1, 1, 1, 0, 0, 0, 0]))
        for axis in 0..<4 { #expect(outOfScope(around(axis)) < between) }
        #expect(outOfScope(around(6)) > between)
    }

    @Test func modelsOfOlderBuildsAreRead() throws {
        let folder = try TemporaryFolder()
        try classifier.write(to: folder.url)
        // They kept no centres, and their calibration weighed fewer features.
        let file = folder.url.appending(path: "model.safetensors")
        let tensors = try Safetensors(file)
        let older = try tensors.names.filter { $0 != "centres.length" }.map { name in
            let shape = try tensors.entry(name).shape
            return TensorSource(name, shape: shape) { write in
                try tensors.tensor(name, shape: shape).withValues { try write($0) }
            }
        }
        try Safetensors.write(older, metadata: [:], to: folder.url.appending(path: "older.safetensors"))
        try FileManager.default.removeItem(at: file)
        try FileManager.default.moveItem(at: folder.url.appending(path: "older.safetensors"), to: file)
        let read = try IntentClassifier(folder: folder.url)
        #expect(rank("where is my order!", by: read).candidates.first?.intent == "order")
    }

    @Test func anAddedExampleWinsItsOwnMessage() {
        #expect(rank("xylophone zebra").candidates.first?.confidence ?? 1 < 0.9)
        let live = live([("Xylophone, zebra", "refund")])
        let ranking = rank("xylophone zebra?", live)
        #expect(ranking.candidates.first?.intent == "refund" && ranking.candidates[0].confidence > 0.99)
        #expect(ranking.sameMessage == ["refund"] && ranking.nearest.first?.text == "Xylophone, zebra")
    }

    @Test func anAddedExampleOverrulesATrainedOne() {
        #expect(rank("hello", live([("hello", "order")])).candidates.first?.intent == "order")
        let outside = rank("hello", live([("hello", nil)]))
        #expect(outside.outOfScope > 0.99 && outside.sameMessage == [nil])
    }

    @Test func anIntentThatTheModelDoesNotKnowIsRanked() {
        let ranking = rank("bring me a taxi", live([("bring me a taxi", "taxi"), ("call a cab", "taxi")]))
        #expect(ranking.candidates.first?.intent == "taxi" && ranking.candidates.count == 4)
    }

    @Test func anIntentWithoutExamplesIsNeverRanked() {
        let withdrawn = Set(classifier.examples.indices.filter { classifier.intent(of: $0) == "refund" })
        let live = live([], withdrawn: withdrawn)
        for text in Self.asked + ["refund my money"] {
            let ranking = rank(text, live)
            #expect(ranking.candidates.map(\.intent).sorted() == ["greeting", "order"])
            #expect(!ranking.nearest.contains { $0.intent == "refund" })
        }
        #expect(rank("refund my money", self.live([("cash", "refund")], withdrawn: withdrawn)).candidates.count == 3)
    }

    @Test func theDifferenceToTheFilesIsFound() {
        var current = Self.examples
        #expect(classifier.difference(to: current).added.isEmpty)
        #expect(classifier.difference(to: current).withdrawn.isEmpty)
        current.removeAll { $0.text == "hello" }
        current.append(TrainingExample(text: "Good day", intent: "greeting", provenance: .written))
        current.append(TrainingExample(text: "HI, THERE!", intent: "greeting", provenance: .written))
        let (added, withdrawn) = classifier.difference(to: current)
        #expect(added.map(\.text) == ["Good day"])
        #expect(withdrawn.map { classifier.examples[$0].text } == ["hello"])
    }

    @Test func withoutAnyIntentThereIsNothingToLearn() {
        let outside = Self.examples.filter { $0.intent == nil }
        #expect(throws: BotError.self) { try Self.train(outside) }
    }
}
