internal import Foundation
internal import Kernels

/// Measures models on what they were not trained on: what `train` decides by, and `model compare` shows.
package struct ModelJudge {
    private let folder: BotFolder
    private let installation: Installation
    private let registry: ModelRegistry
    let cache: EmbeddingCache
    private let evaluation: [EvaluationMessage]
    private let conversations: [ConversationTest]
    /// Messages with an intent: those held out of every training, and those of `evaluation/`.
    let messages: [TrainingExample]
    /// Messages of conversations to which the same label was given twice: it is not doubted any more.
    let confirmed: Set<MessageKey>

    /// Prepares to judge the models of a bot by its files as they stand now.
    package init(_ folder: BotFolder, _ installation: Installation) throws {
        let store = try Store(folder: folder.state)
        let files = try LiveFiles(folder).current
        let entries = try KnowledgeIndex(store).entries().filter { $0.status == .published }
        let corrections = try ConversationStore(store).corrections()
        let set = try TrainingSetBuilder.collect(files.catalog, entries, corrections).build(holdOut: true)
        try self.init(folder, installation, store, heldOut: set.heldOut, files.catalog)
    }

    /// `heldOut` are the examples that no training saw.
    init(
        _ folder: BotFolder, _ installation: Installation, _ store: Store, heldOut: [TrainingExample],
        _ catalog: IntentCatalog
    ) throws {
        self.folder = folder
        self.installation = installation
        registry = ModelRegistry(store, folder: folder)
        cache = EmbeddingCache(store)
        evaluation = try EvaluationMessage.all(in: folder.evaluation, of: folder, intents: Set(catalog.names))
        conversations = try ConversationTest.all(in: folder.evaluation, of: folder)
        let labelled = evaluation.compactMap { message in
            message.intent.map {
                TrainingExample(text: message.text, intent: $0, provenance: .written, location: message.location)
            }
        }
        messages = heldOut.filter { $0.intent != nil } + labelled
        let labels = LabelHistory(try ConversationStore(store).numberedCorrections(), try PersonalData(catalog))
        confirmed = labels.confirmed
    }

    /// Two models measured on the same data, what either was trained on left out.
    package struct Comparison: Sendable {
        package let candidate: ModelMeasure
        package let champion: ModelMeasure
        package let judgement: Judgement
        /// What the candidate learnt and should not have.
        package let doubts: Doubts
        /// The messages whose first intent is right with one model and not with the other.
        package let changes: [Change]
    }

    /// A message that two models understand differently, one of them rightly.
    package struct Change: Sendable, Hashable {
        package let text: String
        package let intent: String
        package let champion: String
        package let candidate: String
    }

    package func compare(_ candidate: LoadedModel, with champion: LoadedModel) throws -> Comparison {
        try compare(candidate, answers: answers(candidate, messages), with: champion)
    }

    /// `answers` are the candidate's to all messages. Both models are measured at the same time.
    func compare(
        _ candidate: LoadedModel, answers: [Confusion.Answer], with champion: LoadedModel
    ) throws -> Comparison {
        let seen = Set([candidate, champion].flatMap { $0.classifier.examples.map(\.key) })
        let places = messages.indices.filter { !seen.contains(messages[$0].key) }
        let unseen = places.map { messages[$0] }
        let newAnswers = places.map { answers[$0] }
        let oldAnswers = try self.answers(champion, unseen)
        // One after the other, before both are at work.
        let times = try [candidate, champion].map { try milliseconds(of: $0) }
        let (new, old) = try concurrently {
            try measure(candidate, newAnswers, milliseconds: times[0])
        } _: {
            try measure(champion, oldAnswers, milliseconds: times[1])
        }
        let doubts = try doubts(about: candidate, since: champion, unseen: unseen)
        return Comparison(
            candidate: new, champion: old,
            judgement: Judgement(candidate: new, champion: old, doubts: doubts.objections), doubts: doubts,
            changes: Self.changes(newAnswers, oldAnswers))
    }

    private static func changes(_ candidate: [Confusion.Answer], _ champion: [Confusion.Answer]) -> [Change] {
        zip(candidate, champion).filter { $0.isRight != $1.isRight }.map { new, old in
            Change(text: new.text, intent: new.truth, champion: old.predicted, candidate: new.predicted)
        }
    }

    private func answers(_ model: LoadedModel, _ messages: [TrainingExample]) throws -> [Confusion.Answer] {
        let vectors = try model.encoder.vectors(of: messages.map(\.text), in: cache)
        return Self.answers(model.classifier, messages, vectors)
    }

    /// What a classifier makes of messages with an intent, one answer each.
    static func answers(
        _ classifier: IntentClassifier, _ messages: [TrainingExample], _ vectors: MessageEncoder.Vectors
    ) -> [Confusion.Answer] {
        let embeddings = vectors.message
        return concurrentMap(messages.count) { index in
            let message = messages[index]
            return message.intent.map { intent in
                Confusion.Answer(
                    truth: intent, classifier.rank(message.text, embedding: embeddings[row: index]),
                    text: message.text, location: message.location)
            }
        }.compactMap { $0 }
    }

    private func milliseconds(of model: LoadedModel) throws -> Double {
        try model.milliseconds(messages.isEmpty ? model.classifier.examples.map(\.text) : messages.map(\.text))
    }

    private func measure(
        _ model: LoadedModel, _ answers: [Confusion.Answer], milliseconds: Double
    ) throws -> ModelMeasure {
        let bot = try Bot(folder: folder.url, installation: installation, model: model.id)
        let evaluator = try Evaluator(bot)
        return ModelMeasure(
            model, firstRight: answers.map(\.isRight),
            tested: evaluation.isEmpty ? nil : try evaluator.evaluate(evaluation),
            conversations: try evaluator.evaluate(conversations), megabytes: try registry.megabytes(of: model.id),
            milliseconds: milliseconds)
    }
}

extension IntentClassifier {
    /// The intents that it can tell, without the class of what knowledge answers.
    var knownIntents: Set<String> { Set(intents).subtracting([TrainingExample.knowledge]) }
}

extension LoadedModel {
    private static let mostTimed = 50

    /// The median time to understand one message, alone as customers send them, over some of these.
    func milliseconds(_ texts: [String]) throws -> Double {
        let step = max(texts.count / Self.mostTimed, 1)
        let times = try stride(from: 0, to: texts.count, by: step).prefix(Self.mostTimed).map { index in
            let start = ContinuousClock.now
            let vectors = try encoder.vectors(of: texts[index])
            _ = classifier.rank(texts[index], embedding: vectors.message[row: 0])
            return start.milliseconds
        }
        return times.isEmpty ? 0 : times.sorted()[times.count / 2]
    }
}

extension ModelRegistry {
    /// The size of a model's files, those of its tuned encoder included.
    func megabytes(of id: String) throws -> Double {
        let manifest = try ModelManifest.load(from: folder(of: id))
        let encoder = manifest.encoder.map { folder.encoders.appending(path: $0, directoryHint: .isDirectory) }
        let folders = [folder(of: id)] + [encoder].compactMap { $0 }
        return Double(try folders.reduce(0) { try $0 + Self.bytes(in: $1) }) / 1e6
    }

    private static func bytes(in folder: URL) throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).reduce(0) { sum, path in
            let values = try folder.appending(path: path).resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            return sum + (values.isRegularFile == true ? values.fileSize ?? 0 : 0)
        }
    }
}
