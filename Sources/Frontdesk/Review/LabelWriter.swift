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

    private var bot: Bot
    private let personalData: PersonalData
    private var written = Written()
    private var examples: [String: [String]] = [:]
    private var aliases: [String: [KnowledgeEntry.Key: [String]]] = [:]
    /// What labels lead to; an entry may have very many.
    private var targets: [KnowledgeEntry.Key: Target] = [:]

    init(_ bot: Bot) throws {
        self.bot = bot
        personalData = try PersonalData(bot.files.current.catalog)
    }

    /// Writes all labels in force that do not stand in the files yet.
    mutating func write() throws -> Written {
        let index = KnowledgeIndex(bot.conversations.store)
        return try index.whileNobodyWrites {
            // What another process wrote meanwhile is not written once more.
            _ = bot.files.refresh()
            _ = try index.refresh(folder: bot.folder.url, written: [:])
            try collect()
            for (file, data) in try changedFiles() {
                try AtomicFile.write(data, to: bot.folder.url.appending(path: file), named: file)
            }
            return written
        }
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
        let key = KnowledgeEntry.Key(id: id, language: Language.detect(in: alias) ?? .english)
        if targets[key] == nil {
            guard let entry = try bot.mind.entry(id, key.language) else { return }
            targets[key] = Target(entry, of: key)
        }
        guard let file = targets[key]?.file else {
            written.left += 1
            return
        }
        guard targets[key]?.known.insert(MessageKey(alias)).inserted == true else { return }
        aliases[file, default: [:]][key, default: []].append(alias)
    }

    private mutating func changedFiles() throws -> [(file: String, data: Data)] {
        var files: [(String, Data)] = []
        for (file, added) in examples.sorted(by: { $0.key < $1.key }) {
            let old = try read(file)
            files.append((file, old.data(of: try ExampleWriter.adding(added, to: old.text, named: file))))
            written.files[file] = added.count
        }
        for (file, added) in aliases.sorted(by: { $0.key < $1.key }) {
            let old = try read(file)
            guard let text = try AliasWriter.adding(added, to: old.text, named: file) else { continue }
            files.append((file, old.data(of: text)))
            written.files[file] = added.values.reduce(0) { $0 + $1.count }
        }
        return files
    }

    private func read(_ file: String) throws -> ReadText {
        try ReadText(ofBot: bot.folder.url.appending(path: file), named: file)
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

/// An entry that labels lead to.
private struct Target {
    /// Where its aliases are written; nil for one that gets none.
    let file: String?
    /// The keys of its question and its aliases, with those to be written.
    var known: Set<MessageKey>

    init(_ entry: KnowledgeEntry, of key: KnowledgeEntry.Key) {
        let file = entry.location.file
        let isWritable = ["yml", "yaml", "jsonl"].contains(KnowledgeBase.ending(of: file)) && !entry.isPassage
        self.file = entry.key == key && isWritable ? file : nil
        known = Set(([entry.question] + entry.aliases).map(MessageKey.init))
    }
}
