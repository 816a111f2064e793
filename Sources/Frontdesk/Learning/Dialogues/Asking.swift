/// Which messages ask something: what review, topics, and learning from logs look at.
extension LogMessage {
    /// Whether a message says enough to ask something: two words or three ideographs that are not courtesy alone.
    package static func asks(_ text: String) -> Bool {
        let analysis = TextRuns(text)
        let words = analysis.runs.count { $0.kind == .word }
        return (words >= 2 || analysis.ideographs >= 3) && Courtesy.of(text) == nil
    }

    /// The messages that tell what a customer wants: each that the bot replied to, and where people answered, the first.
    static func concerns(_ messages: [LoggedMessage]) -> [LoggedMessage] {
        var begun: Set<String> = []
        return messages.filter { message in
            guard asks(cleaned(message.text)) else { return false }
            let isFirst = begun.insert(message.conversation).inserted
            return isFirst || message.route != nil
        }
    }

    /// Whether a message is put as a question or a wish, so that it asks anew in the midst of a conversation.
    package static func isQuestion(_ text: String) -> Bool {
        if text.contains("?") || text.contains("？") { return true }
        let words = TextRuns(text).texts
        if let first = words.first(where: { !beforeQuestions.contains($0) }), openings.contains(first) { return true }
        let line = " " + words.joined(separator: " ") + " "
        return wishes.contains { line.contains($0) } || chineseQuestions.contains { text.contains($0) }
    }

    /// Whether a reply asks the customer for something that it needs, such as an order's number.
    package static func asksForDetail(_ reply: String) -> Bool {
        let lowered = reply.lowercased()
        if closings.contains(where: { lowered.contains($0) }) { return false }
        return reply.contains("?") || reply.contains("？") || requests.contains { lowered.contains($0) }
    }

    /// Whether a message is so short that, said after a question, it can be nothing but its answer.
    package static func isShort(_ text: String) -> Bool {
        let analysis = TextRuns(text)
        return analysis.runs.count { $0.kind != .ideographs } <= 6 && analysis.ideographs <= 10
    }

    /// Whether a customer asks for a person instead of the one who answers.
    package static func wantsPerson(_ text: String) -> Bool {
        let line = " " + TextRuns(text).texts.joined(separator: " ") + " "
        return persons.contains { line.contains($0) } || chinesePersons.contains { text.contains($0) }
    }

    private static let beforeQuestions = Set(
        "hi hello hey and but so also then ok okay thanks".split(separator: " ").map(String.init))
    private static let openings = Set(
        """
        how what when where why who which whose can could do does did is are am will would should may shall whats \
        hows wheres whens cant isnt doesnt
        """.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let wishes = [
        " i want ", " i need ", " i would like ", " id like ", " help me ", " tell me ", " wondering ", " looking for ",
        " want to know ", " let me know ",
    ]
    private static let chineseQuestions = [
        "吗", "呢", "什么", "怎么", "怎样", "如何", "哪", "几", "多少", "多久", "能不能", "可不可以", "为什么", "为何", "请问", "想", "需要",
        "是否", "有没有", "帮我",
    ]
    private static let closings = ["anything else", "else i can", "其他问题", "其他可以", "还有什么可以", "别的问题"]
    private static let requests = [
        "please provide", "please send", "please share", "please confirm", "please dm", "may i have", "can i have",
        "could you provide", "let us know your", "请提供", "请发", "请告知", "麻烦提供", "请您提供",
    ]
    private static let persons = [
        " human ", " real person ", " a person ", " live agent ", " an agent ", " speak to someone ",
        " talk to someone ",
        " speak with someone ", " representative ", " your manager ", " a manager ", " supervisor ",
    ]
    private static let chinesePersons = ["转人工", "人工客服", "找人工", "真人", "你们经理", "投诉"]
}

extension TextRuns {
    /// How many ideographs it holds.
    var ideographs: Int {
        runs.reduce(0) { $0 + ($1.kind == .ideographs ? text(of: $1).count : 0) }
    }
}
