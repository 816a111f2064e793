internal import Kernels

/// Makes topics of groups: their order, names, and how they lie to the intents that there are.
struct TopicAssembly {
    let messages: [LoggedMessage]
    /// The messages' vectors, then those of the intents' examples.
    let vectors: Matrix
    /// The intent of each example.
    let labels: [Int?]
    let intents: [String]
    /// Of the messages, and of the examples too where they were grouped with them.
    let clustering: TopicClustering
    let personalData: PersonalData

    /// An intent's part in a topic so large that the topic tells something of it.
    private static let splitShare = 0.25
    private static let mergeShare = 0.5
    /// Of fewer examples nothing is said.
    private static let fewest = 3

    var topics: [DiscoveredTopic] {
        let places = Dictionary(grouping: messages.indices) { clustering.members[$0] }.mapValues { members in
            members.sorted { (clustering.cosines[$1], $0) < (clustering.cosines[$0], $1) }
        }
        let order = places.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let names = TopicNames(order.map { $0.value.map(named) }).names
        let held = heldExamples
        let split = splitIntents(held)
        let centres = centres
        return order.enumerated().map { index, topic in
            let messages = topic.value.map { self.messages[$0] }
            return DiscoveredTopic(
                number: index + 1, name: names[index], messages: messages,
                trend: .init(of: messages, among: self.messages), nearest: nearest(to: topic.value, centres),
                partOf: split[topic.key].map { intents[$0] }, holds: merged(held[topic.key] ?? [:]),
                personalData: personalData)
        }
    }

    /// What a topic is named by: personal data goes before the rest, since half a mail address is known as such no more.
    private func named(_ place: Int) -> String { LogMessage.cleaned(personalData.redact(messages[place].text)) }

    /// The middle of each intent's examples, (intents, H).
    private var centres: Matrix {
        let known = labels.indices.filter { labels[$0] != nil }
        return vectors.rows(known.map { messages.count + $0 }).directions(of: known.compactMap { labels[$0] })
    }

    private func nearest(to members: [Int], _ centres: Matrix) -> DiscoveredTopic.Nearest? {
        guard centres.rows > 0 else { return nil }
        let middle = vectors.rows(members).directions(of: members.map { _ in 0 })
        let (place, cosine) = SphericalKMeans.nearest(middle, centres)
        return DiscoveredTopic.Nearest(intent: intents[place[0]], cosine: Double(cosine[0]))
    }

    /// How many examples of each intent lie in each topic.
    private var heldExamples: [Int: [Int: Int]] {
        zip(labels, clustering.members.dropFirst(messages.count)).reduce(into: [:]) { held, one in
            if let label = one.0 { held[one.1, default: [:]][label, default: 0] += 1 }
        }
    }

    /// How many examples each intent has.
    private var sizes: [Int: Int] {
        Dictionary(labels.compactMap { $0.map { ($0, 1) } }, uniquingKeysWith: +)
    }

    /// The intent of each topic that lies inside one that has other such topics.
    private func splitIntents(_ held: [Int: [Int: Int]]) -> [Int: Int] {
        let sizes = sizes
        let inside = held.compactMapValues { counts -> Int? in
            let all = counts.values.reduce(0, +)
            return counts.first { intent, count in
                count >= Self.fewest && 2 * count > all
                    && Double(count) >= Self.splitShare * Double(sizes[intent] ?? 0)
            }?.key
        }
        let topics = Dictionary(inside.values.map { ($0, 1) }, uniquingKeysWith: +)
        return inside.filter { topics[$0.value, default: 0] > 1 }
    }

    /// The intents that have most of their examples in one topic, where there are several.
    private func merged(_ counts: [Int: Int]) -> [String] {
        let sizes = sizes
        let inside = counts.filter { intent, count in
            count >= Self.fewest && Double(count) > Self.mergeShare * Double(sizes[intent] ?? 0)
        }
        return inside.count > 1 ? inside.keys.map { intents[$0] }.sorted() : []
    }
}
