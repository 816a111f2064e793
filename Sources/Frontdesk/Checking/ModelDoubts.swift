internal import Kernels

/// Doubts that take a model: examples that mean the same, labels that others speak against, intents of no use.
struct ModelDoubts {
    private let material: BotMaterial
    private let written: WrittenExamples
    private let installed: ModelCheck.Installed
    private let installation: Installation
    private let progress: (JobProgress) throws -> Void

    /// A quick check computes embeddings of so many texts at most, as a reply does.
    private static let mostComputed = 64
    /// Of more examples a quick check does not compare each with each: that takes a second for ten thousand.
    private static let mostCompared = 10_000

    init(
        _ material: BotMaterial, _ written: WrittenExamples, _ installed: ModelCheck.Installed,
        _ installation: Installation, progress: @escaping (JobProgress) throws -> Void
    ) {
        self.material = material
        self.written = written
        self.installed = installed
        self.installation = installation
        self.progress = progress
    }

    /// What costs next to nothing: vectors that are kept, and the log. `told` are places that have a warning already.
    func quickWarnings(besides told: Set<SourceLocation>) throws -> [BotWarning] {
        guard let store = installed.store, let model = installed.model else { return [] }
        let unused = try unusedIntents(store, model)
        guard comparable.count <= Self.mostCompared else { return unused }
        let vectors = try vectors(model.encoder, EmbeddingCache(store))
        let places = comparable.filter { vectors[written.examples[$0].text] != nil }
        let rows = places.compactMap { vectors[written.examples[$0].text] }
        let embeddings = Matrix(rows: rows.count, columns: rows.first?.count ?? 0, values: rows.flatMap(\.self))
        return try likeness(places, embeddings, told) + unused
    }

    /// Everything: vectors that are not kept are computed and kept, and each label is judged by the others.
    func deepWarnings(besides told: Set<SourceLocation>) throws -> [BotWarning] {
        guard installation.has(installed.base) else { return [] }
        let store = try installed.store ?? Store(folder: material.folder.state)
        let encoder =
            try installed.model?.encoder
            ?? MessageEncoder(base: .init(name: installed.base, encoder: installation.encoder(of: installed.base)))
        let cache = EmbeddingCache(store)
        let entries = material.entries.filter { $0.status == .published }
        let examples = try TrainingSetBuilder.collect(material.catalog, entries, []).examples
        func vectors(of texts: [String]) throws -> MessageEncoder.Vectors {
            try encoder.vectors(of: texts, in: cache) { done, total in
                try progress(JobProgress(step: "Embedding examples", done: done, total: total))
            }
        }
        let labels = try MislabelCheck(examples).warnings(
            embeddings: vectors(of: examples.map(\.text)).message, progress: progress)
        let embeddings = try vectors(of: comparable.map { written.examples[$0].text }).base
        let unused = try installed.model.map { try unusedIntents(store, $0) }
        return try labels + likeness(comparable, embeddings, told) + (unused ?? [])
    }

    private func unusedIntents(_ store: Store, _ model: LoadedModel) throws -> [BotWarning] {
        try UsageCheck(ConversationStore(store), model: model.id, intents: model.classifier.intents).warnings(
            material.catalog)
    }

    /// The examples of intents that the base model can read.
    private var comparable: [Int] {
        written.examples.indices.filter { place in
            let example = written.examples[place]
            return example.intent != nil && Language.detect(in: example.text) != .chinese
        }
    }

    private func likeness(_ places: [Int], _ embeddings: Matrix, _ told: Set<SourceLocation>) throws -> [BotWarning] {
        try LikenessCheck(written, places: places, embeddings: embeddings).warnings(
            material.catalog, besides: told, progress: progress)
    }

    /// The embeddings that are kept of examples, and of a few more that are computed, by their texts.
    private func vectors(_ encoder: MessageEncoder, _ cache: EmbeddingCache) throws -> [String: [Float]] {
        let texts = Set(comparable.map { written.examples[$0].text })
        var vectors = try encoder.keptEmbeddings(of: texts, in: cache)
        let missing = texts.filter { vectors[$0] == nil }.sorted()
        guard !missing.isEmpty, missing.count <= Self.mostComputed else { return vectors }
        let computed = encoder.passingVectors(of: missing).base
        for (row, text) in missing.enumerated() { vectors[text] = Array(computed[row: row]) }
        return vectors
    }
}
