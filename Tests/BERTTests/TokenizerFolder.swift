import BERT
import Foundation

/// A model's folder with a tokenizer in it, removed when the test is over.
final class TokenizerFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tokenizer-\(UUID().uuidString)")

    init(vocabulary: Data?, configuration: String? = nil) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try vocabulary?.write(to: url.appendingPathComponent("vocab.txt"))
        try configuration.map { try Data($0.utf8).write(to: url.appendingPathComponent("tokenizer_config.json")) }
    }

    /// A vocabulary of these tokens after the five special ones.
    convenience init(tokens: [String], configuration: String? = nil) throws {
        let tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + tokens
        try self.init(vocabulary: Data(tokens.map { $0 + "\n" }.joined().utf8), configuration: configuration)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func load() throws -> Tokenizer {
        try Tokenizer(folder: url)
    }
}
