internal import Foundation
internal import Frontdesk
internal import Kernels

/// Trains the recipe `probe` on one file and measures it on others; embeddings come from files.
///
///     ClassifierBenchmark DATA EMBEDDINGS banking77/train banking77/test [clinc150/oos_test …]
///
/// The texts of DATA/banking77/train.jsonl have theirs in EMBEDDINGS/banking77_train.f32: what `VectorBenchmark embed`
/// makes of these texts, one a line.
///
/// Messages whose intent is `oos` or missing are out of scope, and so is each whose intent was not trained.
@main
struct ClassifierBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 4 else {
            print("usage: ClassifierBenchmark DATA EMBEDDINGS TRAIN TEST…")
            exit(64)
        }
        let data = URL(filePath: arguments[0])
        let folder = URL(filePath: arguments[1])
        let train = try LabelledMessages(arguments[2], data: data, embeddings: folder)
        let tests = try arguments[3...].map { try LabelledMessages($0, data: data, embeddings: folder) }
        let start = ContinuousClock.now
        let training = try ProbeTrainer(seed: 7).train(train.examples, embeddings: train.embeddings) { progress in
            FileHandle.standardError.write(Data("\(progress.step) \(progress.done)/\(progress.total)\n".utf8))
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        print("train \(arguments[2]): \(train.texts.count) examples, \(format(seconds, 2)) s, \(training.summary)")
        report("out of fold", train, training.outOfFold.compactMap { $0 }, training.classifier)
        var rankings: [[Ranking]] = []
        for (name, test) in zip(arguments[3...], tests) {
            let start = ContinuousClock.now
            rankings.append(
                test.texts.enumerated().map {
                    training.classifier.rank($1, embedding: test.embeddings[row: $0])
                })
            let each = start.duration(to: .now) / .microseconds(1) / Double(max(test.texts.count, 1))
            report(name, test, rankings[rankings.count - 1], training.classifier)
            print("  \(format(each, 0)) µs a message")
        }
        reportOutOfScope(tests, rankings, training.classifier)
    }

    private static func report(
        _ name: String, _ messages: LabelledMessages, _ rankings: [Ranking], _ classifier: IntentClassifier
    ) {
        let pairs = zip(messages.intents, rankings).compactMap { intent, ranking in intent.map { ($0, ranking) } }
        guard !pairs.isEmpty else { return }
        let truth = pairs.map(\.0)
        let predicted = pairs.map { $0.1.candidates.first?.intent ?? "" }
        let confidences = pairs.map { $0.1.candidates.first?.confidence ?? 0 }
        let right = zip(truth, predicted).map { $0 == $1 }
        let outcomes = zip(confidences, right).map {
            Metrics.Outcome(confidence: $0, isRight: $1, isInScope: true)
        }
        let rejected = pairs.count { $0.1.outOfScope >= classifier.outOfScopeThreshold }
        print(
            "\(name): accuracy \(percent(Metrics.accuracy(predicted, truth))), macro F1",
            "\(percent(Metrics.macroF1(predicted, truth))), calibration error",
            "\(percent(Metrics.expectedCalibrationError(confidences, right: right))), automation at 3 % wrong",
            "\(percent(Metrics.automation(outcomes).automation)), rejected",
            "\(percent(Double(rejected) / Double(pairs.count)))")
    }

    private static func reportOutOfScope(
        _ tests: [LabelledMessages], _ rankings: [[Ranking]], _ classifier: IntentClassifier
    ) {
        let known = Set(classifier.intents)
        let truth = tests.flatMap(\.intents)
        let all = rankings.flatMap { $0 }
        let isOutside = truth.map { intent in intent.map { !known.contains($0) } ?? true }
        guard let found = Metrics.detection(all.map(\.outOfScope), isPositive: isOutside) else { return }
        let recall = Metrics.recall(
            all.map(\.outOfScope), isPositive: isOutside, threshold: classifier.outOfScopeThreshold)
        print(
            "out of scope: auroc \(percent(found.auroc)), aupr \(percent(found.aupr)), fpr95 \(percent(found.fpr95)),",
            "recall \(percent(recall)) at threshold \(format(classifier.outOfScopeThreshold, 4))")
        let outcomes = zip(zip(truth, isOutside), all).map { pair, ranking in
            Metrics.Outcome(
                confidence: ranking.candidates.first?.confidence ?? 0,
                isRight: ranking.candidates.first?.intent == pair.0, isInScope: !pair.1)
        }
        let automation = Metrics.automation(outcomes)
        print("with out of scope at one in ten: automation at 3 % wrong \(percent(automation.automation))")
        let errors = outcomes.filter { !$0.isInScope }.count
        print("  \(errors) messages out of scope")
    }

    private static func percent(_ share: Double) -> String { format(share * 100, 2) + " %" }

    private static func format(_ number: Double, _ digits: Int) -> String {
        number.formatted(.number.precision(.fractionLength(digits)).grouping(.never))
    }
}
