internal import Foundation
internal import Frontdesk

/// The topics that `review --new` found, as a person reads them.
struct TopicReport {
    let topics: [DiscoveredTopic]
    let looksAtAll: Bool

    private static let typical = 3

    func print(on console: Console) throws {
        guard !topics.isEmpty else {
            return try console.print(
                looksAtAll
                    ? "There are no messages to look at."
                    : "Intents cover all messages. --all-messages finds topics in those too.")
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
        try console.print("")
        try console.print("\("--draft NAME=NUMBER makes an intent of a topic.", .faint)")
    }

    private var table: Table {
        var table = Table([.init(.right), .init(shrinks: true), .init(.right), .init(.right), .init(), .init()])
        table.rows = [["", "topic", "messages", "customers", "trend", "nearest intent"].map { Table.Cell($0, .faint) }]
        for topic in topics {
            table.rows.append([
                "\(topic.number)", .init(topic.name, .strong), "\(topic.messages.count)", "\(topic.customers)",
                .init(topic.trend.map { "\(Self.percent($0.before)) → \(Self.percent($0.after))" } ?? ""),
                .init(topic.nearest.map { $0.intent + String(format: " %.2f", $0.cosine) } ?? ""),
            ])
            table.rows += (topic.typical(Self.typical) + Self.proposals(topic)).map { ["", .init("  \($0)", .faint)] }
        }
        return table
    }

    private static func proposals(_ topic: DiscoveredTopic) -> [String] {
        let split = topic.partOf.map { "⇒ part of '\($0)', as other topics are: split it?" }
        let merge = topic.holds.isEmpty ? nil : "⇒ holds \(topic.holds.joined(separator: ", ")): one intent?"
        return [split, merge].compactMap { $0 }
    }

    private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}

/// A topic as `review --new --json` prints it.
struct TopicJSON: Encodable {
    struct Message: Encodable {
        let conversation: String
        let text: String
    }

    struct Trend: Encodable {
        let before: Double
        let after: Double
    }

    let topic: Int
    let name: String
    let size: Int
    let customers: Int
    let trend: Trend?
    let typical: [String]
    let nearest: String?
    let cosine: Double?
    let partOf: String?
    let holds: [String]
    let messages: [Message]

    enum CodingKeys: String, CodingKey {
        case topic, name, size, customers, trend, typical, nearest, cosine, holds, messages
        case partOf = "part_of"
    }

    init(_ topic: DiscoveredTopic) {
        self.topic = topic.number
        name = topic.name
        size = topic.messages.count
        customers = topic.customers
        trend = topic.trend.map { Trend(before: $0.before, after: $0.after) }
        typical = topic.typical(5)
        nearest = topic.nearest?.intent
        cosine = topic.nearest?.cosine
        partOf = topic.partOf
        holds = topic.holds
        messages = topic.messages.map { Message(conversation: $0.conversation, text: $0.text) }
    }
}

/// `--draft NAME=NUMBER`: an intent to be made of a topic.
struct TopicDraft {
    let name: String
    let topic: Int

    /// Nil for what is not written so.
    init?(_ argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let topic = Int(parts[1]), topic > 0 else { return nil }
        (name, self.topic) = (String(parts[0]), topic)
    }
}
