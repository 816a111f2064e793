internal import Foundation

/// One conversation as it is exported, with its turns.
package struct LoggedConversation: Sendable {
    package private(set) var id: String
    package var customer: String?
    package var channel: String?
    package var language: String?
    package var outcome: String?
    /// What else the log that it came from says of it, as a JSON object.
    package var extra: String?
    package var turns: [Turn]

    package init(
        id: String, customer: String? = nil, channel: String? = nil, language: String? = nil, outcome: String? = nil,
        extra: String? = nil, turns: [Turn]
    ) {
        (self.id, self.customer, self.channel, self.language) = (id, customer, channel, language)
        (self.outcome, self.extra, self.turns) = (outcome, extra, turns)
    }

    /// The same with personal data taken out of what was said, of the customer's name, and of what else the log says.
    ///
    /// The conversation's id stays, so that its parts are known to belong together; one that holds personal data, such as the
    /// number that a customer wrote from, is replaced by a digest of it.
    package func redacted(by personalData: PersonalData) throws -> LoggedConversation {
        var redacted = self
        if personalData.redact(id) != id { redacted.id = String(FileDigest.sha256(ofLines: [id]).prefix(16)) }
        redacted.customer = customer.map(personalData.redact)
        redacted.channel = channel.map(personalData.redact)
        redacted.outcome = outcome.map(personalData.redact)
        redacted.extra = try extra.map { try Self.redacted(json: $0, by: personalData) }
        redacted.turns = try turns.map { turn in
            var shown = Turn(
                speaker: turn.speaker, text: personalData.redact(turn.text), time: turn.time, intent: turn.intent,
                route: turn.route, answerID: turn.answerID, confidence: turn.confidence, model: turn.model,
                feedback: turn.feedback)
            shown.extra = try turn.extra.map { try Self.redacted(json: $0, by: personalData) }
            return shown
        }
        return redacted
    }

    private static func redacted(json: String, by personalData: PersonalData) throws -> String {
        JSONText.of(try SourceValue.json(json[...], file: "extra").redacted(by: personalData))
    }
}

extension SourceValue {
    /// The value with personal data taken out of all its texts.
    fileprivate func redacted(by personalData: PersonalData) throws -> SourceValue {
        switch content {
        case .text(let text, .quoted): SourceValue(.text(personalData.redact(text), .quoted), at: location)
        case .text(let number, _) where PersonalData.known.redact(number) != number:
            SourceValue(.text(PersonalData.known.redact(number), .quoted), at: location)
        case .list(let values): SourceValue(.list(try values.map { try $0.redacted(by: personalData) }), at: location)
        case .map(let map):
            SourceValue(
                .map(
                    try SourceMap(
                        map.items.map {
                            .init(
                                key: $0.key, keyLocation: $0.keyLocation, value: try $0.value.redacted(by: personalData)
                            )
                        }, at: location)), at: location)
        default: self
        }
    }
}

extension LoggedConversation {
    /// One line of dialogue logs, as an import reads it.
    package var json: String {
        Self.object(
            [
                ("channel", channel.map(JSONText.string)), ("customer", customer.map(JSONText.string)),
                ("id", JSONText.string(id)), ("language", language.map(JSONText.string)),
                ("outcome", outcome.map(JSONText.string)),
                ("turns", "[" + turns.map(Self.json).joined(separator: ",") + "]"),
            ], extra)
    }

    private static func json(_ turn: Turn) -> String {
        object(
            [
                ("answer_id", turn.answerID.map(JSONText.string)), ("confidence", turn.confidence.map { "\($0)" }),
                ("feedback", turn.feedback.map { JSONText.string($0.rawValue) }),
                ("intent", turn.intent.map(JSONText.string)), ("model", turn.model.map(JSONText.string)),
                ("route", turn.route.map(JSONText.string)), ("speaker", JSONText.string(turn.speaker.rawValue)),
                ("text", JSONText.string(turn.text)),
                ("time", JSONText.string(LogTime.text(turn.time.timeIntervalSince1970))),
            ], turn.extra)
    }

    /// The keys that have a value, and behind them those of another object.
    private static func object(_ items: [(String, String?)], _ extra: String?) -> String {
        let object = JSONText.object(items.compactMap { key, json in json.map { (key, $0) } })
        return extra.map { object.dropLast() + "," + $0.dropFirst() } ?? object
    }
}

extension LoggedConversation {
    /// The names of the columns of a table of turns.
    package static let header = """
        conversation,customer,channel,language,outcome,time,speaker,text,intent,route,answer_id,confidence,model,feedback,\
        extra,conversation_extra
        """

    /// A line of a table for each turn, which no spreadsheet runs as formulas.
    package var rows: [String] {
        turns.enumerated().map { index, turn in
            let fields = [
                id, customer, channel, language, outcome, LogTime.text(turn.time.timeIntervalSince1970),
                turn.speaker.rawValue, turn.text, turn.intent, turn.route, turn.answerID,
                turn.confidence.map { "\($0)" }, turn.model, turn.feedback?.rawValue, turn.extra,
                index == 0 ? extra : nil,
            ]
            return DelimitedText.line(fields.map { SpreadsheetField.protected($0 ?? "") })
        }
    }
}
