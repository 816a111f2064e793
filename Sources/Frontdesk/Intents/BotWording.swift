/// The wording of the bot itself, from `intents/_replies.yml`.
package struct BotWording: Sendable {
    /// What the bot says on its own account.
    package enum Key: String, Sendable, CaseIterable {
        case fallback, clarify, suggestions, cancelled, empty
        case clarifyUnsure = "clarify_unsure"
        case clarifyNone = "clarify_none"
        case clarifyNumber = "clarify_number"
        case handoffRequested = "handoff_requested"
        case handoffUrgent = "handoff_urgent"
        case handoffFailed = "handoff_failed"
        case handoffContact = "handoff_contact"
        case handoffUnavailable = "handoff_unavailable"
        case otherLanguage = "other_language"
        case outOfScope = "out_of_scope"
        case askAgain = "ask_again"
        case actionFailed = "action_failed"
    }

    static let fileName = "_replies.yml"
    /// What `clarify_unsure` was called; files that have it go on.
    private static let formerUnsure = "not_sure"
    private var variants: [Key: [AnswerVariant]]

    /// The variants of a wording: the file's own, else the built-in one.
    package subscript(key: Key) -> [AnswerVariant] {
        variants[key] ?? [AnswerVariant(wording: Self.builtIn(key), location: SourceLocation(file: "built-in"))]
    }

    /// The variants that the bot's file has; the built-in ones need no check.
    var own: [AnswerVariant] { Key.allCases.flatMap { variants[$0] ?? [] } }

    /// Only the built-in wording.
    package init() {
        variants = [:]
    }

    init(_ text: String, named name: String) throws {
        self.init()
        let root = try SourceValue.yaml(text, file: name)
        guard !root.isNull else { return }
        let values = try root.map("the wording")
        try values.allow(Key.allCases.map(\.rawValue) + [Self.formerUnsure])
        for item in values.items {
            if let key = Key(rawValue: item.key) { variants[key] = try Self.written(item.value) }
        }
        if variants[.clarifyUnsure] == nil, let value = values[Self.formerUnsure] {
            variants[.clarifyUnsure] = try Self.written(value)
        }
    }

    /// Nil for an empty list, which leaves the built-in wording in force: a bot that says nothing is no bot.
    private static func written(_ value: SourceValue) throws -> [AnswerVariant]? {
        let variants = try IntentFile.variants(value)
        return variants.isEmpty ? nil : variants
    }
}

extension BotWording {
    private static func builtIn(_ key: Key) -> LocalizedText {
        let (english, chinese) = builtInPair(key)
        return [.english: english, .chinese: chinese]
    }

    private static func builtInPair(_ key: Key) -> (String, String) {
        switch key {
        case .fallback: ("I did not understand that. Could you put it another way?", "我没有听懂，可以换个说法吗？")
        case .clarify: ("Which of these do you mean?\n{{options}}", "您想问的是哪一个？\n{{options}}")
        case .clarifyUnsure:
            ("I am not sure I understood. Did you mean one of these?\n{{options}}", "我不太确定您的意思。您想问的是不是：\n{{options}}")
        case .clarifyNone: ("None of these, then. What is it about?", "都不是的话，请再说说是什么事。")
        case .clarifyNumber:
            (
                "There are {{count}} to choose from. Which one is it?\n{{options}}",
                "一共有 {{count}} 个选项，您想问的是哪一个？\n{{options}}"
            )
        case .handoffRequested: ("I have passed your message on.", "已将您的留言转给人工。")
        case .handoffUrgent: ("I have passed this on as urgent.", "已作为紧急事项转给人工。")
        case .handoffFailed: ("I cannot help here; I have passed your message on.", "这件事我帮不上，已将您的留言转给人工。")
        case .handoffContact: ("A person can help you with this. {{facts.contact}}", "这件事需要人工处理。{{facts.contact}}")
        case .handoffUnavailable: ("I could not pass your message on just now.", "暂时无法转给人工。")
        case .otherLanguage: ("I have this in another language only:", "这条内容目前只有其他语言的版本：")
        case .suggestions: ("You may also ask:\n{{options}}", "猜您想问：\n{{options}}")
        case .outOfScope: ("That is nothing I can help with.", "这件事我帮不上忙。")
        case .cancelled: ("All right.", "好的。")
        case .askAgain: ("That does not look right. {{question}}", "好像不太对。{{question}}")
        case .actionFailed: ("I cannot look that up just now.", "暂时无法查询。")
        case .empty: ("What can I do for you?", "请问有什么可以帮您？")
        }
    }
}
