/// Messages that lean on the one before ("and to Norway?"), and messages that hold two questions.
package enum FollowUp {
    /// Whether a short message begins or ends as only a follow-up does.
    package static func leans(_ text: String) -> Bool {
        let folded = text.lowercased().trimmed
        if Language.detect(in: text) == .chinese {
            guard folded.count <= 14 else { return false }
            return chineseStarts.contains { folded.hasPrefix($0) } || chineseEnds.contains { folded.hasSuffix($0) }
        }
        guard folded.split(separator: " ").count <= 8 else { return false }
        return englishStarts.contains { folded.hasPrefix($0) }
    }

    /// Whether a follow-up says so little that it means nothing alone: "and the knives?"
    package static func isFragment(_ text: String) -> Bool {
        Language.detect(in: text) == .chinese ? text.trimmed.count <= 6 : text.split(separator: " ").count <= 4
    }

    /// Whether a question names its subject only as "it" or "them", "它" or "这个".
    package static func refersBack(_ text: String) -> Bool {
        if Language.detect(in: text) == .chinese { return chineseReferences.contains { text.contains($0) } }
        return text.lowercased().split { !$0.isLetter && $0 != "'" }.contains { englishReferences.contains($0) }
    }

    private static let englishReferences: Set<Substring> = ["it", "its", "it's", "them", "they", "those", "these"]
    private static let chineseReferences = ["它", "这个", "那个", "这件", "这款"]

    /// The questions of a message that holds two or three; fewer than two is none.
    package static func questions(in text: String) -> [String] {
        let marked = joints.reduce(text) { $0.replacing($1.0, with: $1.1) }
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
        if isQuestion(rest) || marked.contains(separator) && !rest.isEmpty { parts.append(rest) }
        let questions = parts.filter { isLongEnough($0) }
        return (2...3).contains(questions.count) && questions.count == parts.count ? questions : []
    }

    private static let separator: Character = "\u{1F}"
    /// Where a second question begins without a mark before it.
    private static let joints: [(String, String)] =
        ["how", "what", "where", "when", "can", "do", "does", "is", "are", "who", "which", "could"].map {
            (" and \($0) ", "\u{1F}\($0) ")
        } + [("，还有", "\u{1F}还有"), ("，另外", "\u{1F}另外"), (",还有", "\u{1F}还有"), (". Also", "\u{1F}Also")]

    private static func isLongEnough(_ text: String) -> Bool {
        Language.detect(in: text) == .chinese ? text.count >= 4 : text.split(separator: " ").count >= 3
    }

    private static func isQuestion(_ text: String) -> Bool {
        let folded = text.lowercased()
        return questionStarts.contains { folded.hasPrefix($0) } || folded.hasSuffix("吗") || folded.hasSuffix("呢")
    }

    private static let englishStarts = [
        "and ", "what about", "how about", "what if", "also ", "or ", "but ", "same for", "and?", "then ", "so ",
    ]
    private static let chineseStarts = ["那", "还有", "如果", "要是", "换成", "也"]
    private static let chineseEnds = ["呢", "呢？", "呢?", "也是吗", "也可以吗", "也一样吗"]
    private static let questionStarts = [
        "and how", "and can", "and do", "and is", "and what", "and when", "and where", "also", "how ", "can ", "do ",
        "does ", "is ", "what ", "when ", "where ", "还有",
    ]
}
