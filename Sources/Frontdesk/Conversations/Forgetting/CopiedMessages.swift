internal import Foundation

/// What the bot's own files hold of a customer: lines that read like their messages, as `review` writes them there.
///
/// Nothing is taken out of files that people write; but what stands there is learnt by the next training.
struct CopiedMessages {
    private let folder: BotFolder
    private let contents: [IntentCatalog.Content]

    /// Reads `intents/`; a file that cannot be read may hold their words, so that it is an error.
    init(_ folder: BotFolder) throws {
        self.folder = folder
        contents = try Self.all(IntentCatalog.files(in: folder)) { [try IntentCatalog.content(of: $0, in: folder)] }
    }

    /// Where messages stand, each place once, in the order of the files.
    func places(of messages: [String]) throws -> [SourceLocation] {
        guard !messages.isEmpty else { return [] }
        let keys = try keys(of: messages)
        var seen: Set<SourceLocation> = []
        return try (examples + entries() + evaluated()).filter { keys.contains($0.key) }.map(\.location)
            .filter { seen.insert($0).inserted }
    }

    private typealias Line = (key: MessageKey, location: SourceLocation)

    /// A message may stand there as it was, as an example, or as a question that `review --answers` drafted.
    private func keys(of messages: [String]) throws -> Set<MessageKey> {
        let personalData = try PersonalData(IntentCatalog(intents: contents.flatMap(\.intents)))
        let texts = messages.flatMap { message in
            let example = ExampleWriter.example(of: message, without: personalData)
            return [message, example, example.map(LogMessage.cleaned)].compactMap { $0 }
        }
        return Set(texts.map(MessageKey.init))
    }

    private var examples: [Line] {
        contents.flatMap { $0.intents.flatMap(\.examples) + $0.outOfScope }.map { ($0.key, $0.location) }
    }

    /// Passages are no questions: their title paths are not what a customer writes.
    private func entries() throws -> [Line] {
        try Self.all(KnowledgeBase.files(in: folder.url)) { try KnowledgeBase.entries(of: $0, in: folder.url) }
            .filter { !$0.isPassage }
            .flatMap { entry in ([entry.question] + entry.aliases).map { (MessageKey($0), entry.location) } }
    }

    private func evaluated() throws -> [Line] {
        try Self.all([folder.evaluation, folder.calibration]) {
            try EvaluationMessage.all(in: $0, of: folder, intents: [])
        }.map { (MessageKey($0.text), $0.location) }
    }

    /// What all files hold; everything that is wrong with them is thrown together.
    private static func all<File, Element>(_ files: [File], _ read: (File) throws -> [Element]) throws -> [Element] {
        var problems = BotErrors()
        let found = try files.flatMap { file in try problems.collect { try read(file) } ?? [] }
        try problems.throwIfAny()
        return found
    }
}
