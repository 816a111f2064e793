internal import BERT
internal import Foundation
internal import Kernels

/// What understands messages: the champion model, its encoder, the examples as they stand now, the knowledge search.
struct Mind: Sendable {
    /// What was found out about one message.
    struct Findings: Sendable {
        let ranking: Ranking
        let hits: [KnowledgeHit]
        /// Intents and entries on one scale.
        private(set) var candidates: [Candidate]
        private(set) var outOfScope: Double

        init(ranking: Ranking, hits: [KnowledgeHit], candidates: [Candidate]) {
            (self.ranking, self.hits, self.candidates) = (ranking, hits, candidates)
            outOfScope = ranking.outOfScope
        }

        /// Takes over what somebody said this very message means; nil is that nothing fits.
        mutating func settle(on option: Candidate.Option?) {
            let sure = IntentClassifier.sameMessageConfidence
            candidates = candidates.filter { $0.option != option }.map {
                Candidate($0.option, confidence: $0.confidence * (1 - sure))
            }
            if let option { candidates.append(Candidate(option, confidence: sure)) }
            outOfScope = option == nil ? sure : outOfScope * (1 - sure)
        }

        /// Takes a reply out that is known not to be the right one: the others' chances grow by as much.
        mutating func rule(out option: Candidate.Option) {
            let excluded = candidates.first { $0.option == option }?.confidence ?? 0
            candidates = candidates.filter { $0.option != option }.map {
                Candidate($0.option, confidence: min($0.confidence / max(1 - excluded, 1e-9), Self.almostSure))
            }
        }

        private static let almostSure = 0.99

        /// Without entries whose question reads like that of a likelier one: of two choices alike nobody can choose.
        var distinctCandidates: [Candidate] {
            let questions = Dictionary(
                hits.map { (Candidate.Option.entry($0.entry.id), MessageKey($0.entry.question)) }
            ) { first, _ in first }
            var seen: Set<MessageKey> = []
            return candidates.sorted { $0.confidence > $1.confidence }.filter { candidate in
                questions[candidate.option].map { seen.insert($0).inserted } ?? true
            }
        }
    }

    /// Up to so many entries, their questions count as examples as soon as they are written.
    static let mostLiveEntries = 10_000

    let cache: EmbeddingCache
    /// What single words mean to the model's base encoder.
    private var words: WordEmbeddings
    private let index: KnowledgeIndex
    private let registry: ModelRegistry
    private let installation: Installation
    private let conversations: ConversationStore
    private let folder: BotFolder
    /// Whether newly promoted models are left alone: this one is measured.
    private let isFixed: Bool
    private(set) var model: LoadedModel
    private(set) var search: KnowledgeSearch
    /// Whether texts lack their vectors, so that the search does without.
    private(set) var isByWords = false
    /// Whether there are too many entries, or too many without vectors, for their questions to be live examples.
    private var hasManyEntries = false
    private(set) var live = LiveExamples.none
    /// What messages mean that people corrected, by the messages' keys; labels of what is gone are none.
    private var corrected: [MessageKey: Correction.Label] = [:]
    /// What `live` was made from.
    private var liveVersion: (files: String, corrections: Int, model: String, isByWords: Bool)?

    /// `model` is the one to measure; without it the champion answers, and whichever follows it.
    init(
        _ folder: BotFolder, store: Store, registry: ModelRegistry, installation: Installation,
        conversations: ConversationStore, model fixed: String? = nil
    ) throws {
        cache = EmbeddingCache(store)
        index = KnowledgeIndex(store)
        self.registry = registry
        self.installation = installation
        self.conversations = conversations
        self.folder = folder
        isFixed = fixed != nil
        guard let id = try fixed ?? registry.champion() else {
            throw BotError(
                .configuration, at: SourceLocation(file: folder.state.path(percentEncoded: false)),
                "this bot has no model yet", mend: "Train one with 'frontdesk train'")
        }
        model = try LoadedModel(id, registry, installation)
        words = model.encoder.words(in: cache)
        search = try Self.search(index, model, words, byWords: false)
    }

    /// Takes in a newly promoted model, edited examples, new corrections, and changed knowledge; says what hinders.
    mutating func refresh(files: LiveFiles.Contents) throws -> [String] {
        var notices = try refreshModel()
        notices += try refreshKnowledge()
        try refreshExamples(files)
        return notices
    }

