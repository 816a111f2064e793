package import Foundation

/// A conversation with what the bot should do at each turn, as `evaluation/*.yml` holds them.
package struct ConversationTest: Sendable {
    package struct Step: Sendable {
        package let say: String
        package let route: String?
        package let intent: String?
        package let knowledge: String?
        package let contains: String?
        package let location: SourceLocation
    }

    /// The first turn that went otherwise, or none.
    package struct Outcome: Sendable, Codable {
        package let name: String
        package let passed: Bool
        package let failure: String?

        package init(name: String, passed: Bool, failure: String?) {
            self.name = name
            self.passed = passed
            self.failure = failure
        }
    }

    package let name: String
    package let steps: [Step]

    /// Reads a list of conversations.
    package static func read(_ text: String, named file: String) throws -> [ConversationTest] {
        let root = try SourceValue.yaml(text, file: file)
        guard !root.isNull else { return [] }
        var errors = BotErrors()
        let conversations = try root.list("the conversations").compactMap { item in
            try errors.collect { try conversation(item) }
        }
        try errors.throwIfAny()
        return conversations
    }

    /// Every conversation of a folder's YAML files; a folder that is not there holds none.
    package static func all(in folder: URL, of bot: BotFolder) throws -> [ConversationTest] {
        try BotFolder.files(in: folder, endings: ["yml", "yaml"]).flatMap { file in
            let name = bot.relativePath(of: file)
            return try read(TextFile.read(ofBot: file, named: name), named: name)
        }
    }

    private static func conversation(_ item: SourceValue) throws -> ConversationTest {
        let values = try item.map("a conversation")
        try values.allow(["name", "turns"])
        var errors = BotErrors()
        let name = try errors.collect { try values.required("name").string("the name") }
        let turns = try errors.collect { try Self.turns(in: values) } ?? []
        let steps = try turns.compactMap { item in try errors.collect { try step(item) } }
        try errors.throwIfAny()
        return ConversationTest(name: name ?? "", steps: steps)
    }

    /// A conversation in which nothing is said would go as it should whatever the bot does.
    private static func turns(in values: SourceMap) throws -> [SourceValue] {
        let turns = try values.required("turns")
        let list = try turns.list("the turns")
        guard !list.isEmpty else {
            throw turns.error("the conversation has no turns", mend: "Write what is said: '- say: …'")
        }
        return list
    }

    private static func step(_ item: SourceValue) throws -> Step {
        let values = try item.map("a turn")
        try values.allow(["say", "route", "intent", "knowledge", "contains"])
        return Step(
            say: try values.required("say").string("the message"), route: try values["route"]?.string("the route"),
            intent: try values["intent"]?.string("the intent"),
            knowledge: try values["knowledge"]?.string("the entry"),
            contains: try values["contains"]?.string("the text"), location: item.location)
    }
}

extension Evaluator {
    /// Plays each conversation without storing it, and says at which turn it first went otherwise.
    package func evaluate(_ conversations: [ConversationTest]) throws -> [ConversationTest.Outcome] {
        try assertLabels(of: [], conversations)
        return try conversations.map { conversation in
            let failure = try firstFailure(of: conversation)
            return ConversationTest.Outcome(name: conversation.name, passed: failure == nil, failure: failure)
        }
    }

    private func firstFailure(of conversation: ConversationTest) throws -> String? {
        var state = ConversationState()
        for step in conversation.steps {
            let (considered, said) = try bot.rehearse(step.say, &state)
            let found = considered.parts.map(\.decision.route.name)
            let names =
                [said.intent, said.entry].compactMap { $0 } + considered.parts.flatMap { $0.decision.route.names }
            if let route = step.route, !found.contains(route) {
                return "\(step.location): route \(found.joined(separator: ", ")) instead of \(route)"
            }
            for expected in [step.intent, step.knowledge].compactMap({ $0 }) where !names.contains(expected) {
                return "\(step.location): \(names.first ?? "nothing") instead of \(expected)"
            }
            if let text = step.contains, !said.text.contains(text) {
                return "\(step.location): the reply does not contain \"\(text)\""
            }
        }
        return nil
    }
}

extension Bot {
    /// Answers without storing or handing anything over: `state` is all that is remembered.
    func rehearse(_ text: String, _ state: inout ConversationState) throws -> (Considered, Said) {
        var quiet = self
        quiet.handsOver = false
        let considered = try consider(text, state, in: "rehearsal")
        let composer = ReplyComposer(files: files.current, seed: StableHash.of(text))
        let said = try quiet.perform(considered, &state, customer: nil, composer)
        return (considered, said)
    }
}
