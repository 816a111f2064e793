/// What confidence is worth: how it spreads, whether it is kept, and what it buys.
struct ConfidencePlots {
    /// Whose confidence it is.
    enum Subject: String {
        case reply = "replies"
        case intent = "intents"

        fileprivate var meaning: String {
            switch self {
            case .reply:
                """
                The likeliest reply to each message in scope, whether an answer template or a knowledge entry, and the \
                probability that the bot gives it.
                """
            case .intent:
                """
                The intent that stands first for each message, and the probability that the classifier gives it, \
                before knowledge is weighed against it.
                """
            }
        }
    }

    private let scores: ConfidenceScores
    private let subject: Subject

    init(_ scores: ConfidenceScores, of subject: Subject) {
        self.scores = scores
        self.subject = subject
    }

    var section: ReportSection {
        ReportSection(
            "Confidence",
            [
                .text(subject.meaning), .figures(figures), .pictures([histogram, reliability, riskCoverage]),
            ])
    }

    private var figures: [ReportSection.Figure] {
        scores.coverages.map { share, accuracy in
            .init(Percent.of(accuracy), "right among the surest \(share) %")
        }
    }

    private var histogram: ReportSection.Picture {
        let plot = BarPlot(
            "Confidence of right and wrong \(subject.rawValue)",
            summary:
                "Good where right \(subject.rawValue) stand to the right and wrong ones to the left. Each part has its own height.",
            x: PlotAxis("confidence", .share, over: 0...1),
            scores.histogram.panels { name in ("\(name) \(subject.rawValue)", name == "right" ? .good : .bad) })
        return .init(plot, numbers: scores.histogram.table("confidence"))
    }

    private var reliability: ReportSection.Picture {
        let bins = scores.reliability.filter { $0.messages > 0 }
        let bars = bins.map { bin in
            BarPlot.Bar(
                bin.low...bin.high, bin.accuracy ?? 0, interval: Metrics.interval(bin.right, of: bin.messages),
                note: "\(bin.right) of \(bin.messages) right at a confidence of \(Percent.of(bin.confidence ?? 0))")
        }
        let plot = BarPlot(
            "Reliability",
            summary: """
                Bars on the dashed line keep what the confidence promises; below it the bot is too sure. Whiskers show \
                what chance allows (95 %).
                """,
            x: PlotAxis("confidence", .share, over: 0...1),
            [.init("share of right \(subject.rawValue)", .good, y: PlotAxis("", .share, over: 0...1), bars)],
            hasDiagonal: true)
        let rows = bins.map { bin -> [ReportTable.Cell] in
            [
                .text(Self.range(bin.low, bin.high)), .number(String(bin.messages)),
                .number(Percent.of(bin.confidence ?? 0)), .number(Percent.of(bin.accuracy ?? 0)),
            ]
        }
        return .init(plot, numbers: ReportTable(["confidence", "messages", "mean confidence", "right"], rows))
    }

    private var riskCoverage: ReportSection.Picture {
        let curve = scores.riskCoverage
        let all = curve.last?.risk ?? 0
        let plot = LinePlot(
            "Risk and coverage",
            summary:
                "What share would be wrong if only the surest messages were answered: the lower the line, the better.",
            x: PlotAxis("coverage: share of messages answered, the surest first", .share, over: 0...1),
            y: PlotAxis("wrong among those answered", .share, holding: curve.map(\.risk)),
            [
                .init("by confidence", .good, curve.map { .init($0.coverage, $0.risk) }),
                .init("in any order", .quiet, isDashed: true, [.init(0, all), .init(1, all)]),
            ])
        let rows = curve.map { point -> [ReportTable.Cell] in
            [
                .text(Percent.of(point.coverage)), .number(Percent.of(point.risk)),
                .number(Percent.of(point.threshold)),
            ]
        }
        return .init(plot, numbers: ReportTable(["coverage", "wrong", "least confidence"], rows))
    }

    static func range(_ low: Double, _ high: Double) -> String {
        let axis = PlotAxis("", .share, over: 0...(high - low) * 5)
        return "\(axis.label(low)) – \(axis.label(high))"
    }
}

extension Metrics.Histogram {
    /// Each group in a part of its own.
    func panels(_ style: (String) -> (name: String, tone: PlotTone)) -> [BarPlot.Panel] {
        series.map { group in
            let (name, tone) = style(group.name)
            let total = group.counts.reduce(0, +)
            let bars = group.counts.indices.map { bin in
                BarPlot.Bar(
                    edges[bin]...edges[bin + 1], Double(group.counts[bin]),
                    note: "\(group.counts[bin]) of \(total) at \(ConfidencePlots.range(edges[bin], edges[bin + 1]))")
            }
            return BarPlot.Panel(
                "\(name) (\(Count.of(total, "message")))", tone,
                y: PlotAxis("messages", .count, holding: group.counts.map(Double.init)), bars)
        }
    }

    /// The bins that hold anything.
    func table(_ what: String) -> ReportTable {
        let filled = edges.indices.dropLast().filter { bin in series.contains { $0.counts[bin] > 0 } }
        return ReportTable(
            [what] + series.map { $0.name.replacing("_", with: " ") },
            filled.map { bin in
                [.text(ConfidencePlots.range(edges[bin], edges[bin + 1]))]
                    + series.map { .number(String($0.counts[bin])) }
            })
    }
}
