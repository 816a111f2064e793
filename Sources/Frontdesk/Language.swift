/// A language that a bot answers in, by its ISO 639-1 code.
public struct Language: Sendable, Hashable, Codable, RawRepresentable, CodingKeyRepresentable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let english = Language(rawValue: "en")
    public static let chinese = Language(rawValue: "zh")

    /// The language that a text is most likely written in: Chinese as soon as a fifth of its letters are Han.
    ///
    /// Mixed script is usual in Chinese messages ("size M 还有吗"), while English ones hold no Han at all.
    public static func detect(in text: String) -> Language? {
        var han = 0
        var letters = 0
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                letters += (65...90).contains(scalar.value & ~0x20) ? 1 : 0
            } else if scalar.properties.isIdeographic {
                han += 1
                letters += 1
            } else if scalar.properties.isAlphabetic {
                letters += 1
            }
        }
        guard letters > 0 else { return nil }
        return han * 5 >= letters ? .chinese : .english
    }
}

/// One wording in several languages.
public typealias LocalizedText = [Language: String]
