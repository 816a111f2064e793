internal import Foundation

/// Everything that people wrote for a bot, as far as it can be read.
struct BotMaterial: Sendable {
    let folder: BotFolder
    let settings: Settings
    let catalog: IntentCatalog
    let entries: [KnowledgeEntry]
    /// Of `evaluation/`, then of `calibration/`.
    private(set) var messages: [EvaluationMessage] = []
    private(set) var calibration: [EvaluationMessage] = []
    private(set) var queries: [EvaluationQuery] = []
    private(set) var conversations: [ConversationTest] = []
    /// Whether all intents, and all entries, are there: else a name that is not found may be in a file that is wrong.
    let hasAllIntents: Bool
    let hasAllEntries: Bool

    /// Reads every file; what is wrong with them goes to `problems`.
    init(_ folder: BotFolder, _ problems: inout BotErrors) throws {
        self.folder = folder
        let (settings, settingsProblems) = try Settings.read(folder)
        let (catalog, intentProblems) =
            try problems.collect { try IntentCatalog.read(folder, settings: settings) }
            ?? (IntentCatalog(intents: []), BotErrors([]))
        let (entries, knowledgeProblems) = try KnowledgeBase.read(folder: folder.url)
        hasAllIntents = intentProblems.errors.isEmpty && !catalog.intents.isEmpty
        hasAllEntries = knowledgeProblems.errors.isEmpty
        self.settings = settings ?? Settings()
        self.catalog = catalog
        self.entries = entries
        for several in [settingsProblems, intentProblems, knowledgeProblems] {
            problems.append(contentsOf: several.errors)
        }
        try readEvaluation(&problems)
        try readCalibration(&problems)
    }

    /// The entries that customers are told on a day.
    func answered(on day: String) -> [KnowledgeEntry] {
        entries.filter { $0.isAnswered(on: day) && !$0.answer.isEmpty }
    }

    /// What a template's `facts.NAME` stands for; nil for a name that is no fact of the bot's.
    func fact(named name: String) -> LocalizedText? {
        name.hasPrefix("facts.") ? settings.facts[String(name.dropFirst("facts.".count))] : nil
    }

    private mutating func readEvaluation(_ problems: inout BotErrors) throws {
        let endings = ["jsonl", "yml", "yaml"] + EvaluationQuery.tableEndings
        for file in try BotFolder.files(in: folder.evaluation, endings: endings) {
            let name = folder.relativePath(of: file)
            let ending = KnowledgeBase.ending(of: name)
            _ = try problems.collect {
                if EvaluationQuery.tableEndings.contains(ending) {
                    let table = try DelimitedText(foreign: TextFile.bytes(ofBot: file, named: name), file: name)
                    if EvaluationQuery.areIn(table) { queries += try EvaluationQuery.read(table) }
                    return
                }
                let text = try TextFile.read(ofBot: file, named: name)
                if ending != "jsonl" {
                    conversations += try ConversationTest.read(text, named: name)
                } else if EvaluationQuery.areIn(text) {
                    queries += try EvaluationQuery.read(text, named: name)
                } else {
                    messages += try EvaluationMessage.read(text, named: name, intents: Set(catalog.names))
                }
            }
        }
    }

    private mutating func readCalibration(_ problems: inout BotErrors) throws {
        _ = try problems.collect { try EvaluationMessage.assertNoneInTables(of: folder.calibration, of: folder) }
        for file in try BotFolder.files(in: folder.calibration, endings: ["jsonl"]) {
            let name = folder.relativePath(of: file)
            _ = try problems.collect {
                calibration += try EvaluationMessage.read(
                    TextFile.read(ofBot: file, named: name), named: name, intents: Set(catalog.names))
            }
        }
    }
}
