/// How messages that nothing covers are told from the others.
struct OutOfScopePlot {
    private let figures: TestReport.OutOfScope
    private let inScopeAccuracy: Double?
    private let histogram: Metrics.Histogram

    init(_ figures: TestReport.OutOfScope, _ inScopeAccuracy: Double?, _ histogram: Metrics.Histogram) {
        self.figures = figures
        self.inScopeAccuracy = inScopeAccuracy
        self.histogram = histogram
    }

    var section: ReportSection {
        ReportSection("Out of scope", [.figures(tiles), .pictures([picture])])
    }

    private var tiles: [ReportSection.Figure] {
        [
            .init(PlotNumber.decimal(figures.auroc), "AUROC", note: "0.5 is chance"),
            .init(PlotNumber.decimal(figures.aupr), "AUPR"),
            .init(Percent.of(figures.fpr95), "FPR95", note: "0 % is the best"),
            .init(Percent.of(figures.recall), "recall at the threshold"),
        ] + (inScopeAccuracy.map { [.init(Percent.of($0), "in-scope accuracy")] } ?? [])
    }

    private var picture: ReportSection.Picture {
        let plot = BarPlot(
            "Out-of-scope scores",
            summary: "The classifier's score of messages in scope, which should be low, and of those out of scope.",
            x: PlotAxis("out-of-scope score", .share, over: 0...1),
            histogram.panels { $0 == "in_scope" ? ("in scope", .good) : ("out of scope", .bad) },
            mark: figures.threshold.isFinite && (0...1).contains(figures.threshold)
                ? (figures.threshold, "threshold \(Percent.of(figures.threshold))") : nil)
        return .init(plot, numbers: histogram.table("score"))
    }
}
