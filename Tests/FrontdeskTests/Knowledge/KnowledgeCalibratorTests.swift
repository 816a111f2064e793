import Foundation
import Frontdesk
import Kernels
import Testing

@Suite struct KnowledgeCalibratorTests {
    /// Sixty entries of three words each, with aliases that share some of them.
    private func calibrator() throws -> (
        calibrator: KnowledgeCalibrator, index: KnowledgeIndex, folder: TemporaryFolder
    ) {
        let folder = try TemporaryFolder()
        let parts = ["copper", "linen", "walnut", "marble", "bamboo", "velvet", "pewter", "cotton"]
        let things = ["kettle", "pillow", "lantern", "basket", "blanket", "teapot", "mirror", "candle"]
        let entries = parts.enumerated().flatMap { row, part in
            things.enumerated().map { column, thing in
                """
                - id: \(part)-\(thing)
                  question: How do I clean the \(part) \(thing)?
                  aliases: [\(part) \(thing) is dirty, washing a \(thing) made of \(part)]
                  answer: Wipe the \(part) \(thing) with product \(row * 8 + column).

                """
            }
        }
        try folder.write(entries.joined(), to: "knowledge/a.yml")
        let index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        _ = try index.refresh(folder: folder.url)
        var encoder = HashedEmbedding()
        try index.embed(encoder: "hashed") { encoder.embed($0) }
        let others = [
            "where is my parcel", "cancel the order please", "I want my money back", "hello there", "send an invoice",
        ]
        let calibrator = try KnowledgeCalibrator(
            index, encoder: "hashed", others: others, otherVectors: encoder.embed(others))
        return (calibrator, index, folder)
    }

    @Test func learnsToRankAndToBeSure() throws {
        let (calibrator, index, folder) = try calibrator()
        let report = try #require(calibrator.report().first { !$0.kind.isHan && $0.kind.hasVectors })
        #expect(report.queries == 128)
        #expect(report.precision > 0.95)
        #expect(report.keptPrecision > 0.9)
        #expect(report.auroc > 0.9)
        let search = try KnowledgeSearch(index, encoder: "hashed", calibration: calibrator.fit())
        let known = "a dirty walnut basket"
        let right = try #require(try search.hits(for: known, vector: HashedEmbedding.vector(known)).first)
        let unknown = "when does my parcel arrive"
        let wrong = try search.hits(for: unknown, vector: HashedEmbedding.vector(unknown)).first
        #expect(right.entry.id == "walnut-basket")
        #expect(right.confidence > 0.5)
        #expect((wrong?.confidence ?? 0) < 0.3)
        withExtendedLifetime(folder) {}
    }

    @Test func theSameEveryTime() throws {
        let (calibrator, _, folder) = try calibrator()
        #expect(calibrator.fit() == calibrator.fit())
        let data = try JSONEncoder().encode(calibrator.fit())
        #expect(try JSONDecoder().decode(KnowledgeCalibration.self, from: data) == calibrator.fit())
        withExtendedLifetime(folder) {}
    }

    @Test func weightsOfAnEarlierVersionCountAsTheyDid() throws {
        let folder = try TemporaryFolder()
        try folder.write("- {question: Where is the harbour?, answer: South of the town.}\n", to: "knowledge/a.yml")
        let index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        try index.refresh(folder: folder.url)
        // Two features came since; the fifth is the share of the query's words that the question holds.
        let stored = """
            {"weights": [{"kind": {"isHan": false, "hasVectors": false},
            "ranking": [0, 0, 0, 0, 7, 0, 0, 0, 0], "confidence": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}]}
            """
        let calibration = try JSONDecoder().decode(KnowledgeCalibration.self, from: Data(stored.utf8))
        let hits = try KnowledgeSearch(index, encoder: nil, calibration: calibration).hits(for: "the harbour")
        let hit = try #require(hits.first)
        #expect(hit.parts.count == KnowledgeFeatures.names.count)
        #expect(hit.features.questionCoverage > 0 && abs(hit.score - 7 * hit.features.questionCoverage) < 1e-9)
        #expect(hit.confidence == 0.5)
    }

    @Test func questionsAloneKeepTheStandardWeights() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            (0..<200).map { "- {question: 'What is thing number \($0)?', answer: 'It is \($0 * 31).'}\n" }.joined(),
            to: "knowledge/a.yml")
        let index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        _ = try index.refresh(folder: folder.url)
        let calibrator = try KnowledgeCalibrator(index, encoder: nil, others: ["hello"])
        #expect(calibrator.fit() == .standard)
        #expect(calibrator.judgements().contains { $0.id != nil })
    }

    @Test func tooFewAliasesKeepTheStandardWeights() throws {
        let folder = try TemporaryFolder()
        try folder.write("- {question: One, answer: First}\n", to: "knowledge/a.yml")
        let index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        _ = try index.refresh(folder: folder.url)
        #expect(try KnowledgeCalibrator(index, encoder: nil, others: ["x"]).fit() == .standard)
    }

    /// Entries whose answers alone say what customers ask for.
    @Test(arguments: [(49, false), (50, true)])
    func labelledMessagesTeachTheRanking(_ count: Int, _ isLearnt: Bool) throws {
        let folder = try TemporaryFolder()
        let entries = (0..<count).map { number in
            "- {id: e\(number), question: Notice \(number), answer: Room \(Self.word(number)) is closed}\n"
        }
        try folder.write(entries.joined(), to: "knowledge/a.yml")
        let index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        _ = try index.refresh(folder: folder.url)
        let labelled = KnowledgeCalibrator.Labelled(
            (0..<count).map { ("is \(Self.word($0)) open", "e\($0)") }, vectors: nil)
        let calibrator = try KnowledgeCalibrator(index, encoder: nil, others: ["hello"], labelled: labelled)
        let kind = try #require(calibrator.fit().weights.first { !$0.kind.isHan && !$0.kind.hasVectors })
        let standard = try #require(KnowledgeCalibration.standard.weights.first { $0.kind == kind.kind })
        #expect((kind == standard) != isLearnt)
        guard isLearnt else { return }
        let answer = try #require(KnowledgeFeatures.names.firstIndex(of: "answer coverage"))
        #expect(kind.ranking[answer] > standard.ranking[answer])
    }

    private static func word(_ number: Int) -> String {
        String(
            ["ab", "ec", "id", "of", "ug", "ah", "ek"][number % 7]
                + ["lor", "min", "nat", "pel", "ris", "sut", "tav", "vok"][number / 7])
    }
}
