package import Foundation
import Kernels

/// A BERT checkpoint's tensors under the plain Hugging Face names, whichever of the two namings the file has.
///
/// A checkpoint with a head prefixes the encoder's keys with `bert.`; one converted from TensorFlow calls a layer
/// norm's gain and bias `gamma` and `beta`.
package struct Checkpoint: Sendable {
    package let configuration: EncoderConfiguration
    package let tensors: Safetensors
    private let prefix: String

    package init(folder: URL) throws {
        configuration = try EncoderConfiguration(folder: folder)
        let file = folder.appendingPathComponent("model.safetensors")
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw CheckpointError(
                file.path, "there is no such file",
                mend: "Save the model in one piece with save_pretrained(…, safe_serialization=True)")
        }
        tensors = try Safetensors(file)
        prefix = tensors.entries.keys.contains { $0.hasPrefix("bert.embeddings.") } ? "bert." : ""
    }

    /// A weight or bias, checked against its shape; its pages are mapped at once, as every pass reads all of it.
    func tensor(_ key: String, shape: [Int]) throws -> FloatTensor {
        try tensors.tensor(prefix + key, shape: shape, populate: true)
    }

    /// A table whose rows are looked up one at a time.
    func rows(_ key: String, shape: [Int]) throws -> FloatRows {
        try tensors.rows(prefix + key, shape: shape)
    }

    /// Whether the file has a tensor of this plain name.
    func has(_ key: String) -> Bool {
        tensors.entries[prefix + key] != nil
    }
}
