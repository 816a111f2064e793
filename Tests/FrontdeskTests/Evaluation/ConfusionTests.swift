import Frontdesk
import Testing

@Suite struct ConfusionTests {
    private func answer(_ truth: String, _ predicted: String, _ confidence: Double = 0.5, _ text: String = "")
        -> Confusion.Answer
    {
        Confusion.Answer(
            truth: truth, predicted: predicted, confidence: confidence, text: text,
            location: SourceLocation(file: "e.jsonl", line: 1))
    }

    @Test func pairsTellTheMistakeThatTheBotWasSurestOf() throws {
        let confusion = Confusion([
            answer("a", "a"), answer("b", "a", 0.9, "sure"), answer("a", "b", 0.3, "first"),
            answer("a", "b", 0.7, "surer"), answer("a", "b", 0.7, "as sure"),
        ])
        #expect(confusion.intents == ["a", "b"] && confusion.counts == [[1, 3], [1, 0]])
        #expect(confusion.pairs.map(\.messages) == [3, 1])
        #expect(confusion.pairs.map(\.example) == ["surer", "sure"])
        #expect(confusion.pairs[0].intent == "a" && confusion.pairs[0].predicted == "b")
    }

    @Test func ofManyIntentsThoseConfusedTheMostAreShown() {
        let names = (10..<30).map { "i\($0)" }
        let confusion = Confusion(
            names.map { answer($0, $0) } + [answer("i20", "i12"), answer("i20", "i12"), answer("i29", "i15")])
        let two = confusion.mostConfused(limit: 3)
        #expect(two.intents == ["i12", "i20"] && two.counts == [[1, 0], [2, 1]])
        #expect(confusion.mostConfused(limit: 4).intents == ["i12", "i15", "i20", "i29"])
        #expect(confusion.mostConfused(limit: 4, few: 20).intents == names)
    }
}
