import Foundation
import Frontdesk
import Kernels
import Testing

@Suite("Labels that are probably wrong")
struct SuspectSearchTests {
    /// Sixty messages of three intents, whose embeddings and words tell them apart; of `wrong` the label is another.
    private static func examples(wrong: Set<Int>) -> ([TrainingExample], Matrix) {
        let intents = ["paying", "sending", "returning"]
        let words = [["card", "invoice", "price"], ["parcel", "courier", "address"], ["refund", "label", "damaged"]]
        var values: [Float] = []
        let examples = (0..<60).map { index in
            let kind = index % 3
            var row = [Float](repeating: 0.05 * Float(index % 7), count: 4)
            row[kind] = 1
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            values += row.map { $0 / length }
            let label = wrong.contains(index) ? intents[(kind + 1) % 3] : intents[kind]
            return TrainingExample(
                text: "about the \(words[kind][index / 3 % 3]) number \(index)", intent: label, provenance: .confirmed,
                conversation: "c\(index)")
        }
        return (examples, Matrix(rows: 60, columns: 4, values: values))
    }

    @Test("Wrong labels stand first, with the intent that is right")
    func ranked() throws {
        let wrong: Set = [4, 17, 30, 45]
        let (examples, embeddings) = Self.examples(wrong: wrong)
        let ranked = try SuspectSearch(seed: 1).ranked(examples, embeddings: embeddings)
        #expect(ranked.count == 60)
        #expect(Set(ranked.prefix(4).map(\.example)) == wrong)
        #expect(ranked.prefix(4).count(where: \.isProbable) == 4)
        let intents = ["paying", "sending", "returning"]
        for suspect in ranked.prefix(4) { #expect(suspect.proposed == intents[suspect.example % 3]) }
        #expect(try SuspectSearch(seed: 1).ranked(examples, embeddings: embeddings) == ranked)
    }

    @Test("The only example of an intent is not wrong for want of others")
    func only() throws {
        let (examples, embeddings) = Self.examples(wrong: [])
        let one = TrainingExample(
            text: "about the card number 60", intent: "repairing", provenance: .corrected, conversation: "c60")
        let rows = Matrix(rows: 61, columns: 4, values: embeddings.values + [1, 0, 0, 0])
        let ranked = try SuspectSearch(seed: 1).ranked(examples + [one], embeddings: rows)
        #expect(ranked.count == 61)
        let found = try #require(ranked.first { $0.example == 60 })
        #expect(!found.isProbable)
    }

    @Test("Where all labels are right, none is probably wrong")
    func clean() throws {
        let (examples, embeddings) = Self.examples(wrong: [])
        #expect(try !SuspectSearch(seed: 1).ranked(examples, embeddings: embeddings).contains(where: \.isProbable))
    }
}
