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
        package var contradicted = 0
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
        var known = Dictionary(catalog.trainingExamples.map { ($0.key, $0.intent) }) { first, _ in first }
        for label in try lastLabels() where catalog.has(label.label) {
            guard let text = ExampleWriter.example(of: label.text, without: personalData) else { continue }
            if let standing = known[MessageKey(text)] {
                if standing != label.label.exampleIntent { written.contradicted += 1 }
                continue
            }
            switch label.label {
            case .nothing: continue
            case .entry(let id): try add(alias: text, of: id)
            case .intent(let name):
                guard let intent = catalog[name] else { continue }
                known[MessageKey(text)] = name
                let file = intent.location.file
                let isWritable = ["yml", "yaml"].contains(KnowledgeBase.ending(of: file))
                if isWritable { examples[file, default: []].append(text) } else { written.left += 1 }
            }
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

    /// The label in force of each message, in the order in which they were given.
    private func lastLabels() throws -> [Correction] {
        let corrections = try bot.conversations.corrections()
        let last = Dictionary(corrections.map { (MessageKey($0.text), $0) }, uniquingKeysWith: { $1 })
        return corrections.unique(by: \.text).compactMap { last[MessageKey($0.text)] }
    }
}
