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
            zip(holdout.judged, holdout.evidence).map { index, evidence in
                (index, classifier.ranking(evidence, present: holdout.present))
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
