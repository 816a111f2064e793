/// The fields of a turn in a table, and what other programs call them.
enum LogFields {
    /// Usual names of each field, folded; where a table has several of them, the first one counts.
    private static let usual: [(field: String, names: [String])] = [
        (
            "conversation",
            [
                "conversation", "conversation id", "chat", "chat id", "session", "session id", "dialogue id",
                "dialog id",
                "dialogue", "thread id", "ticket id", "会话id", "会话", "会话编号", "会话号", "对话id", "对话", "对话编号", "工单号",
            ]
        ),
        (
            "customer",
            [
                "customer", "customer id", "client", "client id", "user", "user id", "visitor", "visitor id", "客户id",
                "客户", "客户编号", "用户id", "用户", "用户编号", "买家", "访客id", "访客", "用户名", "客户名称",
            ]
        ),
        (
            "time",
            [
                "time", "timestamp", "sent at", "created at", "date time", "datetime", "date", "时间", "发送时间", "消息时间",
                "创建时间", "时间戳", "日期",
            ]
        ),
        (
            "speaker",
            [
                "speaker", "sender", "role", "sender type", "from", "author", "发送方", "角色", "说话人", "发送者", "发送人", "发言人",
                "发送人类型",
            ]
        ),
        (
            "text",
            [
                "text", "message", "content", "body", "utterance", "内容", "消息", "文本", "消息内容", "聊天内容", "对话内容",
                "发言内容",
            ]
        ),
        ("channel", ["channel", "渠道", "来源渠道"]),
        ("language", ["language", "lang", "locale", "语言", "语种"]),
        ("outcome", ["outcome", "result", "status", "结果", "处理结果", "状态"]),
        ("intent", ["intent", "label", "意图", "标签"]),
        ("feedback", ["feedback", "反馈", "评价"]),
        ("route", ["route"]), ("answer_id", ["answer id"]), ("confidence", ["confidence"]), ("model", ["model"]),
        ("extra", ["extra"]), ("conversation_extra", ["conversation extra"]),
    ]
    static let all = usual.map(\.field)
    /// Those without which a row tells nothing.
    static let needed = ["conversation", "speaker", "text"]

    private static let ranks: [String: (field: String, rank: Int)] = usual.reduce(into: [:]) { ranks, item in
        for (rank, name) in item.names.enumerated() { ranks[name] = (item.field, rank) }
    }

    /// Whether a name is one of a field.
    static func isKnown(_ name: String) -> Bool { ranks[FieldNames.folded(name)] != nil }

    /// Whether a row of names has those without which the others tell nothing.
    static func areComplete(_ names: [String], mapping: [String: String] = [:]) -> Bool {
        let fields = fields(of: names, mapping: mapping)
        return needed.allSatisfy { fields.contains($0) }
    }

    /// The field that each name stands for: by the mapping (field to name), else by usual names; nil for none.
    static func fields(of names: [String], mapping: [String: String]) -> [String?] {
        let mapped = Dictionary(mapping.map { (FieldNames.folded($0.value), $0.key) }) { first, _ in first }
        let found = names.map(FieldNames.folded).map { name -> (field: String, rank: Int)? in
            if let field = mapped[name] { return (field, 0) }
            return ranks[name].flatMap { mapping[$0.field] == nil ? $0 : nil }
        }
        let best = found.compactMap { $0 }.reduce(into: [:]) { $0[$1.field] = min($0[$1.field] ?? .max, $1.rank) }
        var seen: Set<String> = []
        return found.map { name in
            name.flatMap { $0.rank == best[$0.field] && seen.insert($0.field).inserted ? $0.field : nil }
        }
    }
}
