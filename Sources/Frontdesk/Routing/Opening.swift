/// Words that only lead up to what a customer wants: "ok thanks, different thing: …", "forget it, …".
package enum Opening {
    /// What a message says without the words that open it; nil where none do, or little is left.
    package static func removed(from text: String) -> String? {
        rest(of: text, after: openings)
    }

    /// What a message asks after taking back what was asked before; nil where it takes back nothing, or no more.
    package static func afterCancellation(in text: String) -> String? {
        rest(of: text, after: cancellations).map { removed(from: $0) ?? $0 }
    }

    /// The openings may follow one upon another; they end at punctuation or a space.
    private static func rest(of text: String, after openings: [String]) -> String? {
        var rest = Substring(text.trimmed)
        var isFound = false
        while let end = end(of: openings, in: rest) {
            rest = rest[end...].drop { $0.isWhitespace || $0.isPunctuation }
            isFound = true
        }
        return isFound && isLongEnough(rest) ? String(rest) : nil
    }

    /// Where the longest of the openings ends that the text begins with as words of their own.
    private static func end(of openings: [String], in text: Substring) -> String.Index? {
        let folded = text.lowercased().replacing("’", with: "'")
        guard
            let opening = openings.filter({ folded.hasPrefix($0) && isBorder(folded, $0) }).max(by: {
                $0.count < $1.count
            })
        else { return nil }
        return text.index(text.startIndex, offsetBy: opening.count, limitedBy: text.endIndex)
    }

    private static func isBorder(_ text: String, _ opening: String) -> Bool {
        guard let next = text.dropFirst(opening.count).first, let last = opening.last else { return true }
        return !next.isLetter || !last.isASCII && !(opening == "那" && pointedAt.contains(next))
    }

    /// With one of these behind it, "那" is "that one".
    private static let pointedAt: Set<Character> = ["种", "个", "么", "边", "些", "款", "件", "里", "天"]

    private static func isLongEnough(_ text: Substring) -> Bool {
        Language.detect(in: String(text)) == .chinese ? text.count >= 3 : text.split(separator: " ").count >= 3
    }

    private static let openings = [
        "ok", "okay", "fine", "right", "great", "good", "perfect", "alright", "all right", "thanks", "thank you",
        "cheers",
        "oh", "ah", "well", "so", "and", "but", "also", "then", "btw", "by the way", "hi", "hello", "hey", "sorry",
        "different thing", "another thing", "one more thing", "another question", "one more question", "quick question",
        "different question", "something else", "next question", "while i'm here", "while i am here",
        "好的", "好吧", "好", "嗯", "哦", "那", "另外", "还有", "对了", "再问一下", "再问个", "顺便问一下", "顺便", "谢谢", "请问", "你好", "亲",
        "换个问题", "还有个问题", "还有一个问题",
    ]
    private static let cancellations = [
        "never mind", "nevermind", "nvm", "forget it", "forget that", "leave it", "scrap that", "skip that", "drop it",
        "no matter", "doesn't matter", "算了", "不查了", "不用了", "不问了", "不用查了", "没事了", "先别管那个", "先不管这个",
    ]
}
