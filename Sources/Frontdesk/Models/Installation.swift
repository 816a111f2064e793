internal import BERT
internal import Crypto
package import Foundation
internal import Kernels

/// The base models of this user, kept once for all bots under `<cache>/<sha256>/`.
package struct Installation: Sendable {
    /// all-MiniLM-L6-v2: 6 layers, 384 wide, English; the digest of its files as `digest(of:)` computes it.
    package static let defaultBase = "57f2ebbfc4f961f694f02fdde6d6f8e31da0e1e0f60ea02845cc76d657d9d261"

    /// The file of a model's tensors.
    static let weights = "model.safetensors"
    /// What a model's folder holds, and what else it may hold.
    static let files = required + optional
    private static let required = ["config.json", "vocab.txt", weights]
    private static let optional = [
        "tokenizer_config.json", "sentence_bert_config.json", "modules.json", "1_Pooling/config.json",
    ]

    package let cache: URL

    package init(cache: URL) {
        self.cache = cache
    }

    /// The folder of a base model that was added; an error says how to add it.
    package func folder(of base: String) throws -> URL {
        let folder = cache.appending(path: base, directoryHint: .isDirectory)
        guard has(base) else {
            throw BotError(
                .configuration, at: SourceLocation(file: folder.path), "this base model is not installed",
                mend: base == Self.defaultBase
                    ? "Run 'make model' in the repository, or 'frontdesk model add-base DIR' with a BERT folder"
                    : "Run 'frontdesk model add-base DIR' with the folder it came from")
        }
        return folder
    }

    /// Loads a base model's encoder; one that is damaged is an error that names the file.
    func encoder(of base: String) throws -> SentenceEncoder {
        let folder = try folder(of: base)
        do {
            return try SentenceEncoder(folder: folder)
        } catch {
            throw BotError(.badData, "\(error)")
        }
    }

    /// Whether a base model was added.
    func has(_ base: String) -> Bool {
        FileManager.default.fileExists(atPath: cache.appending(path: base).appending(path: Self.weights).path)
    }

    /// Copies a Hugging Face BERT folder into the cache, after trying it once; returns its digest.
    ///
    /// A copy that is there stays, unless it was damaged.
    package func add(_ source: URL) throws -> String {
        for name in Self.required where !FileManager.default.fileExists(atPath: source.appending(path: name).path) {
            throw BotError(
                .badData, at: SourceLocation(file: source.appending(path: name).path), "there is no such file",
                mend: "Name a Hugging Face BERT folder with config.json, vocab.txt and model.safetensors")
        }
        do {
            try Self.assertUsable(source)
        } catch let error as BotError {
            throw error
        } catch {
            throw BotError(.badData, at: SourceLocation(file: source.path), "\(error)")
        }
        let digest = try Self.digest(of: source)
        let target = cache.appending(path: digest, directoryHint: .isDirectory)
        if FileManager.default.fileExists(atPath: target.path) {
            if try Self.digest(of: target) == digest { return digest }
            try FileManager.default.removeItem(at: target)
        }
        do {
            try copy(source, to: target)
        } catch {
            // Somebody else may have been quicker.
            guard FileManager.default.fileExists(atPath: target.path), try Self.digest(of: target) == digest else {
                throw error
            }
        }
        return digest
    }

    /// Refuses a model that loads but cannot be used: vectors too wide for the search, or numbers that are none.
    private static func assertUsable(_ folder: URL) throws {
        let place = SourceLocation(file: folder.path)
        let (width, most) = (try EncoderConfiguration(folder: folder).width, ByteRows.mostColumns)
        guard width <= most else {
            throw BotError(
                .badData, at: place, "its vectors are \(width) numbers wide, the search takes at most \(most)",
                mend: "Name a model with a hidden_size of \(most) or less")
        }
        let encoder = try SentenceEncoder(folder: folder)
        let mend = "Fetch the model again, or name another"
        if let tensor = try Safetensors(folder.appending(path: weights)).nameOfNotFinite() {
            throw BotError(
                .badData, at: place, "the tensor \(tensor) holds a number that is not finite", mend: mend)
        }
        guard encoder.embed(probes, layers: encoder.layers).values.allSatisfy({ $0.isFinite }) else {
            throw BotError(.badData, at: place, "what it computes of a sentence is not finite", mend: mend)
        }
    }

    /// What a model is tried with.
    private static let probes = ["When are you open?", "什么时候发货？"]

    /// The SHA-256 over the SHA-256 of each of a base model's files, in a fixed order.
    package static func digest(of folder: URL) throws -> String {
        var whole = SHA256()
        for name in files {
            let file = folder.appending(path: name)
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            whole.update(data: Data("\(name)\n\(try FileDigest.sha256(of: file))\n".utf8))
        }
        return FileDigest.hex(whole.finalize())
    }

    private func copy(_ source: URL, to target: URL) throws {
        do {
            try Self.store(source, at: target)
        } catch let error as BotError {
            throw BotError(
                .cannotCreate, at: SourceLocation(file: cache.path),
                "the base model cannot be stored here: \(error.problem)",
                mend: "Set FRONTDESK_CACHE to a folder that can be written")
        }
    }

    /// Copies a model's files beside the target, synced, and renames, so that a folder with the right name is always
    /// whole; `writeWeights` writes the tensors where they are not the source's.
    static func store(_ source: URL, at target: URL, writeWeights: ((URL) throws -> Void)? = nil) throws {
        let files = FileManager.default
        let partial = target.appendingPathExtension("part-\(getpid())")
        if files.fileExists(atPath: partial.path) { try files.removeItem(at: partial) }
        do {
            for name in Self.files {
                let (file, copy) = (source.appending(path: name), partial.appending(path: name))
                guard files.fileExists(atPath: file.path) else { continue }
                try AtomicFile.makeFolder(copy.deletingLastPathComponent(), mode: 0o700)
                if let writeWeights, name == weights {
                    try writeWeights(copy)
                } else {
                    try AtomicFile.write(
                        Data(contentsOf: file, options: .alwaysMapped), to: copy, named: copy.path, mode: 0o600)
                }
            }
            try AtomicFile.syncFolder(partial, named: partial.path)
            guard rename(partial.path, target.path) == 0 else {
                throw SystemError.error(errno, doing: "store", target.path)
            }
        } catch {
            try? files.removeItem(at: partial)  // The first error is the one to tell.
            throw error
        }
    }
}
