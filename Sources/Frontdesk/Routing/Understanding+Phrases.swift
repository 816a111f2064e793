internal import Foundation

/// Set phrases by which a customer answers a question of the bot's, in English and Chinese.
extension Understanding {
    /// A choice made among numbered options.
    enum Selection: Equatable {
        case one(Candidate.Option)
        /// None of them.
        case none
        /// A number that none of them has.
        case outOfRange
    }

    /// Whether the customer takes back what the bot was asking about.
    var isCancellation: Bool {
        Self.cancellations.contains(bareText) || Self.cancellationStarts.contains { bareText.hasPrefix($0) }
    }

    /// Whether the customer takes back what was said, the bot having asked nothing.
    var isTakenBack: Bool { Self.takenBack.contains(bareText) }

    /// Which of the choices a message names: by number, by ordinal, by words of its title, or by meaning.
    func choice(among choices: [ConversationState.Choice]) -> Selection? {
        if Self.rejections.contains(bareText) { return Selection.none }
        if let index = ordinal, choices.indices.contains(index) { return .one(choices[index].option) }
        if let index = Self.last.contains(bareText) ? choices.indices.last : nil { return .one(choices[index].option) }
        return choiceByWords(choices) ?? numbered(among: choices) ?? choiceByMeaning(choices)
    }

    /// The choice that a message names by its number alone; nil for other messages, and for the number of an order.
    func numbered(among choices: [ConversationState.Choice]) -> Selection? {
        guard !choices.isEmpty, let ordinal else { return nil }
        return choices.indices.contains(ordinal) ? .one(choices[ordinal].option) : .outOfRange
    }

    /// The message in lower case and usual width without punctuation: "（２）" and "②" are 2.
    private var bareText: String {
        let folded = text.precomposedStringWithCompatibilityMapping.lowercased().replacing("’", with: "'")
        let kept = folded.unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == " " || $0 == "'"
        }
        return String(String.UnicodeScalarView(kept)).split(separator: " ").joined(separator: " ")
    }

    /// The place in a list that the message is about, from 0 on, where it says nothing else; below 0 for "0".
    private var ordinal: Int? {
        let words = bareText.split(separator: " ").map(String.init).filter { !Self.fillers.contains($0) }
        if words.isEmpty, Self.justOne.contains(bareText) { return 0 }
        guard words.count == 1 else { return nil }
        if let place = Self.ordinals.firstIndex(where: { $0.contains(words[0]) }) { return place }
        let digits = words[0].prefixMatch(of: /[选第]?([0-9]{1,2})(?:st|nd|rd|th|个|号|条|吧)?$/)?.1
        return digits.flatMap { Int($0) }.map { $0 - 1 }
    }

    /// The only choice whose title shares a telling word, or two Chinese characters, with a short message.
    private func choiceByWords(_ choices: [ConversationState.Choice]) -> Selection? {
        guard bareText.split(separator: " ").count <= 4, bareText.count <= 24 else { return nil }
        let said = Self.terms(bareText)
        let titles = choices.map { Self.terms($0.title.lowercased()) }
        let shared = titles.indices.map { index in
            let others = titles.indices.filter { $0 != index }.reduce(into: Set<String>()) { $0.formUnion(titles[$1]) }
            return said.intersection(titles[index].subtracting(others)).count
        }
        let named = shared.indices.filter { shared[$0] > 0 }
        return named.count == 1 ? .one(choices[named[0]].option) : nil
    }

    /// A rephrased question: the choice that the message now means before all else.
    private func choiceByMeaning(_ choices: [ConversationState.Choice]) -> Selection? {
        guard let best = answerable.first, best.confidence >= 0.3 else { return nil }
        return choices.contains { $0.option == best.option } ? .one(best.option) : nil
    }

    private static func terms(_ text: String) -> Set<String> {
        var terms = Set<String>()
        var word = ""
        var previousHan: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar.properties.isIdeographic {
                if let first = previousHan { terms.insert("\(first)\(scalar)") }
                previousHan = scalar
                if word.count > 2 { terms.insert(word) }
                word = ""
            } else if scalar.properties.isAlphabetic {
                previousHan = nil
                word.unicodeScalars.append(scalar)
            } else {
                previousHan = nil
                if word.count > 2 { terms.insert(word) }
                word = ""
            }
        }
        if word.count > 2 { terms.insert(word) }
        return terms.subtracting(commonWords)
    }

    private static let commonWords: Set<String> = [
        "the", "and", "for", "one", "that", "this", "please", "my", "a", "an",
    ]
    private static let fillers: Set<String> = [
        "the", "one", "option", "number", "no", "please", "choice", "i", "mean", "it's", "its", "is", "yes", "ok",
    ]
    /// Where nothing else is said, "one" is the number.
    private static let justOne: Set<String> = ["one", "number one", "option one", "choice one", "one please"]
    private static let last: Set<String> = [
        "the last", "the last one", "last", "last one", "the latter", "最后一个", "后者", "后面那个",
    ]
    private static let ordinals: [Set<String>] = [
        ["1", "first", "1st", "former", "一", "第一", "第一个", "第1个", "1吧", "选1", "前者", "前面那个", "一号", "第一条"],
        ["2", "second", "2nd", "two", "二", "第二", "第二个", "第2个", "2吧", "选2", "二号", "第二条"],
        ["3", "third", "3rd", "three", "三", "第三", "第三个", "第3个", "3吧", "选3", "三号", "第三条"],
        ["4", "fourth", "four", "四", "第四", "第四个", "四号", "第四条"],
        ["5", "fifth", "five", "五", "第五", "第五个", "五号", "第五条"],
    ]
    private static let rejections: Set<String> = [
        "none", "neither", "no", "nope", "none of these", "none of them", "neither of these", "neither one",
        "something else", "no neither", "not these", "都不是", "不是", "没有", "都不对", "其他", "别的", "不是这些",
    ]
    private static let cancellations: Set<String> = [
        "never mind", "nevermind", "nvm", "forget it", "cancel", "stop", "leave it", "doesn't matter", "no thanks",
        "skip it", "算了", "不用了", "没事了", "不问了", "取消", "算了吧", "不查了", "没关系",
    ]
    private static let takenBack: Set<String> = [
        "never mind", "nevermind", "nvm", "forget it", "forget that", "算了", "算了吧", "没事了", "不问了",
    ]
    private static let cancellationStarts = ["never mind", "nevermind", "forget it", "算了", "不用了"]
}
