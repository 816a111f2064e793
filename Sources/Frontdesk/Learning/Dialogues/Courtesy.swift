/// What people say out of courtesy, which asks nothing: greetings, thanks, assent.
package enum Courtesy: String, Sendable, CaseIterable {
    case greeting, thanks, assent

    /// What a text is that is courtesy alone; nil for one that says more.
    package static func of(_ text: String) -> Courtesy? {
        let runs = TextRuns(text)
        var found: Set<Courtesy> = []
        for run in runs.runs {
            let piece = runs.text(of: run)
            switch run.kind {
            case .number: return nil
            case .word:
                guard let word = words[piece] else { return nil }
                found.formUnion(word)
            case .ideographs:
                guard let phrases = phrases(in: piece) else { return nil }
                found.formUnion(phrases)
            }
        }
        // "OK?" and "thanks?" want an answer, "anybody there?" does not.
        let asks = text.contains("?") || text.contains("？")
        if found.contains(.thanks), !asks { return .thanks }
        if found.contains(.greeting) { return .greeting }
        return found.contains(.assent) && !asks ? .assent : nil
    }

    /// Each word of courtesy with what it makes of a text: nothing where it only stands beside such words.
    private static let words: [String: Set<Courtesy>] = {
        let lists: [(String, Set<Courtesy>)] = [
            (
                "hi hello hey hiya howdy greetings morning afternoon evening dear anyone anybody bye goodbye",
                [.greeting]
            ),
            ("thank thanks thx ty cheers appreciate appreciated grateful", [.thanks]),
            ("ok okay yes yeah yep no nope sure great perfect awesome alright understood noted cool", [.assent]),
            (
                """
                good day there team sir madam everyone all folks you u so much very a lot for your the help reply \
                response support quick fast again and it that this have nice i we really lovely too in advance time \
                rest of weekend kindly best regards to is that's it's very most kind welcome
                """, []
            ),
        ]
        return lists.reduce(into: [:]) { words, list in
            for word in list.0.split(whereSeparator: \.isWhitespace) {
                words[String(word), default: []].formUnion(list.1)
            }
        }
    }()

    /// What the phrases are that a run of ideographs is made of; nil where some of it is none.
    private static func phrases(in text: String) -> Set<Courtesy>? {
        var found: Set<Courtesy> = []
        var rest = Substring(text)
        while !rest.isEmpty {
            guard let phrase = ideographs.first(where: { rest.hasPrefix($0.text) }) else { return nil }
            if let kind = phrase.kind { found.insert(kind) }
            rest.removeFirst(phrase.text.count)
        }
        return found
    }

    /// The longest first.
    private static let ideographs: [(text: String, kind: Courtesy?)] = {
        let lists: [(String, Courtesy?)] = [
            ("你好 您好 在吗 在不在 在么 在嘛 有人吗 有人在吗 早上好 上午好 中午好 下午好 晚上好 哈喽 嗨 亲 再见 拜拜", .greeting),
            ("谢谢 谢谢你 谢谢您 多谢 感谢 谢了 谢谢了 辛苦了 麻烦了 麻烦你了 麻烦您了", .thanks),
            ("好的 好 好吧 嗯 是的 是 对 对的 知道了 明白了 收到 可以 行 没有了 没了 不用了 没事", .assent),
            ("啊 呀 哦 呢 吧 的 了 你 您 们 客服 非常 十分 帮助 大家 老师", nil),
        ]
        let all = lists.flatMap { list in list.0.split(separator: " ").map { (text: String($0), kind: list.1) } }
        return all.sorted { ($1.text.count, $0.text) < ($0.text.count, $1.text) }
    }()
}
