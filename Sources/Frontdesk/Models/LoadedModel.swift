internal import BERT
package import Foundation

/// A model ready to answer: its encoders, its classifier, its routing, its knowledge calibration, its base model's folder.
package struct LoadedModel: Sendable {
    package let id: String
    package let manifest: ModelManifest
    package let classifier: IntentClassifier
    package let routing: RoutingModel
    package let knowledge: KnowledgeCalibration
    package let baseFolder: URL
    let encoder: MessageEncoder

    /// Loads a model's folder; headers and sizes are checked, digests are not, so that it stays quick.
    ///
    /// The encoders are those of `other` where both models read messages alike.
    package init(
        _ id: String, _ registry: ModelRegistry, _ installation: Installation, sharing other: LoadedModel? = nil
    ) throws {
        let folder = registry.folder(of: id)
        self.id = id
        manifest = try ModelManifest.load(from: folder)
        baseFolder = try installation.folder(of: manifest.base)
        classifier = try IntentClassifier(folder: folder)
        routing = try Self.decode(RoutingModel.self, folder.appending(path: RoutingModel.fileName))
        knowledge = try Self.decode(KnowledgeCalibration.self, folder.appending(path: KnowledgeCalibration.fileName))
        if let other, other.manifest.reads(like: manifest) {
            encoder = other.encoder
        } else {
            encoder = try MessageEncoder(of: manifest, installation, TunedEncoders(registry.folder))
        }
        guard classifier.dimensions == encoder.dimensions else {
            throw BotError(
                .badData, at: SourceLocation(file: folder.path(percentEncoded: false)),
                "the model's classifier reads \(classifier.dimensions) numbers, its encoders give \(encoder.dimensions)",
                mend: ModelRegistry.mend)
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ file: URL) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(contentsOf: file))
        } catch {
            throw BotError(
                .badData, at: SourceLocation(file: file.path), "this part of the model cannot be read",
                mend: ModelRegistry.mend)
        }
    }
}

/// The parts of a newly trained model, before it has a folder and an id.
package struct NewModel: Sendable {
    let classifier: IntentClassifier
    let routing: RoutingModel
    let knowledge: KnowledgeCalibration

    /// Writes the model beside the others, synced and then renamed; returns its id.
    func write(to models: URL, manifest: (_ files: [String: String]) -> ModelManifest) throws -> (String, ModelManifest)
    {
        // One training runs at a time; the next removes what one that was cut off has left.
        let partial = models.appending(path: ".new", directoryHint: .isDirectory)
        try AtomicFile.makeFolder(models, mode: 0o700)
        try removeIfThere(partial)
        try AtomicFile.makeFolder(partial, mode: 0o700)
        try classifier.write(to: partial)
        try write(routing, RoutingModel.fileName, partial)
        try write(knowledge, KnowledgeCalibration.fileName, partial)
        let manifest = manifest(try digests(of: partial))
        let id = try manifest.id
        try write(manifest, ModelManifest.fileName, partial)
        let target = models.appending(path: id, directoryHint: .isDirectory)
        if try Self.isWhole(manifest, in: target) {
            try removeIfThere(partial)
        } else {
            // Training anew mends a model that was damaged.
            try removeIfThere(target)
            guard rename(partial.path, target.path) == 0 else {
                throw SystemError.error(errno, doing: "store", target.path)
            }
            try AtomicFile.syncFolder(models, named: models.path)
        }
        return (id, manifest)
    }

    private static func isWhole(_ manifest: ModelManifest, in folder: URL) throws -> Bool {
        do {
            guard try ModelManifest.load(from: folder) == manifest else { return false }
            try manifest.verify(folder)
            return true
        } catch is BotError {
            return false
        }
    }

    private func write(_ value: some Encodable, _ name: String, _ folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let file = folder.appending(path: name)
        try AtomicFile.write(encoder.encode(value), to: file, named: file.path, mode: 0o600)
    }

    private func digests(of folder: URL) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.reduce(into: [:]) { $0[$1] = try FileDigest.sha256(of: folder.appending(path: $1)) }
    }

    private func removeIfThere(_ folder: URL) throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        try FileManager.default.removeItem(at: folder)
    }
}
