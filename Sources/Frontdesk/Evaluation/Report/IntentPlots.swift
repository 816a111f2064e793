/// Which intents are understood worst, and for which they are taken.
struct IntentPlots {
    private let scores: IntentScores

    private static let mostRows = 15
    private static let mostIntents = 24

    init(_ scores: IntentScores) {
        self.scores = scores
    }

    var section: ReportSection {
        let messages = Count.of(scores.labelled, "message")
        let intro = "The intent that stands first, of \(messages) labelled with one."
        guard !scores.confusedPairs.isEmpty else {
            return ReportSection("Intents", [.text(intro), .text("No intent is taken for another.")])
        }
        return ReportSection(
            "Intents",
            [
                .text(intro), .heading("Weakest intents"), .table(weakest), .heading("Most confused pairs"),
                .text("Of each pair the message that the bot was surest of."), .table(pairs), .pictures([matrix]),
            ])
    }

    private var weakest: ReportTable {
        let rows = scores.weakest(Self.mostRows).map { score -> [ReportTable.Cell] in
            [
                .name(score.intent), .share(score.f1), .number(Percent.of(score.precision)),
                .number(Percent.of(score.recall)), .number(String(score.support)),
            ]
        }
        return ReportTable(["intent", "F1", "precision", "recall", "messages"], rows)
    }

    private var pairs: ReportTable {
        let rows = scores.confusedPairs.map { pair -> [ReportTable.Cell] in
            [
                .name(pair.intent), .name(pair.predicted), .number(String(pair.messages)), .words(pair.example),
                .name(pair.location?.description ?? ""),
            ]
        }
        return ReportTable(["labelled", "understood as", "messages", "example", "place"], rows)
    }

    private var matrix: ReportSection.Picture {
        let (names, counts) = scores.confusion.mostConfused(limit: Self.mostIntents)
        let left = scores.confusion.intents.count - names.count
        let others = left > 0 ? " Left out: \(Count.of(left, "intent")) confused less or not at all." : ""
        let plot = MatrixPlot(
            "Confusion matrix",
            summary:
                "Blue is right, orange is taken for another; the fuller the colour, the larger the share of the row.\(others)",
            names: names, counts: counts, rows: "labelled", columns: "understood as")
        let rows = names.indices.flatMap { row in
            names.indices.filter { counts[row][$0] > 0 }.map { column -> [ReportTable.Cell] in
                [.name(names[row]), .name(names[column]), .number(String(counts[row][column]))]
            }
        }
        return .init(plot, numbers: ReportTable(["labelled", "understood as", "messages"], rows))
    }
}
