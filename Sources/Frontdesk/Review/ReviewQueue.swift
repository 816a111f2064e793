internal import BERT
internal import Foundation
internal import Kernels

/// What a person should look at, the most worthwhile first.
///
/// Cases are chosen among the messages that the bot is least sure of, to stand for as many of these as can be
/// (`WeightedCoverage`); those alike that were not chosen belong to them.
package struct ReviewQueue: Sendable {
    package let cases: [ReviewCase]
    /// The doubtful messages that the cases are chosen from.
    package let doubtful: Int
    /// All messages of customers that nobody decided on.
    package let messages: Int

    /// So many doubtful texts are looked at, and more where more cases are asked for.
    private static let leastTexts = 2000
    /// A message so sure is no question, whatever its neighbours.
    private static let sure = 0.2
    /// Texts so near to the one that stands for a case, with the same likeliest intent, belong to it.
    private static let alike: Float = 0.8

    /// Looks through all conversations; `limit` is the number of cases.
    package init(
        _ bot: Bot, limit: Int, progress: (JobProgress) throws -> Void = { _ in }
    ) throws {
        let messages = LogMessage.concerns(try bot.conversations.unreviewedMessages())
        let groups = Dictionary(grouping: messages) { MessageKey($0.text) }.values.sorted { $0[0].turn < $1[0].turn }
        let read = try bot.mind.read(groups.map { $0[0].text }) { done, total in
            try progress(JobProgress(step: "Reading messages", done: done, total: total))
        }
        let doubts = groups.indices.map { Self.doubt(groups[$0], read.rankings[$0]) }
        let order = groups.indices.filter { doubts[$0] > Self.sure }.sorted { (doubts[$1], $0) < (doubts[$0], $1) }
        doubtful = order.reduce(0) { $0 + groups[$1].count }
        self.messages = messages.count
        guard !order.isEmpty else {
            cases = []
            return
        }
        // More cases than texts there cannot be, however many are asked for.
        let limit = min(limit, order.count)
        let texts = Array(order.prefix(max(Self.leastTexts, limit)))
        let coverage = WeightedCoverage(
            read.embeddings.rows(texts), weights: texts.map { doubts[$0] * Self.size(of: groups[$0]) },
            besides: try bot.mind.knownEmbeddings())
        let cases = try Self.alike(texts, coverage.choose(limit), read).map { members in
            try Self.makeCase(members.map { groups[$0] }, doubts: members.map { doubts[$0] }, bot)
        }
        self.cases = cases.sorted { ($0.score, $1.id) > ($1.score, $0.id) }
    }

    /// What messages count by the customers who wrote them: each one less than those before.
    private static func size(of messages: some Sequence<LoggedMessage>) -> Double {
        log2(1 + Double(Set(messages.map(\.customer)).count))
    }

    /// How little the bot knows what is meant: 0 to 1; 1 where somebody said that the reply was bad.
    private static func doubt(_ messages: [LoggedMessage], _ ranking: Ranking) -> Double {
        if messages.contains(where: { $0.feedback == .bad }) { return 1 }
        let least = messages.compactMap { $0.route.flatMap { leastDoubts[$0] } }.max() ?? 0
        let confidences = ranking.candidates.prefix(2).map(\.confidence) + [ranking.outOfScope, 0, 0]
        let sorted = confidences.sorted(by: >)
        return max(least, 1 - (sorted[0] - sorted[1]))
    }

    /// What was not answered is a question even where the model has learnt an answer since.
    private static let leastDoubts = ["fallback": 0.6, "clarify": 0.4]

    /// The texts that were chosen among some, each with those that say the same.
    private static func alike(_ texts: [Int], _ chosen: [Int], _ read: Mind.Reading) -> [[Int]] {
        guard !chosen.isEmpty else { return [] }
        let vectors = read.embeddings.rows(texts)
        var cases = chosen.map { [texts[$0]] }
        let nearest = SphericalKMeans.nearest(vectors, vectors.rows(chosen))
        let taken = Set(chosen)
        for place in texts.indices where !taken.contains(place) && nearest.cosines[place] >= Self.alike {
            let intents = [texts[place], texts[chosen[nearest.members[place]]]].map { read.rankings[$0].first?.intent }
            if intents[0] == intents[1] { cases[nearest.members[place]].append(texts[place]) }
        }
        return cases
    }

    private static func makeCase(_ groups: [[LoggedMessage]], doubts: [Double], _ bot: Bot) throws -> ReviewCase {
        let messages = groups.flatMap(\.self)
        let considered = try bot.consider(groups[0][0].text, ConversationState(), in: "review")
        let proposals = considered.first.understanding.candidates.prefix(5).map {
            ReviewCase.Proposal(label: .init($0.option), confidence: $0.confidence)
        }
        let doubt = doubts.reduce(0, +) / Double(doubts.count)
        return ReviewCase(
            id: ReviewCase.id(of: groups[0][0].text), messages: messages, reasons: reasons(messages),
            proposals: proposals, present: nil, score: doubt * size(of: messages))
    }

    private static func reasons(_ messages: [LoggedMessage]) -> [ReviewCase.Reason] {
        var reasons: [ReviewCase.Reason] = []
        if messages.contains(where: { $0.feedback == .bad }) { reasons.append(.bad) }
        if messages.contains(where: { $0.route == "fallback" }) { reasons.append(.unanswered) }
        return reasons.isEmpty ? [.unsure] : reasons
    }
}

