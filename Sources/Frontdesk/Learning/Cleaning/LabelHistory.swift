/// The labels that people gave to messages of conversations, by the message as examples have it.
struct LabelHistory {
    /// The number of each message's last label.
    let last: [MessageKey: Int64]
    /// The messages whose last label is that before it, too.
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
        labels.count > 1 && labels[labels.count - 1].correction.label == labels[labels.count - 2].correction.label
    }
}
