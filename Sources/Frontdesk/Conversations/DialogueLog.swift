internal import Foundation

/// Dialogue logs as JSON lines, a conversation a line: the form that `export logs` writes, and other systems can.
package enum DialogueLog {
    /// One conversation with the labels that people gave to its messages.
    package struct Labelled: Sendable {
        package let conversation: LoggedConversation
        package let labels: [Correction]
    }

    /// Reads every line; everything that is wrong is thrown together. `intents` are the names that a label may be.
    package static func read(_ text: String, named name: String, intents: Set<String>) throws -> [Labelled] {
        var errors = BotErrors()
        let conversations = try SourceValue.jsonLines(text, file: name).compactMap { line in
            try errors.collect { try labelled(line.map("a conversation"), intents) }
        }
        try errors.throwIfAny()
        return conversations
    }

    private static func labelled(_ line: SourceMap, _ intents: Set<String>) throws -> Labelled {
        let id = try line.required("id").string("the id")
        let values = try line.required("turns").list("the turns").map { try $0.map("a turn") }
        let turns = try values.map(turn)
        let labels = try turns.indices.compactMap { index -> Correction? in
            guard let label = label(of: index, in: turns) else { return nil }
            guard label == "oos" || intents.contains(label) else {
                throw BotError(
                    .badData, at: values[index]["intent"]?.location, "there is no intent '\(label)'",
                    mend: Suggestion.mend(for: label, among: Array(intents)))
            }
            return Correction(
                text: turns[index].text, label: label == "oos" ? .nothing : .intent(label), conversation: id,
                confirmed: true)
        }
        return Labelled(
            conversation: LoggedConversation(
                id: id, customer: try line["customer"]?.string("the customer"),
                language: try line["language"]?.string("the language"), turns: turns),
            labels: labels)
    }

    /// The intent of a customer's message; what a bot took it for is no label unless somebody called its reply good.
    private static func label(of index: Int, in turns: [Turn]) -> String? {
        guard turns[index].speaker == .customer, let intent = turns[index].intent else { return nil }
        let next = index + 1 < turns.count ? turns[index + 1] : nil
        return next?.speaker == .bot && next?.feedback != .good ? nil : intent
    }

    private static func turn(_ values: SourceMap) throws -> Turn {
        Turn(
            speaker: try values.required("speaker").choice("the speaker", of: Turn.Speaker.self),
            text: try values.required("text").string("the text"),
            time: try values["time"].map(time) ?? Date(),
            intent: try values["intent"]?.string("the intent"), route: try values["route"]?.string("the route"),
            answerID: try values["answer_id"]?.string("the answer's id"),
            confidence: try values["confidence"]?.number("the confidence"),
            model: try values["model"]?.string("the model"),
            feedback: try values["feedback"]?.choice("the feedback", of: Turn.Feedback.self))
    }

    private static func time(_ value: SourceValue) throws -> Date {
        let text = try value.string("the time")
        if let time = try? Date(text, strategy: .iso8601) { return time }
        throw value.error("'\(text)' is no time", mend: "Write it as 2026-11-21T09:30:00Z")
    }
}

extension ConversationStore {
    /// Adds conversations and their labels, all or none; those that are there already stay as they are.
    ///
    /// Returns how many conversations and labels were new.
    package func add(_ logs: [DialogueLog.Labelled]) throws -> (conversations: Int, labels: Int) {
        try store.write { database in
            var added = (conversations: 0, labels: 0)
            for log in logs where try !Self.exists(log.conversation.id, database) {
                try Self.insert(log.conversation, database)
                for label in log.labels { _ = try Self.insert(label, database) }
                added.conversations += 1
                added.labels += log.labels.count
            }
            return added
        }
    }
}
