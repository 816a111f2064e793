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

    /// What excerpts keep, over all questions.
    private struct Kept {
        /// Sentences that answer and are told, that are told, that answer.
        var (right, told, answering) = (0, 0, 0)
        /// Questions of whose answer all is told, and the others.
        var whole = 0
        var missing: [String] = []
        /// The passages' shares that are told, added up.
        var share = 0.0

        var precision: Double { Double(right) / Double(told) }
        var recall: Double { Double(right) / Double(answering) }

        mutating func add(_ text: String, of excerpt: PassageExcerpt, _ question: Passage.Question, _ passage: Passage)
        {
            let told = Set(excerpt.sentences.indices.filter { text.contains(excerpt.sentences[$0]) })
            right += told.intersection(question.answer).count
            self.told += told.count
            answering += question.answer.count
            share += Double(text.count) / Double(passage.text.count)
            if told.isSuperset(of: question.answer) { whole += 1 } else { missing.append(question.text) }
        }
    }

    /// `titles` tells whether words of a passage's titles are left out of account.
    private func kept(besidesTitles titles: Bool) throws -> Kept {
        let (search, folder) = try search()
        var kept = Kept()
        for (passage, cosines) in zip(passages, cosines) {
            let excerpt = PassageExcerpt(passage.text)
            for (question, cosines) in zip(passage.questions, cosines) {
                let words = try search.shares(
                    of: question.text, in: passage.sentences, below: titles ? passage.title : "")
                let text = excerpt.text(PassageExcerpt.scores(cosines: cosines, words: words, passage.language))
                kept.add(text, of: excerpt, question, passage)
            }
        }
        withExtendedLifetime(folder) {}
        return kept
    }

    @Test func nineInTenExcerptsHoldTheAnswerInAThirdOfThePassage() throws {
        let kept = try kept(besidesTitles: true)
        let count = passages.reduce(0) { $0 + $1.questions.count }
        #expect(count >= 40)
        #expect(Double(kept.whole) >= 0.9 * Double(count), "\(kept.missing)")
        #expect(kept.share / Double(count) <= 0.33)
        #expect(kept.precision >= 0.4 && kept.recall >= 0.95, "\(kept.precision), \(kept.recall)")
    }

    @Test func wordsOfTheTitlesSayNothingOfASentence() throws {
        let (with, without) = (try kept(besidesTitles: false), try kept(besidesTitles: true))
        #expect(without.precision > with.precision + 0.03 && without.recall >= with.recall)
    }

    @Test func aMessageOfTitleWordsAloneIsComparedByThem() throws {
        let (search, folder) = try search()
        let sauna = try #require(passages.first { $0.title.contains("Using the sauna") })
        let shares = try search.shares(of: "using the sauna", in: sauna.sentences, below: sauna.title)
        #expect(shares[0] > 0 && shares[1] < shares[0])
        #expect(try search.shares(of: "sauna stove", in: ["The sauna.", "A stove."], below: sauna.title)[0] == 0)
        withExtendedLifetime(folder) {}
    }
}
