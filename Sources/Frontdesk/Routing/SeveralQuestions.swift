/// Messages that hold two or three questions: "can I return the kettle, and how long does the refund take?"
package enum SeveralQuestions {
    /// The questions of a message that holds two or three; fewer than two is none.
    package static func found(in text: String) -> [String] {
        guard text.utf8.count <= longest else { return [] }
        let marked = marked(text)
        var parts: [String] = []
        var part = ""
        for character in marked {
            if character != separator { part.append(character) }
            if "?？".contains(character) || character == separator {
                let question = part.trimmed
                if question.contains(where: { !"?？".contains($0) }) { parts.append(question) }
                part = ""
            }
        }
        let rest = part.trimmed
        if asksSomewhere(rest) || marked.contains(separator) && !rest.isEmpty { parts.append(rest) }
        let questions = parts.filter { isLongEnough($0) }
        return (2...3).contains(questions.count) && questions.count == parts.count ? questions : []
    }

    /// Bytes of a message that may hold two or three questions: a longer one holds more, or a story.
    private static let longest = 4000
    private static let separator: Character = "\u{1F}"

    /// The text with a separator in place of what joins two questions.
    private static func marked(_ text: String) -> String {
        var marked = ""
        var start = text.startIndex
        for joint in text.matches(of: joint) {
            let before = text[start..<joint.range.lowerBound]
            let sentence = before.split { "?？.。!！".contains($0) }.last ?? ""
            guard joint.output.weak == nil || asks(sentence) else { continue }
            marked += before
            marked.append(separator)
            start = joint.range.upperBound
        }
        return marked + text[start...]
    }

    /// Where a second question may begin without a question mark before it; `weak` is a joint only behind a question.
    private static var joint: Regex<(Substring, weak: Substring?)> {
        #/
        (?i)
        [,;.]? \s+ (?: and \s also | and | also | plus ) \s+ (?= (?: how | what | where | when | why | who | which
            | can | could | do | does | did | is | are ) \b
            | (?: will | would | should | have | has | may | must ) \s (?: i | you | it | the | my | they | we ) \b
            | i \s (?: also \s )? (?: need | want | would \s like ) \b )
        | [,.] \s+ also ,? \s+ | [,.] \s+ (?= i \s also \s (?: need | want | would \s like ) \b )
        | ; \s+ | ； \s*
        | [，,。] \s* (?= 还有 | 另外 ) | [，,。] \s* (?: 并且 | 同时 )
        | (?<weak> , \s+ (?= (?: how | what | where | why | who | which | can | could | do | does | is | are ) \s )
            | [，,] \s* (?= 那 (?! 种 | 个 | 么 | 边 | 些 | 款 | 件 ) )
            | (?: ， | , | \s ) (?= \p{Script=Han} ) )
        /#
    }

    private static func isLongEnough(_ text: String) -> Bool {
        Language.detect(in: text) == .chinese ? text.count >= 4 : text.split(separator: " ").count >= 3
    }

    /// Whether a stretch of text asks something by itself: "if it breaks" does not.
    private static func asks(_ text: Substring) -> Bool {
        let bare = (Opening.removed(from: String(text)) ?? String(text)).trimmed.lowercased()
        guard Language.detect(in: bare) == .chinese else { return questionStarts.contains { bare.hasPrefix($0 + " ") } }
        return !chineseConditions.contains { bare.hasPrefix($0) } && chineseEnds.contains { bare.hasSuffix($0) }
    }

    /// Whether the rest of a message asks something, in Chinese wherever the word for it stands.
    private static func asksSomewhere(_ text: String) -> Bool {
        asks(text[...]) || Language.detect(in: text) == .chinese && chineseWords.contains { text.contains($0) }
    }

    private static let questionStarts = [
        "how", "what", "what's", "where", "where's", "why", "who", "which", "can", "could", "do", "does", "did", "is",
        "are", "will", "would", "should", "may", "must", "have", "has", "when is", "when are", "when do", "when does",
        "when will", "when can",
    ]
    private static let chineseConditions = ["如果", "要是", "假如", "万一", "既然", "因为"]
    private static let chineseEnds = chineseWords + ["怎么办", "怎么退", "怎么换"]
    private static let chineseWords = ["吗", "呢", "多久", "多少", "多少钱", "什么时候", "哪里", "哪儿", "几天"]
}