    /// Understands one message; the encoder reads it once for intents and search.
    func findings(for text: String, _ language: Language) throws -> Findings {
        let vectors = try model.encoder.vectors(of: text)
        let ranking = model.classifier.rank(text, embedding: vectors.message[row: 0], live: live)
        // An entry without an answer can be found, by those who look for it, but has nothing to tell.
        let hits = try search.hits(for: text, vector: Array(vectors.base[row: 0]), language: language)
            .filter { !$0.entry.answer.isEmpty }
        var findings = Findings(
            ranking: ranking, hits: hits, candidates: model.routing.candidates(.init(language, ranking, hits)))
        if let meaning = try knownMeaning(of: text, language, ranking, hits) { findings.settle(on: meaning) }
        return findings
    }

    /// What people said that this very message means: corrections first, then examples and the entries' questions.
    ///
    /// Nil where nobody said anything that still leads somewhere; an inner nil is that nothing fits.
    private func knownMeaning(
        of text: String, _ language: Language, _ ranking: Ranking, _ hits: [KnowledgeHit]
    ) throws -> Candidate.Option?? {
        let key = MessageKey(text)
        if let label = corrected[key], try isAnswered(label, language) { return .some(label.option) }
        if ranking.sameMessage.count == 1, let intent = ranking.sameMessage.first, intent != TrainingExample.knowledge {
            return .some(intent.map(Candidate.Option.intent))
        }
        guard ranking.sameMessage == [TrainingExample.knowledge] || hasManyEntries && ranking.sameMessage.isEmpty else {
            return nil
        }
        return hits.first { MessageKey($0.matchedText) == key }.map { .entry($0.entry.id) }
    }

    /// Whether the entry that a label leads to can be told today; labels of intents that are gone were left out before.
    private func isAnswered(_ label: Correction.Label, _ language: Language) throws -> Bool {
        guard case .entry(let id) = label else { return true }
        guard let entry = try entry(id, language) else { return false }
        return entry.isAnswered(on: KnowledgeEntry.today()) && !entry.answer.isEmpty
    }

    /// What the knowledge search alone finds.
    func hits(for text: String, _ language: Language, limit: Int) throws -> [KnowledgeHit] {
        let embedding = model.encoder.base.encoder.embed([text])
        return try search.hits(for: text, vector: Array(embedding[row: 0]), language: language, limit: limit)
    }

    /// The published entries nearest to another.
    func neighbours(of entry: KnowledgeEntry, _ language: Language, count: Int) throws -> [KnowledgeSearch.Neighbour] {
        try search.neighbours(of: entry, language, count: count)
    }

    /// The ids of all entries, drafts and expired ones included.
    func entryIDs() throws -> Set<String> {
        try index.ids()
    }

    func thresholds(for language: Language) -> RoutingThresholds {
        model.routing.thresholds(for: language)
    }

    /// An entry in a language, else in another that it has.
    func entry(_ id: String, _ language: Language) throws -> KnowledgeEntry? {
        try index.entry(id, language: language)
    }
}

extension Mind {
    /// Computes all vectors that are missing, for those who do not wait for a reply.
    func embed(progress: (JobProgress) throws -> Void) throws {
        try KnowledgeEmbedding(index, model, cache).run(progress: progress)
    }

    /// The search that a model calibrated; without vectors where some are missing.
    private static func search(
        _ index: KnowledgeIndex, _ model: LoadedModel, _ words: WordEmbeddings, byWords: Bool
    ) throws -> KnowledgeSearch {
        try KnowledgeSearch(
            index, encoder: byWords ? nil : model.manifest.base, calibration: model.knowledge, words: words)
    }

    /// A new champion that fails to load never replaces the one that works.
    private mutating func refreshModel() throws -> [String] {
        guard !isFixed, let champion = try registry.champion(), champion != model.id else { return [] }
        do {
            let next = try LoadedModel(champion, registry, installation, sharing: model)
            let lacksVectors = try !index.isEmbedded(by: next.manifest.base)
            let nextWords = next.manifest.base == model.manifest.base ? words : next.encoder.words(in: cache)
            search = try Self.search(index, next, nextWords, byWords: lacksVectors)
            (model, words, isByWords) = (next, nextWords, lacksVectors)
            return []
        } catch {
            return [Notice.of(error, "The model \(model.id) keeps answering")]
        }
    }

