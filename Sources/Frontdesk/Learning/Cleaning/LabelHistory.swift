/// The labels that people gave to messages of conversations, by the message as examples have it.
struct LabelHistory {
    /// The number of each message's last label.
    let last: [MessageKey: Int64]
    /// The messages whose last label is that before it, too, or was given in the review, where all was looked at.
    let confirmed: Set<MessageKey>
    private let labels: [(key: MessageKey, correction: Correction)]

    /// Examples are without the personal data that the messages may have.
    init(_ labels: [NumberedCorrection], _ personalData: PersonalData) {
        let keyed = labels.map { (key: MessageKey(personalData.redact($0.correction.text)), label: $0) }
        let byMessage = Dictionary(grouping: keyed, by: \.key).mapValues { $0.map(\.label) }
        last = byMessage.compactMapValues { $0.last?.id }
        confirmed = Set(byMessage.filter { Self.isConfirmed($0.value) }.keys)
        self.labels = keyed.map { ($0.key, $0.label.correction) }
    }

    /// The labels of all messages but some.
    func corrections(besides messages: Set<MessageKey>) -> [Correction] {
        labels.filter { !messages.contains($0.key) }.map(\.correction)
    }

    private static func isConfirmed(_ labels: [NumberedCorrection]) -> Bool {
        guard let last = labels.last else { return false }
        return last.isReviewed || labels.dropLast().last?.correction.label == last.correction.label
    }
}
