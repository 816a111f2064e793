package import Foundation

/// The page that `test --report` writes.
package struct TestPage: Sendable {
    /// What was measured.
    package struct Subject: Sendable {
        package let bot: String
        package let model: String
        package let files: [String]
        package let made: Date

        package init(bot: String, model: String, files: [String], made: Date) {
            self.bot = bot
            self.model = model
            self.files = files
            self.made = made
        }
    }

    private let subject: Subject
    private let tested: Evaluator.Tested?
    private let retrieval: RetrievalReport?
    private let conversations: [ConversationTest.Outcome]

    package init(
        _ subject: Subject, _ tested: Evaluator.Tested?, _ retrieval: RetrievalReport?,
        _ conversations: [ConversationTest.Outcome]
    ) {
        self.subject = subject
        self.tested = tested
        self.retrieval = retrieval
        self.conversations = conversations
    }

    /// The page, with a section for everything that was measured.
    package var page: ReportPage {
        let made = subject.made.formatted(.iso8601.dateSeparator(.dash).dateTimeSeparator(.space))
        var page = ReportPage(
            "Test of \(subject.bot)",
            facts: [
                ("Made", made), ("Model", subject.model), ("Files", subject.files.joined(separator: ", ")),
            ])
        if let tested { for section in sections(tested) { page.append(section) } }
        if let retrieval { page.append(Self.search(retrieval)) }
        if !conversations.isEmpty { page.append(conversationSection) }
        if tested != nil { page.append(TestGlossary.section) }
        return page
    }

    private func sections(_ tested: Evaluator.Tested) -> [ReportSection] {
        let report = tested.report
        return [
            Self.glance(report), Self.outcomes(report),
            report.riskCoverage.isEmpty ? nil : ConfidencePlots(tested.confidences, of: .reply).section,
            report.labelled > 0 ? IntentPlots(tested.intents).section : nil,
            report.outOfScope.flatMap { figures in
                tested.details.outOfScope.map { OutOfScopePlot(figures, report.inScopeAccuracy, $0).section }
            },
        ].compactMap { $0 }
    }
}

extension TestPage {
    private static func glance(_ report: TestReport) -> ReportSection {
        let routing = report.routing
        var figures: [ReportSection.Figure] = []
        if let automation = report.automation {
            figures.append(.init(Percent.of(automation), "answered rightly without a person"))
        }
        if let wrong = report.wrong { figures.append(.init(Percent.of(wrong), "answered wrongly")) }
        if let accuracy = report.accuracy, let macroF1 = report.macroF1, let weightedF1 = report.weightedF1 {
            let labelled = Count.of(report.labelled, "message")
            figures += [
                .init(Percent.of(accuracy), "accuracy", note: "on \(labelled) with an intent"),
                .init(Percent.of(macroF1), "macro F1", note: "weighted F1 \(Percent.of(weightedF1))"),
            ]
        }
        if let error = report.expectedCalibrationError, let aurc = report.aurc {
            figures += [
                .init(Percent.of(error), "expected calibration error"),
                .init(PlotNumber.decimal(aurc), "area under the risk–coverage curve", note: "0 is the best"),
            ]
        }
        if let outside = report.outOfScope {
            figures.append(
                .init(PlotNumber.decimal(outside.auroc), "out-of-scope AUROC", note: "0.5 is chance, 1 is the best"))
        }
        let seconds = String(format: "%.1f", report.seconds)
        let inScope = Count.of(routing.inScope, "message")
        let counts = "\(inScope) in scope, \(routing.outOfScope) out of scope, in \(seconds) s."
        return ReportSection("At a glance", [.text(counts), .figures(figures)])
    }

    private static func outcomes(_ report: TestReport) -> ReportSection {
        let languages = report.languages.count > 1 ? report.languages.sorted { $0.key < $1.key } : []
        let columns = [("all", report.routing)] + languages.map { ($0.key, $0.value) }
        let rows = RoutingReport.rows(of: columns.map(\.1)).map { name, texts -> [ReportTable.Cell] in
            [.text(name)] + texts.map { .number($0) }
        }
        return ReportSection(
            "What becomes of messages",
            [
                .text("Each message as the first of a conversation, at the thresholds in force."),
                .table(ReportTable(["share of messages"] + columns.map(\.0), rows)),
            ])
    }

    private static func search(_ report: RetrievalReport) -> ReportSection {
        let figures = report.figures.map { name, _, value -> [ReportTable.Cell] in
            [.text(name), .number(PlotNumber.decimal(value))]
        }
        let milliseconds = String(format: "%.1f", report.millisecondsPerQuery)
        return ReportSection(
            "Knowledge search",
            [
                .text(
                    "\(Count.of(report.queries, "query", "queries")), \(milliseconds) ms each, put to the search alone."
                ),
                .table(ReportTable(["measure", "mean over the queries"], figures)),
            ])
    }

    private var conversationSection: ReportSection {
        let failed = conversations.filter { !$0.passed }
        let passed = conversations.count - failed.count
        let all = Count.of(
            conversations.count, "conversation goes as it should", "conversations go as they should")
        let count = ReportSection.Block.text("\(passed) of \(all).")
        guard !failed.isEmpty else { return ReportSection("Conversations", [count]) }
        let rows = failed.map { [ReportTable.Cell.text($0.name), .text($0.failure ?? "")] }
        return ReportSection(
            "Conversations", [count, .table(ReportTable(["conversation", "where it first goes otherwise"], rows))])
    }
}
