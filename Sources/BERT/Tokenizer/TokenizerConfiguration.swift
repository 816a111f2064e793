import Foundation

/// What `tokenizer_config.json` says about a BERT tokenizer; what it leaves out is as in BERT uncased.
struct TokenizerConfiguration: Sendable, Hashable {
    var lowerCases = true
    var stripsAccents = true
    var spacesChinese = true
    var unknown = "[UNK]"
    var classification = "[CLS]"
    var separator = "[SEP]"
    var padding = "[PAD]"
    var mask = "[MASK]"

    var specialTokens: [String] { [unknown, classification, separator, padding, mask] }

    init() {}

    /// Reads the file where it exists.
    init(contentsOf file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let keys: Keys
        do {
            keys = try JSONDecoder().decode(Keys.self, from: Data(contentsOf: file))
        } catch {
            throw TokenizerError(
                file: file, problem: "this is no tokenizer configuration (\(Self.reason(error)))",
                mend: "Copy the file again from where the model came from, or remove it: BERT uncased is the default"
            )
        }
        lowerCases = keys.doLowerCase ?? true
        stripsAccents = keys.stripAccents ?? lowerCases
        spacesChinese = keys.tokenizeChineseChars ?? true
        unknown = keys.unkToken?.content ?? unknown
        classification = keys.clsToken?.content ?? classification
        separator = keys.sepToken?.content ?? separator
        padding = keys.padToken?.content ?? padding
        mask = keys.maskToken?.content ?? mask
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            let key = context.codingPath.map(\.stringValue).joined(separator: ".")
            return key.isEmpty ? "it holds no JSON object" : "\"\(key)\" has the wrong type"
        case is DecodingError: return "it is not JSON"
        default: return "it cannot be read"
        }
    }
}

/// The keys of the file that matter here.
private struct Keys: Decodable {
    let doLowerCase: Bool?
    let stripAccents: Bool?
    let tokenizeChineseChars: Bool?
    let unkToken: TokenName?
    let clsToken: TokenName?
    let sepToken: TokenName?
    let padToken: TokenName?
    let maskToken: TokenName?

    enum CodingKeys: String, CodingKey {
        case doLowerCase = "do_lower_case"
        case stripAccents = "strip_accents"
        case tokenizeChineseChars = "tokenize_chinese_chars"
        case unkToken = "unk_token"
        case clsToken = "cls_token"
        case sepToken = "sep_token"
        case padToken = "pad_token"
        case maskToken = "mask_token"
    }
}

/// A token, written as a string or as an object with its `content`.
private struct TokenName: Decodable {
    let content: String

    init(from decoder: any Decoder) throws {
        do {
            content = try decoder.singleValueContainer().decode(String.self)
        } catch DecodingError.typeMismatch {
            content = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .content)
        }
    }

    enum CodingKeys: CodingKey { case content }
}
