internal import Foundation
internal import Kernels

/// What a new model costs: room on the disk, and time for each message.
extension Trainer {
    private static let mostTimed = 50

    /// The median time to understand one message, alone as customers send them, over some of these.
    func milliseconds(_ trained: Trained, _ messages: [TrainingExample]) throws -> Double {
        let step = max(messages.count / Self.mostTimed, 1)
        let times = try stride(from: 0, to: messages.count, by: step).prefix(Self.mostTimed).map { index in
            let start = ContinuousClock.now
            let vectors = try trained.encoder.vectors(of: messages[index].text)
            _ = trained.model.classifier.rank(messages[index].text, embedding: vectors.message[row: 0])
            return start.milliseconds
        }
        return times.isEmpty ? 0 : times.sorted()[times.count / 2]
    }

    /// The size of a model's files, those of its tuned encoder included.
    func megabytes(_ id: String, _ manifest: ModelManifest) throws -> Double {
        let encoder = manifest.encoder.map { folder.encoders.appending(path: $0, directoryHint: .isDirectory) }
        let folders = [registry.folder(of: id)] + [encoder].compactMap { $0 }
        return Double(try folders.reduce(0) { try $0 + Self.bytes(in: $1) }) / 1e6
    }

    private static func bytes(in folder: URL) throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).reduce(0) { sum, path in
            let values = try folder.appending(path: path).resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            return sum + (values.isRegularFile == true ? values.fileSize ?? 0 : 0)
        }
    }
}
