import Foundation
import Frontdesk
import Testing

/// Small cases computed by hand.
@Suite struct RetrievalMetricsTests {
    private let ranked = ["a", "b", "c", "d", "e"]

    @Test func averagePrecision() {
        #expect(Metrics.averagePrecision(ranked, relevant: ["a"]) == 1)
        #expect(Metrics.averagePrecision(ranked, relevant: ["b"]) == 0.5)
        // Hits at places 1 and 3: (1/1 + 2/3) / 2.
        #expect(abs(Metrics.averagePrecision(ranked, relevant: ["a", "c"]) - 5.0 / 6) < 1e-12)
        // One that is not found adds nought: (1/1 + 0) / 2.
        #expect(Metrics.averagePrecision(ranked, relevant: ["a", "z"]) == 0.5)
        #expect(Metrics.averagePrecision([], relevant: ["a"]) == 0)
        #expect(Metrics.averagePrecision(ranked, relevant: []) == 0)
    }

    @Test func reciprocalRank() {
        #expect(Metrics.reciprocalRank(ranked, relevant: ["d", "e"]) == 0.25)
        #expect(Metrics.reciprocalRank(ranked, relevant: ["z"]) == 0)
    }

    @Test func normalisedGain() {
        #expect(Metrics.normalisedGain(ranked, relevant: ["a"], first: 3) == 1)
        #expect(Metrics.normalisedGain(ranked, relevant: ["a", "b"], first: 10) == 1)
        // Places 2 and 3 of the best 1 and 2: (1/log₂3 + 1/log₂4) / (1/log₂2 + 1/log₂3).
        let expected = (1 / log2(3.0) + 0.5) / (1 + 1 / log2(3.0))
        #expect(abs(Metrics.normalisedGain(ranked, relevant: ["b", "c"], first: 3) - expected) < 1e-12)
        #expect(Metrics.normalisedGain(ranked, relevant: ["d"], first: 3) == 0)
        // With more relevant ids than places, all places right is the best there is.
        #expect(Metrics.normalisedGain(ranked, relevant: ["a", "b", "c", "d"], first: 3) == 1)
    }

    @Test func precisionAndRecall() {
        #expect(Metrics.precision(ranked, relevant: ["a"], first: 1) == 1)
        #expect(Metrics.precision(ranked, relevant: ["b", "e"], first: 5) == 0.4)
        #expect(Metrics.precision(["b"], relevant: ["b"], first: 5) == 0.2)
        #expect(Metrics.recall(ranked, relevant: ["a", "b", "z", "y"], first: 10) == 0.5)
        #expect(Metrics.recall(ranked, relevant: ["e"], first: 4) == 0)
    }

    @Test func anIDThatStandsTwiceCountsOnce() {
        let twice = ["b", "b", "a"]
        #expect(Metrics.precision(twice, relevant: ["b"], first: 5) == 0.2)
        #expect(Metrics.averagePrecision(twice, relevant: ["a", "b"]) == 1)
        #expect(Metrics.normalisedGain(twice, relevant: ["a", "b"], first: 3) == 1)
    }

    @Test func theReportIsTheMeanOverQueries() {
        let report = RetrievalReport(
            [(ranked: ranked, relevant: ["a"]), (ranked: ranked, relevant: ["b"])], milliseconds: 10)
        #expect([report.map, report.mrr, report.precision1, report.recall10] == [0.75, 0.75, 0.5, 1])
        #expect(abs(report.ndcg3 - (1 + 1 / log2(3.0)) / 2) < 1e-12 && report.ndcg3 == report.ndcg10)
        #expect(abs(report.precision5 - 0.2) < 1e-12)
        #expect(report.queries == 2 && report.millisecondsPerQuery == 5)
    }

    @Test func queriesAreReadLineByLine() throws {
        let text = "\n{\"query\": \"rust?\", \"relevant\": [\"a\", \"b\"], \"extra\": 1}\n"
        #expect(EvaluationQuery.areIn(text) && !EvaluationQuery.areIn("{\"text\": \"query\"}"))
        #expect(!EvaluationQuery.areIn("") && !EvaluationQuery.areIn("query"))
        let query = try #require(try EvaluationQuery.read(text, named: "q.jsonl").first)
        #expect(query.text == "rust?" && query.relevant == ["a", "b"])
        #expect(query.location == SourceLocation(file: "q.jsonl", line: 2))
        let errors = #expect(throws: BotErrors.self) {
            try EvaluationQuery.read(
                "{\"query\": \"a\", \"relevant\": []}\n{\"query\": \"a\"}\n{\"text\": \"a\"}\n", named: "q.jsonl")
        }
        #expect(errors?.errors.map { $0.location?.line } == [1, 2, 3])
    }
}
