import Frontdesk
import Kernels
import Testing

@Suite("Topics of vectors")
struct TopicClusteringTests {
    /// 240 vectors around six axes in turn, each a little beside its axis.
    private static let vectors: Matrix = {
        let rows = (0..<240).map { index -> [Float] in
            var row = (0..<8).map { Float((index * 7 + $0 * 13) % 11) / 100 }
            row[index % 6] += 1
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / length }
        }
        return Matrix(rows: 240, columns: 8, values: rows.flatMap(\.self))
    }()
    private static let unknown = [Int?](repeating: nil, count: 240)

    @Test("Topics are found with their number given, and with known labels", arguments: [false, true])
    func topics(isGuided: Bool) {
        let labels = (0..<240).map { isGuided && $0 < 60 && $0 % 6 < 2 ? $0 % 6 : nil }
        let found = TopicClustering(Self.vectors, labels: labels, count: 6, seed: 1)
        #expect(Set(found.members).count == 6)
        for index in 0..<240 { #expect(found.members[index] == found.members[index % 6]) }
        #expect(TopicClustering(Self.vectors, labels: labels, count: 6, seed: 1).members == found.members)
    }

    @Test("Without a number, no topic holds what does not belong together")
    func estimate() {
        let found = TopicClustering(Self.vectors, labels: Self.unknown, count: nil, seed: 1)
        for topic in Set(found.members) {
            #expect(Set((0..<240).filter { found.members[$0] == topic }.map { $0 % 6 }).count == 1)
        }
    }

    @Test("No messages have no topics, one has one")
    func few() {
        let none = Matrix(rows: 0, columns: 8)
        #expect(TopicClustering(none, labels: [], count: nil, seed: 1).members.isEmpty)
        let one = Matrix(rows: 1, columns: 2, values: [1, 0])
        #expect(TopicClustering(one, labels: [nil], count: nil, seed: 1).members == [0])
        #expect(TopicClustering(one, labels: [0], count: 5, seed: 1).members == [0])
    }

    @Test("Small groups of two known intents never merge")
    func apart() {
        // Two intents along the same axis: their distance alone would make one group of them.
        let labels = (0..<240).map { $0 % 6 == 0 ? ($0 % 11 < 5 ? 0 : 1) : nil }
        let micro = MicroClusters(Self.vectors, labels: labels, seed: 1)
        let free = MicroClusters(Self.vectors, labels: Self.unknown, seed: 1)
        #expect(Set(free.groups(1)).count == 1)
        #expect(Set(micro.groups(1)).count == 2)
    }

    @Test(
        "What says who speaks is not compared",
        arguments: [
            ("@shop where is my parcel? https://t.co/a1b2", "where is my parcel?"),
            ("__company__ my flight is late *ABC", "my flight is late"),
            ("Hi Anna, the kettle leaks 1/2", "the kettle leaks"),
            ("hello there where is it", "where is it"),
            ("where is my parcel", "where is my parcel"),
            ("https://t.co/a1b2", "https://t.co/a1b2"),
            ("包裹在哪里？", "包裹在哪里？"),
        ])
    func cleaning(text: String, cleaned: String) {
        #expect(LogMessage.cleaned(text) == cleaned)
    }
}
