/// The labels that people gave to messages of conversations, by the message as examples have it.
struct LabelHistory {
    /// The number of each message's last label.
    let last: [MessageKey: Int64]
    /// The messages whose last label is that before it, too.
    let confirmed: Set<MessageKey>

    /// Examples are without the personal data that the messages may have.
    init(_ labels: [NumberedCorrection], _ personalData: PersonalData) {
        let labels = Dictionary(grouping: labels) { MessageKey(personalData.redact($0.correction.text)) }
        last = labels.compactMapValues { $0.last?.id }
        confirmed = Set(labels.filter { Self.isConfirmed($0.value) }.keys)
    }

    private static func isConfirmed(_ labels: [NumberedCorrection]) -> Bool {
        labels.count > 1 && labels[labels.count - 1].correction.label == labels[labels.count - 2].correction.label
    }
}
