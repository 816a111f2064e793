/// Labelled messages to train on and messages held out, which no model of this bot ever trains on.
package struct TrainingSet: Sendable {
    package let training: [TrainingExample]
    /// A stable tenth by group; empty when everything is trained on.
    package let heldOut: [TrainingExample]

    /// The same with more to train on.
    func adding(_ examples: [TrainingExample]) -> TrainingSet {
        TrainingSet(training: training + examples, heldOut: heldOut)
    }

    /// Intents with fewer examples give none away: they are judged by cross-validation.
    package static let smallestSplitIntent = 10

    /// What people wrote: without the knowledge base's questions and the intents' names.
    package var messages: [TrainingExample] {
        training.filter { $0.intent != TrainingExample.knowledge && $0.provenance != .named }
    }

    /// The conversations whose messages are among them.
    package var conversations: Set<String> { Set((training + heldOut).compactMap(\.conversation)) }

    /// The number of examples from each kind of source.
    package var examplesByProvenance: [String: Int] {
        messages.reduce(into: [:]) { $0[$1.provenance.rawValue, default: 0] += 1 }
    }
}

/// Builds the training set from what stands in `intents/` and what people corrected.
package struct TrainingSetBuilder: Sendable {
    /// One example for each message, in the order they were first added.
    package private(set) var examples: [TrainingExample] = []
    private var places: [MessageKey: Int] = [:]

    package init() {}

    /// Adds examples; of equal messages the last one added counts, so add corrections after written examples.
    package mutating func add(_ added: [TrainingExample]) {
        for example in added {
            if let place = places[example.key] {
                examples[place] = example
            } else {
                places[example.key] = examples.count
                examples.append(example)
            }
        }
    }

    /// What stands in the files, overruled by what people corrected; knowledge questions are a class of their own.
    ///
    /// A label of an intent that is gone leads nowhere and is not learnt.
    package static func collect(
        _ catalog: IntentCatalog, _ entries: [KnowledgeEntry], _ corrections: [Correction]
    ) throws -> TrainingSetBuilder {
        let personalData = try PersonalData(catalog)
        var builder = TrainingSetBuilder()
        builder.add(entries.flatMap(TrainingExample.questions))
        builder.add(catalog.intents.compactMap(TrainingExample.name))
        builder.add(catalog.trainingExamples)
        builder.add(corrections.filter { catalog.has($0.label) }.map { TrainingExample($0, without: personalData) })
        return builder
    }

    /// The examples in the order they were first added, split by the stable hash of their group.
    package func build(holdOut: Bool) -> TrainingSet {
        let examples = grouped
        guard holdOut else { return TrainingSet(training: examples, heldOut: []) }
        let counts = examples.reduce(into: [String?: Int]()) { $0[$1.intent, default: 0] += 1 }
        // What a person corrected is always learnt, and what reads nearly the same would be told by it.
        let corrected = Set(examples.filter { [.corrected, .confirmed].contains($0.provenance) }.map(\.group))
        let isHeldOut = examples.map { example in
            // Knowledge is judged by leaving out one alias at a time.
            example.intent != TrainingExample.knowledge && example.provenance == .written
                && counts[example.intent, default: 0] >= TrainingSet.smallestSplitIntent
                && Self.isHeldOut(example.group) && !corrected.contains(example.group)
        }
        return TrainingSet(
            training: zip(examples, isHeldOut).filter { !$1 }.map(\.0),
            heldOut: zip(examples, isHeldOut).filter { $1 }.map(\.0))
    }

    /// The examples, those in one group that read nearly the same or are of one conversation, over others if need be.
    ///
    /// The group is the least of their own ones, so that it stays the same whatever their order.
    private var grouped: [TrainingExample] {
        let places = NearDuplicates.groups(of: examples.map(\.text), within: examples.map(\.group))
        let least = Dictionary(zip(places, examples.map(\.group)), uniquingKeysWith: min)
        return zip(examples, places).map { example, place in least[place].map(example.grouped) ?? example }
    }

    /// Whether a group belongs to the stable tenth: the same for every model, on every machine.
    package static func isHeldOut(_ group: UInt64) -> Bool {
        group % 10 == 0
    }
}

extension TrainingExample {
    /// The class of messages that knowledge answers, whichever entry it is: no intent's name can be this.
    package static let knowledge = "(knowledge)"

    /// What an entry answers: its question and aliases.
    static func questions(of entry: KnowledgeEntry) -> [TrainingExample] {
        ([entry.question] + entry.aliases).map { text in
            TrainingExample(text: text, intent: knowledge, provenance: .written, location: entry.location)
        }
    }

    /// An intent's name in words, which says what it is about where few examples do.
    static func name(of intent: Intent) -> TrainingExample? {
        guard (1..<fewExamples).contains(intent.examples.count) else { return nil }
        return TrainingExample(
            text: words(ofIntent: intent.name), intent: intent.name, provenance: .named,
            location: intent.location)
    }

    /// Below so many examples of an intent its name teaches more than they do.
    static let fewExamples = 20

    /// An intent's name as people would say it.
    static func words(ofIntent name: String) -> String { name.replacing("_", with: " ") }

    /// A correction as an example, without the personal data in what the customer wrote.
    init(_ correction: Correction, without personalData: PersonalData) {
        self.init(
            text: personalData.redact(correction.text), label: correction.label,
            provenance: correction.confirmed ? .confirmed : .corrected,
            conversation: correction.conversation)
    }
}

extension Correction.Label {
    /// The intent of an example with this label: of all entries the class of knowledge, nil out of scope.
    var exampleIntent: String? {
        switch self {
        case .intent(let name): name
        case .entry: TrainingExample.knowledge
        case .nothing: nil
        }
    }
}