extension ReviewQueue {
    /// The labels that the last training doubted: first what it set aside, the most doubtful first.
    package static func suspects(of bot: Bot) throws -> [ReviewCase] {
        let labels = try bot.conversations.numberedCorrections()
        let last = Dictionary(labels.map { ($0.key, $0.id) }, uniquingKeysWith: { $1 })
        return try bot.conversations.suspects().filter { last[MessageKey($0.correction.text)] == $0.suspect.correction }
            .map { suspect, correction in
                let message = LoggedMessage(
                    turn: 0, conversation: correction.conversation, text: correction.text,
                    customer: correction.conversation, route: nil, confidence: nil, feedback: nil)
                let proposed =
                    suspect.proposed.map { name in
                        name == TrainingExample.knowledge ? nil : Correction.Label.intent(name)
                    } ?? .nothing
                return ReviewCase(
                    id: ReviewCase.id(of: correction.text), messages: [message],
                    reasons: [suspect.isSetAside ? .mislabelled : .doubtful],
                    proposals: proposed.map { [.init(label: $0, confidence: 1 / (1 + exp(suspect.margin)))] } ?? [],
                    present: correction.label, score: -suspect.margin)
            }
    }
}

extension ReviewCase {
    static func id(of text: String) -> String { String(MessageKey(text).hash, radix: 16) }
}

extension Mind {
    /// What the model makes of many texts: the search's embeddings (n, H), and a ranking each.
    struct Reading: Sendable {
        let embeddings: Matrix
        let rankings: [Ranking]
    }

    /// The search's embeddings of what the model has learnt that still holds, and of what was labelled since, (n, H).
    func knownEmbeddings() throws -> Matrix {
        let learnt = model.classifier.examples.enumerated().filter { !live.withdrawn.contains($0.offset) }
        let texts = learnt.map(\.element.text) + live.added.map(\.text)
        return try model.encoder.vectors(of: texts, in: cache) { _, _ in }.base
    }

    /// Reads many texts at once; their embeddings are kept.
    func read(_ texts: [String], progress: (Int, Int) throws -> Void) throws -> Reading {
        let vectors = try model.encoder.vectors(of: texts, in: cache, progress: progress)
        let messages = vectors.message
        let rankings = concurrentMap(texts.count) { index in
            model.classifier.rank(texts[index], embedding: messages[row: index], live: live)
        }
        return Reading(embeddings: vectors.base, rankings: rankings)
    }
}
