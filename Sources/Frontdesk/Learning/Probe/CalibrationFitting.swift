internal import Foundation
internal import Kernels

/// Fits blend, confidence and out-of-scope probability to messages that the heads had not seen.
struct CalibrationFitting {
    let data: ProbeData
    let outOfScopeShare: Double
    let rejectionCap: Double
    /// The heads trained on everything, and what was chosen for them.
    let heads: ProbeHeads
    let settings: HeadSettings

    /// One held-out message: what the heads say, and the intent it has (nil where none covers it).
    private struct Observation {
        let evidence: Evidence
        let present: [Bool]
        let label: Int?
        let weight: Double
    }

    /// `unknown` are messages of intents that the heads were not shown.
    func fit(inScope: [HeldOut], unknown: [HeldOut]) -> Calibration {
        let known = inScope.flatMap { $0.samples(data) }
        let blend = BlendFitting().fit(known)
        return calibrate(blend, observations(known, unknown))
    }

    /// Messages out of scope weigh their share of the traffic; stand-ins and background share that evenly.
    private func observations(_ known: [BlendFitting.Sample], _ unknown: [HeldOut]) -> [Observation] {
        let covered = known.filter { $0.label < data.table.intents }
        let background = known.filter { $0.label == data.table.intents }
        let standIns = unknown.flatMap { part in part.evidence.map { ($0, part.present) } }
        let share = outOfScopeShare / (1 - outOfScopeShare) * Double(max(covered.count, 1))
        let kinds = [background.count, standIns.count].count { $0 > 1 }
        let each = share / Double(max(kinds, 1))
        let void = heads.evidence(
            [(MessageFacts(NormalizedText(""), coverage: 0), NgramIndex.Vector())],
            embeddings: Matrix(rows: 1, columns: data.embeddings.columns), besideExamples: data.embeddings,
            in: data.table,
            excluded: data.table.labels.map { _ in false })
        let everyClass = [Bool](repeating: true, count: data.table.classes)
        return covered.map { Observation(evidence: $0.evidence, present: $0.present, label: $0.label, weight: 1) }
            + background.map {
                Observation(
                    evidence: $0.evidence, present: $0.present, label: nil, weight: each / Double(background.count))
            }
            + standIns.map {
                Observation(evidence: $0, present: $1, label: nil, weight: each / Double(standIns.count))
            }
            // A message that is like nothing: without it a bot of one intent would know no other answer.
            + void.map {
                Observation(evidence: $0, present: everyClass, label: nil, weight: kinds == 0 ? max(share, 1) : 0.5)
            }
    }

    /// How far the out-of-scope model is shrunk for each message that it learns from: the intents that stand in are few,
    /// and what is asked beside the point is not like them in all respects.
    private static let caution = 0.04

    private func calibrate(_ blend: Blend, _ observations: [Observation]) -> Calibration {
        let features = observations.map {
            ConfidenceFeatures($0.evidence, blend: blend, present: $0.present, intents: data.table.intents)
        }
        func samples(_ isPositive: (Int) -> Bool) -> [LogisticModel.Sample] {
            observations.indices.map {
                LogisticModel.Sample(
                    features: features[$0].values, isPositive: isPositive($0), weight: observations[$0].weight)
            }
        }
        let right = samples { observations[$0].label == features[$0].first }
        let outside = samples { observations[$0].label == nil }
        let outOfScope = LogisticModel.fit(
            outside, features: ConfidenceFeatures.count,
            using: ConfidenceFeatures.places(
                of: ConfidenceFeatures.outOfScope(hasBackground: data.table.hasBackground)),
            shrinkage: max(Self.caution * observations.reduce(0) { $0 + $1.weight }, 1))
        return Calibration(
            blend: blend, right: LogisticModel.fit(right, features: ConfidenceFeatures.count, shrinkage: 1),
            outOfScope: outOfScope, nearestRight: nearestRight(blend, observations),
            outOfScopeThreshold: threshold(outside, outOfScope), settings: settings)
    }

    /// How far the nearest example's intent can be trusted, by the embedding's and the n-grams' votes together.
    private func nearestRight(_ blend: Blend, _ observations: [Observation]) -> LogisticModel {
        let samples = observations.map { observation in
            let evidence = observation.evidence
            let share = blend.embeddingShare(for: evidence.facts)
            let nearest = (0..<data.table.intents).max { left, right in
                vote(left, evidence, share) < vote(right, evidence, share)
            }
            let similarity = share * evidence.similarity + (1 - share) * evidence.ngramSimilarity
            return LogisticModel.Sample(
                features: Calibration.nearestFeatures(similarity: similarity, facts: evidence.facts),
                isPositive: observation.label != nil && observation.label == nearest, weight: observation.weight)
        }
        return LogisticModel.fit(samples, features: 3, shrinkage: 1)
    }

    private func vote(_ target: Int, _ evidence: Evidence, _ share: Float) -> Float {
        share * evidence[.nearest, target] + (1 - share) * evidence[.nearestNgrams, target]
    }

    /// The threshold that tells the two kinds apart best while it rejects at most the cap's share of those in scope.
    private func threshold(_ samples: [LogisticModel.Sample], _ model: LogisticModel) -> Double {
        let inside = samples.filter { !$0.isPositive }.map { model.probability($0.features) }.sorted()
        let outside = samples.filter(\.isPositive).map { (model.probability($0.features), $0.weight) }
        guard !inside.isEmpty else { return 0.5 }
        let least = inside[min(Int(Double(inside.count) * (1 - rejectionCap)), inside.count - 1)]
        let total = outside.reduce(0) { $0 + $1.1 }
        let candidates = Set(outside.map(\.0).filter { $0 > least } + [least.nextUp]).sorted()
        var best = (threshold: least.nextUp, gain: -Double.infinity)
        // Two hundred places along the sorted scores are as good as all.
        for index in stride(from: 0, to: candidates.count, by: max(candidates.count / 200, 1)) {
            let threshold = candidates[index]
            let caught = outside.reduce(0) { $0 + ($1.0 >= threshold ? $1.1 : 0) } / max(total, 1e-9)
            let rejected = Double(inside.count { $0 >= threshold }) / Double(inside.count)
            if caught - rejected > best.gain { best = (threshold, caught - rejected) }
        }
        return best.threshold
    }
}
