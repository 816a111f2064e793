internal import Kernels

/// The evidence of a holdout's messages, by heads that did not see them.
struct HeldOut: Sendable {
    let judged: [Int]
    let evidence: [Evidence]
    /// The classes that the heads know.
    let present: [Bool]

    /// `data` are the messages as the holdout's heads see them.
    init(_ holdout: Holdout, _ heads: ProbeHeads, _ data: ProbeData) {
        let judged = holdout.judged
        let seen = data.messages(judged, excluded: holdout.excluded)
        let chunk = 256
        evidence = stride(from: 0, to: judged.count, by: chunk).flatMap { start in
            let places = start..<min(start + chunk, judged.count)
            return heads.evidence(
                Array(seen[places]), embeddings: data.embeddings.rows(Array(judged[places])),
                besideExamples: data.embeddings, in: data.table, excluded: holdout.excluded)
        }
        present = holdout.present(in: data.table)
        self.judged = judged
    }
}

extension HeldOut {
    /// What the blend is fitted on: messages of classes that the heads know.
    func samples(_ data: ProbeData) -> [BlendFitting.Sample] {
        zip(judged, evidence).filter { present[data.table.labels[$0.0]] }.map { index, evidence in
            BlendFitting.Sample(evidence: evidence, present: present, label: data.table.labels[index])
        }
    }
}

/// What the trainer hands back: the classifier, and how it ranked what it had not seen.
package struct ProbeTraining: Sendable {
    package let classifier: IntentClassifier
    /// One for each example in the order given, by heads that saw none of its group; without nearest examples.
    ///
    /// Nil for an example that no fold was judged on.
    package let outOfFold: [Ranking?]
    /// Examples ranked by heads that know none of their intent's examples: stand-ins for what is out of scope.
    package let standIns: [(example: Int, ranking: Ranking)]
    /// The settings that cross-validation chose.
    let settings: HeadSettings

    init(
        _ classifier: IntentClassifier, _ settings: HeadSettings, _ folds: [HeldOut], unknown: [HeldOut],
        examples: Int
    ) {
        var rankings: [Int: Ranking] = [:]
        for fold in folds {
            for (index, evidence) in zip(fold.judged, fold.evidence) {
                rankings[index] = classifier.ranking(evidence, present: fold.present)
            }
        }
        standIns = unknown.flatMap { holdout in
            zip(holdout.judged, holdout.evidence).compactMap { index, evidence in
                index < examples ? (index, classifier.ranking(evidence, present: holdout.present)) : nil
            }
        }
        outOfFold = (0..<examples).map { rankings[$0] }
        self.classifier = classifier
        self.settings = settings
    }
}

extension IntentClassifier {
    fileprivate func ranking(_ evidence: Evidence, present: [Bool]) -> Ranking {
        let judged = calibration.judge(evidence, present: present, intents: intents.count)
        return ranking(
            Dictionary(uniqueKeysWithValues: zip(intents, judged.confidences)), judged.outOfScope, evidence)
    }
}

extension ProbeTraining {
    /// What was chosen, in one line for experiments.
    package var summary: String {
        let blend = classifier.calibration.blend
        func list(_ weights: [Double]) -> String {
            weights.map { String(($0 * 100).rounded() / 100) }.joined(separator: " ")
        }
        return
            "strength \(settings.strength), penalty \(settings.penalty), blend for words \(list(blend.words)), for characters \(list(blend.characters))"
    }
}
