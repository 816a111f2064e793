/// Something that lets a bot run, but answer or be measured worse than it could.
package struct BotWarning: Sendable, Hashable, CustomStringConvertible {
    /// What is doubtful; the raw values are what `check --json` prints and `--ignore` takes.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// An intent with few examples.
        case fewExamples = "few_examples"
        /// Something that is there in some of the bot's languages only.
        case missingLanguage = "missing_language"
        /// A language of the bot's in which nothing is written.
        case unusedLanguage = "unused_language"
        /// Entries that are there in one of several languages only, all of them together.
        case oneLanguageEntries = "one_language_entries"
        case missingAnswer = "missing_answer"
        /// A wording that no customer can be told.
        case unreachableAnswer = "unreachable_answer"
        case unusedSlot = "unused_slot"
        /// A mark `{{…}}` that nothing fills in.
        case unknownValue = "unknown_value"
        case unusedFact = "unused_fact"
        case missingFact = "missing_fact"
        /// The same message under two intents.
        case duplicateExample = "duplicate_example"
        /// Nearly the same message under two intents.
        case nearDuplicate = "near_duplicate"
        /// A question of knowledge that is an intent's example too.
        case knowledgeCollision = "knowledge_collision"
        /// A way to ask that two entries share.
        case sharedQuestion = "shared_question"
        case contradiction
        /// An entry that another one with the same question and answer hides.
        case hiddenEntry = "hidden_entry"
        case expiredEntry = "expired_entry"
        case emptyEntry = "empty_entry"
        /// A message that is measured with and learnt from, too, or sets the thresholds.
        case leakedMessage = "leaked_message"
        /// A label that leads nowhere, beside others that do.
        case unknownLabel = "unknown_label"
        case noHandoff = "no_handoff"
        /// Two intents whose examples cannot be told apart.
        case closeIntents = "close_intents"
        /// An example that the others say belongs elsewhere.
        case probableMislabel = "probable_mislabel"
        /// An intent that the log has never led to.
        case unusedIntent = "unused_intent"
    }

    package let kind: Kind
    package let location: SourceLocation
    package let problem: String
    package let mend: String

    init(_ kind: Kind, at location: SourceLocation, _ problem: String, mend: String) {
        self.kind = kind
        self.location = location
        self.problem = problem
        self.mend = mend
    }

    /// `file:line:column: problem. Mend`
    package var description: String { "\(location): \(problem). \(mend)" }
}
