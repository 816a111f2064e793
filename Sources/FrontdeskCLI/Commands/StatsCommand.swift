internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk stats`
struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show what happened: how many messages came, and what became of them.",
        discussion: """
            A message counts as asked again if its reply tells the same as one of the two replies before it had told \
            already. Weeks begin on Monday; models are compared before and after each promotion. --questions shows what \
            customers wrote and got no answer to, the most frequent first, without mail addresses and numbers. --report \
            writes report.html, a page with plots that needs nothing else, and its figures as report.json and scalars.csv.
            """)

    @OptionGroup var time: TimeOptions

    @Flag(help: "Show the questions that got no answer.")
    var questions = false

    @Option(help: ArgumentHelp("Write a page with plots, and its figures, into that folder.", valueName: "dir"))
    var report: String?

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = try options.existing()
        let folder = try report.map { try ReportFolder(URL(fileURLWithPath: $0, isDirectory: true), named: $0) }
        let statistics = try StatisticsReport(bot, Store(folder: bot.state), time)
        let json = StatisticsJSON(statistics, time, showsQuestions: questions)
        if let folder { try write(statistics, json, to: folder) }
        if options.json { return try console.print(json: json) }
        for line in lines(statistics, limit: console.columns) { try console.print(line) }
    }

    private func lines(_ report: StatisticsReport, limit: Int) -> [StyledText] {
        let statistics = report.statistics
        guard statistics.turns == 0 else {
            return StatisticsTables(report, showsQuestions: questions, limit: limit).lines
        }
        let imported = statistics.importedConversations
        let rest = imported > 0 ? "; \(Count.of(imported, "conversation")) came in with logs" : ""
        return [StyledText("Nothing was said\(time.isAll ? " yet" : " in this time")\(rest).")]
    }

    private func write(_ report: StatisticsReport, _ json: StatisticsJSON, to folder: ReportFolder) throws {
        let page = StatisticsPage(
            bot: options.folder.standardizedFileURL.lastPathComponent, range: time.words, made: Date(),
            report.statistics, questions: report.questions)
        try folder.write(page.page, numbers: json, scalars: ReportScalar.all(in: json) + report.scalars)
    }
}
