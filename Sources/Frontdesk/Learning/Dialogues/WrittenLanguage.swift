/// Which language a message is written in, as far as its script and its small words tell.
package enum WrittenLanguage {
    /// The language's code; nil where nothing tells it, as in most short messages.
    package static func of(_ text: String) -> Language? {
        if let script = script(of: text) { return script }
        let words = TextRuns(text).texts
        let counts = smallWords.map { language, small in (language, words.count { small.contains($0) }) }
        guard let best = counts.max(by: { ($0.1, $1.0.rawValue) < ($1.1, $0.0.rawValue) }), best.1 >= fewest else {
            return nil
        }
        return counts.contains { $0.0 != best.0 && $0.1 == best.1 } ? nil : best.0
    }

    /// Whether a word is one of those that any message of some language may have, whatever it is about.
    static func isSmall(_ word: String) -> Bool { smallWords.contains { $0.words.contains(word) } }

    /// So many small words of a language tell it.
    private static let fewest = 2

    /// The language of a text most of whose letters are of a script that one language alone writes, or nearly.
    private static func script(of text: String) -> Language? {
        var counts: [Language: Int] = [:]
        var letters = 0
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            letters += 1
            if let language = scripts.first(where: { $0.range.contains(scalar.value) })?.language {
                counts[language, default: 0] += 1
            }
        }
        // Kana stand between ideographs, which Japanese shares with Chinese.
        if let kana = counts[Language(rawValue: "ja")], 5 * kana >= letters { return Language(rawValue: "ja") }
        if Language.detect(in: text) == .chinese { return .chinese }
        return counts.first { 2 * $0.value > letters }?.key
    }

    private static let scripts: [(range: ClosedRange<UInt32>, language: Language)] = [
        (0x3041...0x30FF, "ja"), (0xAC00...0xD7A3, "ko"), (0x0400...0x04FF, "ru"), (0x0600...0x06FF, "ar"),
        (0x0590...0x05FF, "he"), (0x0E00...0x0E7F, "th"), (0x0370...0x03FF, "el"), (0x0900...0x097F, "hi"),
    ].map { ($0.0, Language(rawValue: $0.1)) }

    /// Words that each of these languages uses all the time and the others, as they are spelt without accents, hardly.
    private static let smallWords: [(language: Language, words: Set<String>)] = [
        (
            "en",
            "the my i is it to you can how what not have with this that when where why do does and of for was am are"
        ),
        (
            "de",
            "ich der das und nicht ist mein meine wie wann wo warum bitte haben wird mit auf ein eine habe kann noch"
        ),
        ("fr", "je le les est pas une mon ma vous pour quand comment pourquoi avec bonjour merci dans ai suis ce"),
        ("es", "el los una mi por como cuando donde gracias hola tengo puedo esta pero con para mis quiero"),
        ("it", "il gli una mio mia come quando dove perche grazie ciao sono che della ho posso non"),
        ("pt", "o os uma meu minha quando onde obrigado obrigada nao com para tenho posso voce esta"),
        ("nl", "ik het een mijn niet hoe wanneer waar waarom bedankt graag heb kan met voor dat"),
    ].map { (Language(rawValue: $0.0), Set($0.1.split(separator: " ").map(String.init))) }
}
