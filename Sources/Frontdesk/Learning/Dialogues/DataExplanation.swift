/// What became of conversations on their way to examples: what `train --explain-data` prints.
package struct DataExplanation: Sendable, Encodable {
    /// A thing that was counted, with a few examples of it.
    package struct Count: Sendable, Encodable {
        package let what: String
        package let count: Int
        package let examples: [String]
    }

    package struct Step: Sendable, Encodable {
        package let name: String
        /// What the step does, for a person.
        package let does: String
        package internal(set) var counts: [Count]
    }

    package private(set) var steps: [Step] = []
    private let personalData: PersonalData

    private static let examplesShown = 3

    init(without personalData: PersonalData) {
        self.personalData = personalData
    }

    enum CodingKeys: String, CodingKey {
        case steps
    }

    mutating func begin(_ name: String, _ does: String) {
        steps.append(Step(name: name, does: does, counts: []))
    }

    /// Counts something in the step begun last; its first texts are shown, without personal data.
    mutating func count(_ what: String, _ texts: [String]) {
        let personalData = personalData
        let shown = texts.lazy.map { personalData.redact($0).onOneLine }
        note(what, texts.count, shown.unique(first: Self.examplesShown) { $0 })
    }

    /// The same of what has no texts to show.
    mutating func note(_ what: String, _ count: Int, _ examples: [String] = []) {
        guard !steps.isEmpty else { return }
        steps[steps.count - 1].counts.append(Count(what: what, count: count, examples: examples))
    }
}
