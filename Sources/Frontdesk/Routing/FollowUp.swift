/// Messages that lean on the one before: "and to Norway?".
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

    /// Whether a short question ends in a word for what was spoken of: "who pays the postage for that?"
    package static func endsInReference(_ text: String) -> Bool {
        guard Language.detect(in: text) == .english else { return false }
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" }
        return (4...10).contains(words.count) && englishEnds.contains(words.last ?? "")
    }

    private static let englishEnds: Set<Substring> = ["that", "this", "it", "them", "those", "these"]
    private static let englishReferences: Set<Substring> = ["it", "its", "it's", "them", "they", "those", "these"]
    private static let chineseReferences = ["它", "这个", "那个", "这件", "这款"]

    private static let englishStarts = [
        "and ", "what about", "how about", "what if", "also ", "or ", "but ", "same for", "and?", "then ", "so ",
    ]
    private static let chineseStarts = ["那", "还有", "如果", "要是", "换成", "也"]
    private static let chineseEnds = ["呢", "呢？", "呢?", "也是吗", "也可以吗", "也一样吗"]
}
