internal import BERT
package import Foundation
internal import Kernels

/// A base model by itself, to see what it makes of a text: what `debug` shows.
package struct BaseModel: Sendable {
    private let encoder: SentenceEncoder

    /// Loads a Hugging Face BERT folder.
    package init(folder: URL) throws {
        do {
            encoder = try SentenceEncoder(folder: folder)
        } catch {
            throw BotError(.badData, "\(error)")
        }
    }

    /// The embedding of a text: a vector of length one.
    package func embedding(of text: String) -> [Float] {
        encoder.embed([text]).values
    }

    /// The token ids of texts, read by the vocabulary of a folder alone.
    package static func tokenizer(folder: URL) throws -> @Sendable (_ text: String, _ maximumLength: Int?) -> [Int32] {
        do {
            let tokenizer = try Tokenizer(folder: folder)
            return { tokenizer.encode($0, maximumLength: $1) }
        } catch {
            throw BotError(.badData, "\(error)")
        }
    }
}
