/// Finds intents that the model that answers knows and that its log has never led to.
package struct UsageCheck {
    private let store: ConversationStore
    private let model: String
    private let known: [String]
    private let fewestReplies: Int

    /// `known` are the model's intents; of fewer replies than `fewest` it says nothing that one is not among them.
    package init(_ store: ConversationStore, model: String, intents known: [String], fewest fewestReplies: Int = 2000) {
        self.store = store
        self.model = model
        self.known = known
        self.fewestReplies = fewestReplies
    }

    /// Urgent topics are left out: nobody hopes for them.
    package func warnings(_ catalog: IntentCatalog) throws -> [BotWarning] {
        let use = try store.use(of: model)
        guard use.replies >= fewestReplies else { return [] }
        return known.filter { !use.intents.contains($0) }.compactMap { name in
            guard let intent = catalog[name], intent.handoff != .urgent else { return nil }
            return BotWarning(
                .unusedIntent, at: intent.location,
                "none of the model's \(use.replies) replies came from the intent '\(name)'",
                mend: "See with 'frontdesk review' whether customers ask for it in other words, or remove it")
        }
    }
}
