public import Foundation

/// BERT's tokenizer: cleans and splits text into words, and words into the vocabulary's pieces (WordPiece).
///
/// Ids equal those of Hugging Face `tokenizers` 0.23.3 with `BertNormalizer`, `BertPreTokenizer` and `WordPiece`:
/// control characters vanish, Chinese characters stand alone, accents go by canonical decomposition (NFD), a word of
/// more than 100 characters or without fitting pieces is `[UNK]`, and special tokens that stand literally in the
/// text (`[SEP]`, as written) are those tokens.
public struct Tokenizer: Sendable {
    /// The tokens of `vocab.txt`, whose ids the texts get.
    public let vocabulary: Vocabulary
    let rules: NormalizationRules
    let bytes: ByteClasses
    let specials: [SpecialToken]
    let classification: Int32
    let separator: Int32
    let unknown: Int32

    /// Loads `vocab.txt` and, where it is there, `tokenizer_config.json`; throws `TokenizerError`.
    public init(folder: URL) throws {
        let configuration = try TokenizerConfiguration(
            contentsOf: folder.appendingPathComponent("tokenizer_config.json"))
        let file = folder.appendingPathComponent("vocab.txt")
        let vocabulary = try Vocabulary(contentsOf: file)
        func id(_ token: String) throws -> Int32 {
            if !token.isEmpty, let id = vocabulary.id(of: token) { return id }
            throw TokenizerError(
                file: file, problem: "the special token \"\(token)\" is missing",
                mend: "Take the vocab.txt that belongs to the model, or name the token in tokenizer_config.json")
        }
        specials = try configuration.specialTokens.map { SpecialToken(bytes: Array($0.utf8), id: try id($0)) }
            .sorted { $0.bytes.count > $1.bytes.count }
        classification = try id(configuration.classification)
        separator = try id(configuration.separator)
        unknown = try id(configuration.unknown)
        rules = NormalizationRules(configuration)
        bytes = ByteClasses(lowerCases: rules.lowerCases, specialTokens: specials.map(\.bytes))
        self.vocabulary = vocabulary
    }

    /// The text's ids between `[CLS]` and `[SEP]`, cut to `maximumLength` ids including both (2 at least).
    public func encode(_ text: String, maximumLength: Int? = nil) -> [Int32] {
        var text = text
        return text.withUTF8 { encode(contentsOf: $0, maximumLength: maximumLength) }
    }

    /// The same for UTF-8; bytes that are not well-formed vanish, as the replacement character does.
    public func encode(contentsOf utf8: UnsafeBufferPointer<UInt8>, maximumLength: Int? = nil) -> [Int32] {
        // No scalar gives more tokens than it has bytes.
        let room = min(utf8.count, max(0, (maximumLength ?? .max) - 2))
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: room + 2) { ids in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: WordBuffer.allocation) { word in
                ids[0] = classification
                let count = scan(utf8, into: UnsafeMutableBufferPointer(rebasing: ids[1..<(room + 1)]), word: word)
                ids[count + 1] = separator
                return Array(ids[..<(count + 2)])
            }
        }
    }

    private func scan(
        _ utf8: UnsafeBufferPointer<UInt8>, into ids: UnsafeMutableBufferPointer<Int32>,
        word: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        guard let text = utf8.baseAddress, let ids = ids.isEmpty ? nil : ids, let output = ids.baseAddress,
            let word = word.baseAddress
        else { return 0 }
        return vocabulary.withLookup { lookup in
            bytes.codes.withUnsafeBufferPointer { codes in
                guard let codes = codes.baseAddress else { return 0 }
                var scanner = WordScanner(
                    rules: rules, specials: specials, codes: codes, word: WordBuffer(bytes: word),
                    pieces: PieceWriter(lookup: lookup, unknown: unknown, ids: output, limit: ids.count))
                scanner.scan(text, count: utf8.count)
                return scanner.pieces.count
            }
        }
    }
}

/// A token that is found in the raw text, before anything is normalised.
struct SpecialToken: Sendable {
    let bytes: [UInt8]
    let id: Int32
}

/// The switches of BERT's normaliser.
struct NormalizationRules: Sendable {
    let lowerCases: Bool
    let stripsAccents: Bool
    let spacesChinese: Bool

    init(_ configuration: TokenizerConfiguration) {
        lowerCases = configuration.lowerCases
        stripsAccents = configuration.stripsAccents
        spacesChinese = configuration.spacesChinese
    }
}
