/// What other programs call those who speak, in English and Chinese.
enum SpeakerWords {
    private static let usual: [(speaker: Turn.Speaker, words: [String])] = [
        (
            .customer,
            [
                "customer", "user", "client", "visitor", "guest", "buyer", "contact", "end user", "客户", "用户", "买家",
                "访客",
                "顾客",
            ]
        ),
        (
            .agent,
            [
                "agent", "operator", "staff", "support", "human", "representative", "seller", "客服", "坐席", "座席", "人工",
                "人工客服", "卖家", "商家",
            ]
        ),
        (.bot, ["bot", "assistant", "robot", "chatbot", "virtual assistant", "机器人", "智能客服", "机器人客服", "智能助手"]),
    ]
    private static let speakers: [String: Turn.Speaker] = usual.reduce(into: [:]) { speakers, item in
        for word in item.words { speakers[word] = item.speaker }
    }

    /// Who a word stands for, whatever its case, width and what stands in brackets behind it.
    static func speaker(_ word: String) -> Turn.Speaker? {
        speakers[word] ?? speakers[word.lowercased()] ?? speakers[FieldNames.folded(word)]
    }

    /// Every word, for a complaint about another one.
    static let list = usual.map { "\($0.speaker.rawValue) (\($0.words.joined(separator: ", ")))" }
        .joined(separator: "; ")
}
