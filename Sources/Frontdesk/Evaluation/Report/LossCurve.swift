/// How a training went: the loss of each step's messages, before it learns from them.
package struct LossCurve: Sendable {
    /// Which training it was.
    private let name: String
    private let losses: [Double]

    /// A line of more points shows no more.
    private static let mostPoints = 150

    package init(_ name: String, losses: [Double]) {
        self.name = name
        self.losses = losses
    }

    /// The losses over the steps.
    package var picture: ReportSection.Picture {
        let means = means
        let plot = LinePlot(
            "Loss, \(name)",
            summary:
                "The loss of each step's messages before it learns from them: training is well when it falls and levels off.",
            x: PlotAxis("step", .count, over: 0...Double(max(losses.count, 1))),
            y: PlotAxis("loss (nats)", .number, holding: means.map(\.loss)),
            [
                LinePlot.Series(
                    losses.count > Self.mostPoints ? "training (means of neighbouring steps)" : "training", .good,
                    means.map { LinePlot.Series.Point($0.step, $0.loss) })
            ])
        let table = ReportTable(
            ["step", "training loss"],
            means.map { [.text(PlotNumber.of($0.step, .count)), .number(PlotNumber.decimal($0.loss))] })
        return .init(plot, numbers: table)
    }

    /// The same figures by name and step.
    package var scalars: [ReportScalar] {
        losses.enumerated().map {
            ReportScalar("\(name.replacing(" ", with: "_")).training_loss", step: $0 + 1, $1)
        }
    }

    /// The loss, neighbouring steps taken together where there are many; steps count from 1.
    private var means: [(step: Double, loss: Double)] {
        let size = max(1, (losses.count + Self.mostPoints - 1) / Self.mostPoints)
        return stride(from: 0, to: losses.count, by: size).map { start in
            let group = losses[start..<min(start + size, losses.count)]
            return (Double(start) + Double(group.count + 1) / 2, group.reduce(0, +) / Double(group.count))
        }
    }
}
