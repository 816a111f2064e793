/// How a training went: the loss at each step, and what each epoch brought on held-out examples.
package struct LossCurve: Sendable {
    /// One update of the parameters.
    package struct Step: Sendable, Hashable {
        let step: Int
        let loss: Double

        package init(_ step: Int, loss: Double) {
            self.step = step
            self.loss = loss
        }
    }

    /// One pass over the training set.
    package struct Epoch: Sendable, Hashable {
        let epoch: Int
        /// The last step of the pass.
        let step: Int
        let heldOutLoss: Double
        let heldOutAccuracy: Double

        package init(_ epoch: Int, step: Int, heldOutLoss: Double, heldOutAccuracy: Double) {
            self.epoch = epoch
            self.step = step
            self.heldOutLoss = heldOutLoss
            self.heldOutAccuracy = heldOutAccuracy
        }
    }

    /// Which training it was, where there are several; else empty.
    private let name: String
    private let steps: [Step]
    private let epochs: [Epoch]

    /// A line of more points shows no more.
    private static let mostPoints = 150

    package init(_ name: String = "", steps: [Step], epochs: [Epoch] = []) {
        self.name = name
        self.steps = steps
        self.epochs = epochs
    }

    /// The section of a report: the losses, and the accuracy, over the steps.
    package var section: ReportSection {
        ReportSection("Training", [.pictures(pictures)])
    }

    /// The losses, and the accuracy where it was measured.
    var pictures: [ReportSection.Picture] { epochs.isEmpty ? [losses] : [losses, accuracy] }

    /// The same figures by name and step.
    package var scalars: [ReportScalar] {
        let prefix = name.isEmpty ? "" : name.replacing(" ", with: "_") + "."
        return steps.map { ReportScalar(prefix + "training_loss", step: $0.step, $0.loss) }
            + epochs.map { ReportScalar(prefix + "held_out_loss", step: $0.step, $0.heldOutLoss) }
            + epochs.map { ReportScalar(prefix + "held_out_accuracy", step: $0.step, $0.heldOutAccuracy) }
    }

    private var x: PlotAxis {
        PlotAxis("step", .count, over: 0...Double(max(steps.last?.step ?? 0, epochs.last?.step ?? 0, 1)))
    }

    private var losses: ReportSection.Picture {
        let training = means.map { LinePlot.Series.Point($0.step, $0.loss) }
        let heldOut = epochs.map { LinePlot.Series.Point(Double($0.step), $0.heldOutLoss) }
        let isMean = steps.count > Self.mostPoints
        let lines = [
            LinePlot.Series(isMean ? "training (means of neighbouring steps)" : "training", .good, training),
            LinePlot.Series("held out", .bad, heldOut),
        ].filter { !$0.points.isEmpty }
        let plot = LinePlot(
            title("Loss"),
            summary: epochs.isEmpty
                ? "The loss of each step's messages before it learns from them: training is well when it falls and levels off."
                : "Training is well when both lines fall; where held out rises while training falls, it learns by heart.",
            x: x, y: PlotAxis("loss (nats)", .number, holding: (training + heldOut).map(\.y)), lines)
        return .init(plot, numbers: epochs.isEmpty ? stepTable : epochTable)
    }

    private func title(_ what: String) -> String { name.isEmpty ? what : "\(what), \(name)" }

    private var accuracy: ReportSection.Picture {
        let points = epochs.map { LinePlot.Series.Point(Double($0.step), $0.heldOutAccuracy) }
        let plot = LinePlot(
            title("Accuracy on held-out examples"),
            summary: "The share of held-out examples understood rightly after each epoch.",
            x: x, y: PlotAxis("accuracy", .share, holding: points.map(\.y), fromZero: false),
            [.init("held out", .bad, points)])
        return .init(plot, numbers: epochTable)
    }

    private var epochTable: ReportTable {
        var first = 0
        return ReportTable(
            ["epoch", "step", "training loss", "held-out loss", "held-out accuracy"],
            epochs.map { epoch in
                let own = steps.filter { $0.step > first && $0.step <= epoch.step }
                first = epoch.step
                return [
                    .text(String(epoch.epoch)), .number(String(epoch.step)),
                    .number(own.isEmpty ? "" : PlotNumber.decimal(Self.mean(own))),
                    .number(PlotNumber.decimal(epoch.heldOutLoss)), .number(Percent.of(epoch.heldOutAccuracy)),
                ]
            })
    }

    private var stepTable: ReportTable {
        ReportTable(
            ["step", "training loss"],
            means.map { [.text(PlotNumber.of($0.step, .count)), .number(PlotNumber.decimal($0.loss))] })
    }

    /// The training loss, neighbouring steps taken together where there are many.
    private var means: [(step: Double, loss: Double)] {
        let size = max(1, (steps.count + Self.mostPoints - 1) / Self.mostPoints)
        return stride(from: 0, to: steps.count, by: size).map { start in
            let group = Array(steps[start..<min(start + size, steps.count)])
            return (group.reduce(0) { $0 + Double($1.step) } / Double(group.count), Self.mean(group))
        }
    }

    private static func mean(_ steps: [Step]) -> Double {
        steps.reduce(0) { $0 + $1.loss } / Double(steps.count)
    }
}
