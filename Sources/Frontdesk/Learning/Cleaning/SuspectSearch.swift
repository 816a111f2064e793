internal import Foundation
package import Kernels

/// Finds labels that are probably wrong: confident learning (Northcutt, Jiang and Chuang, 2021) on what models say of
/// examples that they had not seen.
package struct SuspectSearch {
    /// An example whose label others speak against.
    package struct Suspect: Sendable, Hashable {
        /// Its place among the examples.
        package let example: Int
        /// The likeliest other intent; nil is none.
        package let proposed: String?
        /// The log odds of its own label against that: below nought the other is likelier.
        package let margin: Double
        /// Whether the other is as likely as it is for examples that are labelled so; never of a label's only example.
        package let isProbable: Bool
    }

    private let trainer: ProbeTrainer
    /// What is found at first spoils the models that look for the others: so they look again without it.
    private static let rounds = 2

    package init(seed: UInt64) {
        trainer = ProbeTrainer(seed: seed)
    }

    /// Every example, the most doubtful first; `embeddings` are (examples, D).
    package func ranked(
        _ examples: [TrainingExample], embeddings: Matrix, progress: (JobProgress) throws -> Void = { _ in }
    ) throws -> [Suspect] {
        try ranked(examples, embeddings: embeddings, settings: nil, progress: progress)
    }

    /// The same with `settings` that were chosen for these examples; nil chooses them, once for all rounds.
    func ranked(
        _ examples: [TrainingExample], embeddings: Matrix, settings: HeadSettings?,
        progress: (JobProgress) throws -> Void = { _ in }
    ) throws -> [Suspect] {
        let data = ProbeData(examples, embeddings: embeddings)
        guard data.table.classes > 1 else { return [] }
        let folds = data.folds(seed: trainer.seed)
        let known = Self.known(folds, data.table)
        var (suspects, settings) = ([Suspect](), settings)
        for _ in 0..<Self.rounds {
            let aside = Set(suspects.lazy.filter(\.isProbable).map(\.example))
            let judging = try judge(data, folds, without: aside, settings, progress)
            suspects = Self.suspects(judging, data, known)
            settings = judging.settings
        }
        return suspects.sorted { ($0.margin, $0.example) < ($1.margin, $1.example) }
    }

    /// The examples whose judges are shown others with the same label: without any, no judge could find it right.
    private static func known(_ folds: [Holdout], _ table: ExampleTable) -> Set<Int> {
        folds.reduce(into: []) { known, fold in
            let present = fold.present(in: table)
            known.formUnion(fold.judged.lazy.filter { present[table.labels[$0]] })
        }
    }

    private func judge(
        _ data: ProbeData, _ folds: [Holdout], without aside: Set<Int>, _ settings: HeadSettings?,
        _ progress: (JobProgress) throws -> Void
    ) throws -> ProbeJudging {
        let folds = folds.map { fold in
            Holdout(
                judged: fold.judged, excluded: fold.excluded.enumerated().map { $1 || aside.contains($0) })
        }
        return try trainer.judge(data, folds: folds, unknown: [], settings: settings, progress)
    }

    private static func suspects(_ judging: ProbeJudging, _ data: ProbeData, _ known: Set<Int>) -> [Suspect] {
        let blend = BlendFitting().fit(judging.folds.flatMap { $0.samples(data) })
        var probabilities = [[Double]](repeating: [], count: data.examples.count)
        for fold in judging.folds {
            for (index, evidence) in zip(fold.judged, fold.evidence) {
                probabilities[index] = blend.probabilities(evidence, present: fold.present)
            }
        }
        let usual = usual(probabilities, data.table)
        return probabilities.indices.map {
            suspect($0, probabilities[$0], usual, data, isKnown: known.contains($0))
        }
    }

    /// How likely each class is, on average, for the examples that are labelled so.
    private static func usual(_ probabilities: [[Double]], _ table: ExampleTable) -> [Double] {
        var (sums, counts) = (
            [Double](repeating: 0, count: table.classes), [Double](repeating: 0, count: table.classes)
        )
        for (label, line) in zip(table.labels, probabilities) {
            sums[label] += line[label]
            counts[label] += 1
        }
        return zip(sums, counts).map { $0 / max($1, 1) }
    }

    private static func suspect(
        _ example: Int, _ line: [Double], _ usual: [Double], _ data: ProbeData, isKnown: Bool
    ) -> Suspect {
        let label = data.table.labels[example]
        let other = line.indices.filter { $0 != label }.max { line[$0] < line[$1] } ?? label
        let margin = log(max(line[label], 1e-12)) - log(max(line[other], 1e-12))
        return Suspect(
            example: example, proposed: other < data.intents.count ? data.intents[other] : nil, margin: margin,
            isProbable: isKnown && margin < 0 && line[other] >= usual[other])
    }
}
