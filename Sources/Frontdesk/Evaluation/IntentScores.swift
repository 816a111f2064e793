/// How well the intents of labelled messages are told apart: the intent that stands first is the answer.
package struct IntentScores: Sendable {
    package let accuracy: Double
    /// The mean over `classes`.
    package let macroF1: Double
    package let weightedF1: Double
    /// Of every intent that is a label or was taken for one, the weakest first.
    package let classes: [Metrics.ClassScore]
    package let confusion: Confusion

    private static let mostPairs = 20

    /// Scores answers; what is predicted is empty where no intent stands first.
    package init(_ answers: [Confusion.Answer]) {
        let (predicted, truth) = (answers.map(\.predicted), answers.map(\.truth))
        accuracy = Metrics.accuracy(predicted, truth)
        weightedF1 = Metrics.weightedF1(predicted, truth)
        classes = Metrics.classScores(predicted, truth).filter { !$0.intent.isEmpty }
        macroF1 = Metrics.macroF1(classes)
        confusion = Confusion(answers.filter { !$0.predicted.isEmpty })
    }

    /// The messages that are labelled with an intent.
    package var labelled: Int { classes.reduce(0) { $0 + $1.support } }

    /// The intents most often taken for others, 20 pairs at most.
    package var confusedPairs: [Confusion.Pair] { Array(confusion.pairs.prefix(Self.mostPairs)) }

    /// The weakest of the intents that are not always told rightly.
    package func weakest(_ limit: Int) -> [Metrics.ClassScore] {
        Array(classes.filter(\.isWeak).prefix(limit))
    }
}
