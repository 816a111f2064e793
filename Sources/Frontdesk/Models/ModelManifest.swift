package import Foundation

/// What a model folder says of itself: where it comes from, and the digest of each of its files.
package struct ModelManifest: Sendable, Codable, Hashable {
    /// The format this build writes; older ones keep loading.
    package static let currentFormat = 3
    package static let fileName = "manifest.json"

    package let format: Int
    package let recipe: String
    /// The digest of the base model, which is never copied into a probe model.
    package let base: String
    /// The digest of the encoder tuned for the bot, kept beside the models; nil where the base's is read alone.
    package var encoder: String?
    /// How many of the encoders' last layers the classifier reads; nil for one alone.
    package var layers: Int?
    /// How many messages came or went since the encoder was tuned, in models that took it over from another, or since
    /// `auto` found that fine-tuning did no better, in probes; nil else.
    package var changes: Int?
    package let seed: UInt64
    /// The digest of the training set: texts, labels, knowledge.
    package let data: String
    /// A digest of the settings that calibration and thresholds were fitted to; nil in models of older builds.
    package var settings: String?
    package let examplesByProvenance: [String: Int]
    package let metrics: [String: Double]
    /// SHA-256 by file name.
    package let files: [String: String]

    enum CodingKeys: String, CodingKey {
        case format, recipe, base, encoder, layers, changes, seed, data, settings, metrics, files
        case examplesByProvenance = "examples_by_provenance"
    }

    /// Reads a model folder's manifest.
    package static func load(from folder: URL) throws -> ModelManifest {
        let file = folder.appending(path: fileName)
        let manifest: ModelManifest
        do {
            manifest = try JSONDecoder().decode(ModelManifest.self, from: Data(contentsOf: file))
        } catch {
            throw BotError(
                .badData, at: SourceLocation(file: file.path), "the model's manifest cannot be read",
                mend: ModelRegistry.mend)
        }
        guard manifest.format <= currentFormat else {
            throw BotError(
                .configuration, at: SourceLocation(file: file.path),
                "the model has format \(manifest.format), this build reads up to \(currentFormat)",
                mend: "Use the newer frontdesk that made it")
        }
        return manifest
    }

    /// Whether both models read messages by the same encoders in the same way.
    func reads(like other: ModelManifest) -> Bool {
        (base, encoder, layers ?? 1) == (other.base, other.encoder, other.layers ?? 1)
    }

    /// Compares every file of a model folder with its digest.
    package func verify(_ folder: URL) throws {
        for (name, digest) in files.sorted(by: { $0.key < $1.key }) {
            let file = folder.appending(path: name)
            guard FileManager.default.fileExists(atPath: file.path), try FileDigest.sha256(of: file) == digest else {
                throw BotError(
                    .badData, at: SourceLocation(file: file.path), "the file is missing or not what was trained",
                    mend: ModelRegistry.mend)
            }
        }
    }

    /// The model's id: the digest of everything above, so equal content has an equal id.
    package var id: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(FileDigest.sha256(of: try encoder.encode(self)).prefix(16))
        }
    }
}
