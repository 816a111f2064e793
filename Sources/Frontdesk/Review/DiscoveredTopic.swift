internal import Foundation

/// Messages of customers about one thing, which may want an intent of its own.
package struct DiscoveredTopic: Sendable {
    /// An intent of the bot, and how alike its examples and the messages are: the cosine of their means.
    package struct Nearest: Sendable, Hashable {
        package let intent: String
        package let cosine: Double
    }

    /// How often customers wrote of it: its share of all messages, in the first and in the last half of the time.
    package struct Trend: Sendable, Hashable {
        package let before: Double
        package let after: Double
    }

    /// From 1, the largest topic first.
    package let number: Int
    /// What it may be called: the words that are most of all its own.
    package let name: String
    /// The nearest to the middle first.
    package let messages: [LoggedMessage]
    /// Nil where all messages are of one time.
    package let trend: Trend?
    package let nearest: Nearest?
    /// The intent whose examples it shares with other topics: it may be several.
    package let partOf: String?
    /// The intents most of whose examples lie in it: they may be one.
    package let holds: [String]
    let personalData: PersonalData

    package var customers: Int { Set(messages.map(\.customer)).count }

    /// The messages nearest to the middle that differ, with personal data taken out.
    package func typical(_ count: Int) -> [String] {
        messages.lazy.compactMap { ExampleWriter.example(of: $0.text, without: personalData) }
            .unique(first: count) { $0 }
    }
}

extension DiscoveredTopic.Trend {
    /// Shares of the messages before and after the middle of the time; nil where that divides nothing.
    init?(of messages: [LoggedMessage], among all: [LoggedMessage]) {
        let times = all.compactMap(\.time)
        guard let first = times.min(), let last = times.max(), first < last else { return nil }
        let middle = first.addingTimeInterval(last.timeIntervalSince(first) / 2)
        func count(_ messages: [LoggedMessage], isLate: Bool) -> Double {
            Double(messages.count { message in message.time.map { ($0 >= middle) == isLate } ?? false })
        }
        before = count(messages, isLate: false) / count(all, isLate: false)
        after = count(messages, isLate: true) / count(all, isLate: true)
    }
}
