package import Kernels

/// Finds which of the bot's answers an agent gave in other words.
///
/// Words propose and embeddings decide: a log has many replies, and most of them say nothing that the bot could.
package struct AnswerMatcher: Sendable {
    /// The answer that a reply is most like, and by how much.
    package struct Match: Sendable, Hashable {
        package let label: Correction.Label
        package let likeness: AnswerLikeness
    }

    let targets: [AnswerTarget]
    /// What the words of each target weigh together.
    private let totals: [Double]
    /// The targets that hold a term.
    private let holders: [UInt32: [Int]]

    /// So many labels are compared by their embeddings.
    private static let proposals = 5
    /// Texts that share less than this of their words are not compared.
    private static let fewestShared = 0.12

    package init(_ targets: [AnswerTarget]) {
        self.targets = targets
        let sets = concurrentMap(of: targets) { Self.terms(of: $0.text) }
        var holders: [UInt32: [Int]] = [:]
        for (place, set) in sets.enumerated() {
            for term in set.terms { holders[term, default: []].append(place) }
        }
        self.holders = holders
        totals = sets.map { [holders] set in
            WeightedTerms(set, count: targets.count) { holders[$0]?.count ?? 0 }.total
        }
    }

    /// What each reply, cleaned, says most probably; nil where it is like no answer. `embed` reads texts (n, H).
    package func matches(of replies: [String], embed: ([String]) throws -> Matrix) throws -> [Match?] {
        try matches(of: replies.map { (text: $0, without: []) }, embed: embed)
    }

    /// The same where of the targets some, by their places, are left out for each reply.
    func matches(
        of replies: [(text: String, without: Set<Int>)], embed: ([String]) throws -> Matrix
    ) throws -> [Match?] {
        let proposed = concurrentMap(of: replies) { proposals(for: $0.text, without: $0.without) }
        let read = zip(replies, proposed).filter { !$1.isEmpty }
        let vectors = try TextVectors(
            read.flatMap { reply, places in [reply.text] + places.map { targets[$0.target].text } }, embed)
        return zip(replies, proposed).map { reply, places in
            let compared = places.map { place in
                let target = targets[place.target]
                return (label: target.label, shared: place.shared, cosine: vectors.cosine(reply.text, target.text))
            }
            return AnswerLikeness.best(compared).map { Match(label: $0, likeness: $1) }
        }
    }

    /// The targets of the likeliest labels by the words that a reply shares with them, the rarer the more.
    private func proposals(for reply: String, without: Set<Int>) -> [(target: Int, shared: Double)] {
        let weighted = WeightedTerms(Self.terms(of: reply), count: targets.count) { holders[$0]?.count ?? 0 }
        var common = [Double](repeating: 0, count: targets.count)
        for (term, weight) in zip(weighted.terms, weighted.weights) {
            for target in holders[term] ?? [] { common[target] += weight }
        }
        let shared = targets.indices.compactMap { target -> (target: Int, shared: Double)? in
            let share = 2 * common[target] / (weighted.total + totals[target])
            return share >= Self.fewestShared && !without.contains(target) ? (target, share) : nil
        }
        var labels: Set<Correction.Label> = []
        return shared.sorted { ($1.shared, $0.target) < ($0.shared, $1.target) }.filter { item in
            let label = targets[item.target].label
            return labels.contains(label) || labels.count < Self.proposals && labels.insert(label).inserted
        }
    }

    private static func terms(of text: String) -> TermSet {
        TermSet(hashes: TextAnalysis(text, withGrams: false).wordTerms.hashes)
    }
}
