internal import BERT
internal import Foundation
internal import Kernels

extension IntentClassifier {
    /// How many nearest examples a ranking names.
    private static var nearestShown: Int { 5 }
    /// What a message that equals an example is sure of: people mislabel, if rarely.
    package static var sameMessageConfidence: Double { 0.995 }
    /// How sharply live examples vote against the trained ones: the vote of one is exp(sharpness · similarity).
    private static var liveSharpness: Float { 30 }

    /// The intents that a message may mean, by its text and its embedding; `live` is what changed since training.
    package func rank(_ text: String, embedding: ArraySlice<Float>, live: LiveExamples = .none) -> Ranking {
        precondition(embedding.count == dimensions, "an embedding of \(embedding.count) for \(dimensions)")
        let message = Comparison(text, Array(embedding), live: live, in: self)
        let judged = calibration.judge(message.evidence, present: message.present, intents: intents.count)
        var confidences = Dictionary(uniqueKeysWithValues: zip(intents, judged.confidences))
        for name in live.retired { confidences[name] = nil }
        var outOfScope = judged.outOfScope
        learnFromLive(message, live, &confidences, &outOfScope)
        let same = sameMessage(message, live)
        obey(same, &confidences, &outOfScope)
        return ranking(
            confidences, outOfScope, message.evidence, sameMessage: Set(same), nearest: nearest(message, live))
    }

    /// Sorts the intents by confidence and adds how the nearest examples vote.
    func ranking(
        _ confidences: [String: Double], _ outOfScope: Double, _ evidence: Evidence, sameMessage: Set<String?> = [],
        nearest: [NearestExample] = []
    ) -> Ranking {
        let votes = calibration.blend.votes(evidence)
        let byIntent = Dictionary(zip(intents, votes), uniquingKeysWith: { $1 })
        let candidates = confidences.map { intent, confidence in
            Ranking.Candidate(intent: intent, confidence: confidence, votes: byIntent[intent] ?? 0)
        }
        return Ranking(
            candidates: candidates.sorted { ($0.confidence, $1.intent) > ($1.confidence, $0.intent) },
            outOfScope: outOfScope, outOfScopeVotes: votes.count > intents.count ? votes[intents.count] : 0,
            sameMessage: sameMessage, nearest: nearest)
    }

    /// Gives live examples their share of the vote: it grows as they are nearer than what the heads were trained on.
    private func learnFromLive(
        _ message: Comparison, _ live: LiveExamples, _ confidences: inout [String: Double], _ outOfScope: inout Double
    ) {
        guard let best = message.liveSimilarities.max() else { return }
        let trained = message.similarities.enumerated().filter { !message.excluded[$0.offset] }.map(\.element)
        let highest = max(best, trained.max() ?? best)
        let vote = { (similarity: Float) in Double(exp(Self.liveSharpness * (similarity - highest))) }
        let trainedVotes = trained.reduce(0) { $0 + vote($1) }
        var votes: [String?: Double] = [:]
        for (example, similarity) in zip(live.added, message.liveSimilarities) {
            votes[example.intent, default: 0] += vote(similarity)
        }
        // Sums in one order: the same model in every process.
        let ordered = votes.sorted { ($0.key ?? "") < ($1.key ?? "") }
        let liveVotes = ordered.reduce(0) { $0 + $1.value }
        let share = liveVotes / (liveVotes + trainedVotes)
        let features = Calibration.nearestFeatures(similarity: best, facts: message.evidence.facts)
        let reliability = calibration.nearestRight.probability(features)
        for name in confidences.keys { confidences[name]? *= 1 - share }
        for (name, votes) in ordered {
            let won = share * reliability * votes / liveVotes
            if let name { confidences[name, default: 0] += won }
        }
        let outside = (votes[nil] ?? 0) / liveVotes
        outOfScope = (1 - share) * outOfScope + share * (outside + (1 - outside) * (1 - reliability) * outOfScope)
    }

    /// What the examples mean that equal the message; those added later win over those trained on.
    private func sameMessage(_ message: Comparison, _ live: LiveExamples) -> [String?] {
        let added = live.added.indices.filter { live.keys[$0] == message.key }.map { live.added[$0].intent }
        return added.isEmpty ? message.sameExamples(in: self).map(intent(of:)) : added
    }

