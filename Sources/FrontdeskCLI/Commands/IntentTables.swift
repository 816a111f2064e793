internal import Frontdesk

/// The weakest intents and the most confused pairs, in columns.
struct IntentTables {
    private let scores: [Metrics.ClassScore]
    private let pairs: [Confusion.Pair]

    /// At most so many rows of each, of scores and pairs that begin with the worst.
    init(_ scores: [Metrics.ClassScore], _ pairs: [Confusion.Pair], rows: Int) {
        self.scores = Array(scores.filter(\.isWeak).prefix(rows))
        self.pairs = Array(pairs.prefix(rows))
    }

    func lines(limit: Int) -> [StyledText] {
        [weakest, confused].compactMap { $0 }.flatMap { $0.lines(limit: limit) }
    }

    private var weakest: Table? {
        guard !scores.isEmpty else { return nil }
        var table = Table([.init()] + [Table.Column](repeating: .init(.right), count: 4), indent: 2)
        let heads = ["weakest intents", "F1", "precision", "recall", "messages"]
        table.rows = [[.init("")], heads.map { .init($0, .faint) }]
        table.rows += scores.map { score in
            [.init(score.intent)] + [score.f1, score.precision, score.recall].map { .init(Percent.of($0)) }
                + [.init(String(score.support))]
        }
        return table
    }

    private var confused: Table? {
        guard !pairs.isEmpty else { return nil }
        var table = Table([.init(), .init(), .init(.right), .init(shrinks: true)], indent: 2)
        table.rows = [
            ["", "", "", ""], ["labelled", "understood as", "messages", "example"].map { .init($0, .faint) },
        ]
        table.rows += pairs.map { pair in
            [.init(pair.intent), .init(pair.predicted), .init(String(pair.messages)), .words(pair.example)]
        }
        return table
    }
}