    /// Whoever waits for a reply does not wait longer for another process.
    private static let patience = Duration.milliseconds(100)

    private mutating func refreshKnowledge() throws -> [String] {
        var notices: [String] = []
        do {
            // While another process is at it, as an import is for minutes, what the index holds answers.
            try index.refresh(folder: folder.url, patience: Self.patience)
        } catch let error as BotErrors {
            notices = [Notice.of(error, "The last good version keeps answering")]
        } catch let error as BotError where error.location?.file.hasPrefix("knowledge") == true {
            notices = [Notice.of(error, "The last good version keeps answering")]
        }
        try refreshSearch()
        return notices
    }

    /// Loads the search anew where the index changed, or where vectors came that were missing.
    ///
    /// A reply computes the vectors of a few new texts, and none while another process computes them. Until all are there,
    /// all entries are found by their words alone, so that none has an advantage.
    private mutating func refreshSearch() throws {
        let encoder = model.encoder
        let hasChanged = try index.generation() != search.generation
        guard hasChanged || isByWords || !search.isComplete else { return }
        if try !index.isEmbedded(by: encoder.base.name) {
            try index.embedFew(encoder: encoder.base.name) { try encoder.embeddings(of: $0, in: cache) }
        }
        let lacksVectors = try !index.isEmbedded(by: encoder.base.name)
        if isByWords, lacksVectors, !hasChanged { return }
        isByWords = lacksVectors
        search = try Self.search(index, model, words, byWords: isByWords)
    }

    /// Examples added to the files or by corrections count at once, withdrawn ones no more.
    ///
    /// Of a large knowledge base, or one of whose questions many have yet to be read by the model's own encoder, the
    /// questions count as examples from the next training on: the reply does not wait, and the search finds them anyway.
    private mutating func refreshExamples(_ files: LiveFiles.Contents) throws {
        let version = (
            "\(files.version) \(search.generation)", try conversations.correctionsVersion(), model.id, isByWords
        )
        guard liveVersion.map({ $0 != version }) ?? true else { return }
        let corrections = try corrections(files.catalog)
        corrected = Dictionary(corrections.map { (MessageKey($0.text), $0.label) }, uniquingKeysWith: { $1 })
        hasManyEntries = try isByWords || index.hasMoreEntries(than: Self.mostLiveEntries)
        var (added, withdrawn) = try difference(files, corrections)
        let questions = added.filter { $0.intent == TrainingExample.knowledge }.map(\.text)
        if try model.encoder.countMissing(in: questions, cache) > KnowledgeIndex.fewTexts {
            hasManyEntries = true
            (added, withdrawn) = try difference(files, corrections)
        }
        let vectors = try model.encoder.vectors(of: added.map(\.text), in: cache)
        live = model.classifier.live(added: added, embeddings: vectors.message, withdrawn: withdrawn)
        liveVersion = version
    }

    /// What people corrected, without the labels of intents and entries that are gone.
    private func corrections(_ catalog: IntentCatalog) throws -> [Correction] {
        let all = try conversations.trustedCorrections()
        let ids = Set(all.compactMap { if case .entry(let id) = $0.label { id } else { nil } })
        let entries = try index.questions(of: ids.sorted())
        return all.filter { correction in
            guard case .entry(let id) = correction.label else { return catalog.has(correction.label) }
            return entries[id] != nil
        }
    }

    /// What came to the examples and went since the training; of many entries' questions, none.
    private func difference(
        _ files: LiveFiles.Contents, _ corrections: [Correction]
    ) throws -> (added: [TrainingExample], withdrawn: Set<Int>) {
        let entries = try hasManyEntries ? [] : index.entries().filter { $0.status == .published }
        let current = try TrainingSetBuilder.collect(files.catalog, entries, corrections).examples
        var (added, withdrawn) = model.classifier.difference(to: current)
        if hasManyEntries {
            withdrawn = withdrawn.filter { model.classifier.intent(of: $0) != TrainingExample.knowledge }
        }
        return (added, withdrawn)
    }
}

extension RoutingModel.Evidence {
    /// A ranking and what the search found.
    init(_ language: Language, _ ranking: Ranking, _ hits: [KnowledgeHit]) {
        self.init(
            language, ranking, hits.map { Candidate(.entry($0.entry.id), confidence: $0.confidence) },
            score: hits.first?.score ?? 0, margin: hits.first?.margin ?? 0)
    }
}