    /// A message that equals examples means what they mean.
    private func obey(_ same: [String?], _ confidences: inout [String: Double], _ outOfScope: inout Double) {
        guard !same.isEmpty else { return }
        let each = Self.sameMessageConfidence / Double(same.count)
        for name in confidences.keys { confidences[name]? *= 1 - Self.sameMessageConfidence }
        outOfScope *= 1 - Self.sameMessageConfidence
        for name in same {
            if let name { confidences[name, default: 0] += each } else { outOfScope += each }
        }
    }

    private func nearest(_ message: Comparison, _ live: LiveExamples) -> [NearestExample] {
        let trained = message.similarities.enumerated().filter { !message.excluded[$0.offset] }
            .map { (index: $0.offset, isLive: false, similarity: $0.element) }
        let added = message.liveSimilarities.enumerated()
            .map { (index: $0.offset, isLive: true, similarity: $0.element) }
        return (added + trained).top(Self.nearestShown) { $0.similarity > $1.similarity }.map { found in
            let text = found.isLive ? live.added[found.index].text : examples[found.index].text
            return NearestExample(
                text: text, intent: found.isLive ? live.added[found.index].intent : intent(of: found.index),
                similarity: NormalizedText(text).key == message.key ? 1 : min(found.similarity, 0.9999),
                location: found.isLive ? live.added[found.index].location : examples[found.index].location)
        }
    }
}

/// One message beside every example: how like each it is, and what the heads say.
private struct Comparison {
    let key: String
    let evidence: Evidence
    /// Trained examples that were withdrawn.
    let excluded: [Bool]
    /// Classes that have examples.
    let present: [Bool]
    /// How near each trained and each live example is, both cosines weighed.
    let similarities: [Float]
    let liveSimilarities: [Float]
    private let ngramCosines: [Float]

    init(_ text: String, _ embedding: [Float], live: LiveExamples, in model: IntentClassifier) {
        let normalized = NormalizedText(text)
        let counts = NgramCounts(normalized)
        let vector = model.table.ngrams.vector(counts)
        let facts = MessageFacts(normalized, coverage: vector.coverage)
        let query = Matrix(rows: 1, columns: embedding.count, values: embedding)
        var excluded = [Bool](repeating: false, count: model.examples.count)
        for index in live.withdrawn where excluded.indices.contains(index) { excluded[index] = true }
        let cosines = model.embeddings.scores(of: embedding)
        var ngramCosines = Matrix(rows: 1, columns: model.examples.count)
        ngramCosines.values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            model.table.ngrams.addCosines(of: vector, to: base)
        }
        evidence =
            model.heads.evidence(
                [facts], embeddings: query, cosines: Matrix(rows: 1, columns: cosines.count, values: cosines),
                ngramCosines: &ngramCosines, in: model.table,
                excluded: excluded)[0]
        let share = model.calibration.blend.embeddingShare(for: facts)
        similarities = zip(cosines, ngramCosines.values).map { share * $0 + (1 - share) * $1 }
        let hashed = model.table.ngrams.hashedVector(counts)
        liveSimilarities = live.vectors.enumerated().map { index, vector in
            let cosine = zip(live.embeddings[row: index], embedding).reduce(0) { $0 + $1.0 * $1.1 }
            return share * cosine + (1 - share) * vector.cosine(hashed)
        }
        key = normalized.key
        present = (0..<model.table.classes).map {
            $0 >= model.intents.count || !live.retired.contains(model.intents[$0])
        }
        self.excluded = excluded
        self.ngramCosines = ngramCosines.values
    }

    /// The trained examples that are the same message; those have all n-grams in common.
    func sameExamples(in model: IntentClassifier) -> [Int] {
        model.examples.indices.filter { index in
            !excluded[index] && ngramCosines[index] > 0.99
                && NormalizedText(model.examples[index].text).key == key && !key.isEmpty
        }
    }
}

extension Array {
    /// The first `count` elements in the given order, without sorting the rest.
    fileprivate func top(_ count: Int, by precedes: (Element, Element) -> Bool) -> [Element] {
        var best: [Element] = []
        for element in self {
            if best.count == count, let last = best.last, !precedes(element, last) { continue }
            let place = best.firstIndex { precedes(element, $0) } ?? best.count
            best.insert(element, at: place)
            if best.count > count { best.removeLast() }
        }
        return best
    }
}
