internal import Frontdesk

/// What became of conversations on their way to examples, as a person reads it.
struct DataReport {
    let explanation: DataExplanation

    func lines(limit: Int) -> [StyledText] {
        explanation.steps.enumerated().flatMap { index, step -> [StyledText] in
            let title: StyledText = "\("\(index + 1). \(step.name)", .strong) \("\(step.does)", .faint)"
            return (index == 0 ? [] : [""]) + [title] + table(step).lines(limit: limit)
        }
    }

    private func table(_ step: DataExplanation.Step) -> Table {
        var table = Table([.init(.right), .init(shrinks: true)], indent: 2)
        for count in step.counts {
            table.rows.append(["\(count.count)", .init(count.what)])
            table.rows += count.examples.map { ["", .init("  \($0)", .faint)] }
        }
        return table
    }
}
