import Foundation
import Frontdesk
import Testing

/// What is told of a long passage: the rule by hand, and how well it does on questions of our own.
@Suite struct PassageExcerptTests {
    /// Seven sentences, more than four hundred columns.
    private static let long = [
        "Fill the tank with cold water up to the upper line.", "It holds one litre.",
        "Put the sieve into the holder and press the ground coffee down with the back of the spoon.",
        "Hang the holder in from the left and turn it to the middle until it sits firmly and does not move.",
        "The lamp goes out as soon as the water is hot, which takes about a minute and a half.",
        "Steam comes out of the side, so keep your hands and the hands of children away from it.",
        "Empty the drip tray every evening and rinse it under the tap.",
    ].joined(separator: " ")

    private func excerpt(_ passage: String, keeping kept: Int...) -> String {
        let excerpt = PassageExcerpt(passage)
        return excerpt.text(excerpt.sentences.indices.map { kept.contains($0) ? 1 : 0 })
    }

    @Test func theSentencesThatAnswerStandInTheirOrderWithMarksForWhatIsLeftOut() {
        #expect(
            excerpt(Self.long, keeping: 4, 0)
                == "Fill the tank with cold water up to the upper line. … The lamp goes out as soon as the water is "
                + "hot, which takes about a minute and a half. …")
        #expect(
            excerpt(Self.long, keeping: 6) == "… Empty the drip tray every evening and rinse it under the tap.")
    }

    @Test func aSentenceThatLeansOnTheOneBeforeBringsItAlong() {
        #expect(
            excerpt(Self.long, keeping: 1)
                == "Fill the tank with cold water up to the upper line. It holds one litre. …")
    }

    @Test func aListIsToldWholeWithTheLineThatIntroducesIt() {
        let passage = """
            \(Self.long)

            You also need:
            - a cup. The flat ones cool too quickly.
            - a spoon

            Sugar is in the box.
            """
        #expect(
            excerpt(passage, keeping: 9)
                == "…\nYou also need:\n- a cup. The flat ones cool too quickly.\n- a spoon\n…")
    }

    @Test func shortPassagesAreToldWhole() {
        let threeSentences = Self.long.components(separatedBy: ". ").prefix(3).joined(separator: ". ")
        let shortSentences = Array(repeating: "Yes it is.", count: 9).joined(separator: " ")
        for passage in [threeSentences, shortSentences, "", "…", "\n"] {
            #expect(excerpt(passage, keeping: 0) == passage)
        }
    }

    @Test func whatIsAlmostAllIsToldWhole() {
        let passage = String(repeating: "This long sentence goes on from the one before it. ", count: 9)
        #expect(PassageExcerpt(passage).text([0, 0, 0, 0, 0, 0, 0, 0, 1]) == passage)
    }

    @Test(arguments: [
        "It comes pre-seasoned.", "This is why.", "“They” are red.", "这样就不会生锈。", "它很轻。", "**But** not here.",
    ])
    func sentencesThatLean(_ sentence: String) {
        #expect(LeaningSentence.leans(sentence[...]))
    }

    @Test(arguments: ["Italian coffee is strong.", "Thistles grow here.", "洗完上火烘干。", "", "…"])
    func sentencesThatStandAlone(_ sentence: String) {
        #expect(!LeaningSentence.leans(sentence[...]))
    }
}

/// The rule measured on `Fixtures/passages.json`, with cosines of the base model (`Fixtures/measure.py`).
@Suite struct PassageExcerptMeasure {
    private struct Passage: Decodable {
        struct Question: Decodable {
            let text: String
            /// The sentences that answer it.
            let answer: [Int]
        }

        let title: String
        let language: Language
        let sentences: [String]
        let questions: [Question]

        var text: String { sentences.joined() }
    }

    private let passages: [Passage]
    private let cosines: [[[Double]]]

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        func decode<Value: Decodable>(_ name: String) throws -> Value {
            try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appending(path: name)))
        }
        passages = try decode("passages.json")
        cosines = try decode("cosines.json")
    }

    /// The knowledge of a bot that has these passages, for how rare words are.
    private func search() throws -> (KnowledgeSearch, TemporaryFolder) {
        let folder = try TemporaryFolder()
        for (number, passage) in passages.enumerated() {
            try folder.write(
                "# \(passage.title)\n\n\(passage.text)\n", to: "knowledge/\(number).\(passage.language.rawValue).md")
        }
        let index = KnowledgeIndex(try Store(folder: folder.url.appending(path: ".frontdesk")))
        _ = try index.refresh(folder: folder.url)
        return (try KnowledgeSearch(index, encoder: nil), folder)
    }

    @Test func sentencesAreFoundAsTheyAreWritten() {
        for passage in passages {
            #expect(
                Sentences.of(passage.text).map(String.init)
                    == passage.sentences.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) })
        }
    }

    @Test func nineInTenExcerptsHoldTheAnswerInAThirdOfThePassage() throws {
        let (search, folder) = try search()
        var whole = 0
        var missing: [String] = []
        var told = 0.0
        for (passage, cosines) in zip(passages, cosines) {
            let excerpt = PassageExcerpt(passage.text)
            for (question, cosines) in zip(passage.questions, cosines) {
                let words = try search.shares(of: question.text, in: passage.sentences)
                let text = excerpt.text(
                    zip(cosines, words).map { PassageExcerpt.score(cosine: $0, words: $1, passage.language) })
                let answer = question.answer.map { excerpt.sentences[$0] }
                if answer.allSatisfy({ text.contains($0) }) { whole += 1 } else { missing.append(question.text) }
                told += Double(text.count) / Double(passage.text.count)
            }
        }
        let count = passages.reduce(0) { $0 + $1.questions.count }
        #expect(count >= 30)
        #expect(Double(whole) >= 0.9 * Double(count), "\(missing)")
        #expect(told / Double(count) <= 0.4)
        withExtendedLifetime(folder) {}
    }
}
