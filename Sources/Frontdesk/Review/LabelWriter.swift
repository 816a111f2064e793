internal import Foundation

/// Writes what people labelled into the bot's files: examples of intents, and aliases of knowledge entries.
///
/// All files are made anew before the first is replaced: what cannot be written changes nothing.
package struct LabelWriter {
    /// What became of the labels.
    package struct Written: Sendable {
        /// The number of examples or aliases by file.
        package var files: [String: Int] = [:]
        /// Labels that lead to what stands in files which are not written to.
        package var left = 0
        /// Labels of messages that stand in `intents/` under something else.
        package var contradicted: [Contradiction] = []
        /// Labels that a training set aside: in the files they would be the owner's word.
        package var setAside = 0
    }

    /// A label of a message that stands in `intents/` under something else.
    package struct Contradiction: Sendable, Hashable {
        /// Where it stands.
        package let location: SourceLocation
        /// The intent that it stands under; nil is out of scope.
        package let intent: String?
        package let label: Correction.Label
    }

    private let bot: Bot
    private let personalData: PersonalData
    private var written = Written()
    private var examples: [String: [String]] = [:]
    private var aliases: [String: [KnowledgeEntry.Key: [String]]] = [:]

    init(_ bot: Bot) throws {
        self.bot = bot
        personalData = try PersonalData(bot.files.current.catalog)
    }

    /// Writes all labels in force that do not stand in the files yet.
    mutating func write() throws -> Written {
        try collect()
        let texts = try changedTexts()
        for (file, text) in texts {
            try AtomicFile.write(text, to: bot.folder.url.appending(path: file), named: file)
        }
        return written
    }

    private mutating func collect() throws {
        let catalog = bot.files.current.catalog
        let known = Dictionary(catalog.trainingExamples.map { ($0.key, $0) }) { first, _ in first }
        let setAside = Set(try bot.conversations.suspects().map(\.suspect).filter(\.isSetAside).map(\.correction))
        for (text, given) in try lastLabels() where catalog.has(given.correction.label) {
            let label = given.correction.label
            let standing = known[MessageKey(text)]
            if let standing, standing.intent == label.exampleIntent { continue }
            if setAside.contains(given.id) {
                written.setAside += label == .nothing ? 0 : 1
            } else if let standing {
                contradict(label, standing)
            } else {
                try add(text, label)
            }
        }
    }

    private mutating func contradict(_ label: Correction.Label, _ standing: TrainingExample) {
        guard let location = standing.location else { return }
        written.contradicted.append(Contradiction(location: location, intent: standing.intent, label: label))
    }

    private mutating func add(_ text: String, _ label: Correction.Label) throws {
        switch label {
        case .nothing: return
        case .entry(let id): try add(alias: text, of: id)
        case .intent(let name):
            guard let file = bot.files.current.catalog[name]?.location.file else { return }
            let isWritable = ["yml", "yaml"].contains(KnowledgeBase.ending(of: file))
            if isWritable { examples[file, default: []].append(text) } else { written.left += 1 }
        }
    }

    /// An alias in another language than all of the entry's would be that of an entry which is not there.
    private mutating func add(alias: String, of id: String) throws {
        let language = Language.detect(in: alias) ?? .english
        guard let entry = try bot.mind.entry(id, language) else { return }
        let file = entry.location.file
        let isWritable = ["yml", "yaml", "jsonl"].contains(KnowledgeBase.ending(of: file)) && !entry.isPassage
        guard entry.language == language, isWritable else {
            written.left += 1
            return
        }
        let added = aliases[file]?[entry.key] ?? []
        let known = ([entry.question] + entry.aliases + added).map(MessageKey.init)
        guard !known.contains(MessageKey(alias)) else { return }
        aliases[file, default: [:]][entry.key, default: []].append(alias)
    }

    private mutating func changedTexts() throws -> [(file: String, text: String)] {
        var texts: [(String, String)] = []
        for (file, added) in examples.sorted(by: { $0.key < $1.key }) {
            texts.append((file, try ExampleWriter.adding(added, to: text(of: file), named: file)))
            written.files[file] = added.count
        }
        for (file, added) in aliases.sorted(by: { $0.key < $1.key }) {
            guard let text = try AliasWriter.adding(added, to: text(of: file), named: file) else { continue }
            texts.append((file, text))
            written.files[file] = added.values.reduce(0) { $0 + $1.count }
        }
        return texts
    }

    private func text(of file: String) throws -> String {
        try TextFile.read(ofBot: bot.folder.url.appending(path: file), named: file)
    }

    /// The last label of each message as an example, in the order in which they were given: one that a training set aside
    /// hides those before it, as it does there.
    private func lastLabels() throws -> [(text: String, given: NumberedCorrection)] {
        let labels = try bot.conversations.numberedCorrections().compactMap { given in
            ExampleWriter.example(of: given.correction.text, without: personalData).map { (text: $0, given: given) }
        }
        let last = Dictionary(labels.map { (MessageKey($0.text), $0) }, uniquingKeysWith: { $1 })
        return labels.unique(by: \.text).compactMap { last[MessageKey($0.text)] }
    }
}
