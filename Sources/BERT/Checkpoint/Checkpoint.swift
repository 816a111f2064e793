package import Foundation
internal import Kernels

/// A BERT checkpoint's tensors under the plain Hugging Face names, whichever of the two namings the file has.
///
/// A checkpoint with a head prefixes the encoder's keys with `bert.`; one converted from TensorFlow calls a layer
/// norm's gain and bias `gamma` and `beta`.
package struct Checkpoint: Sendable {
    package let configuration: EncoderConfiguration
    package let tensors: Safetensors
    private let prefix: String
    /// What the layers that load from here are to be used for.
    var purpose = Purpose.inference

    /// What loaded weights are used for, which decides where they are kept.
    enum Purpose {
        /// Used where the mapped file has them.
        case inference
        /// Packed beside the mapped file.
        case packed(PackedProducts, PackedPlace)
        /// Copied, to be changed, and packed; of the word table only the rows of these tokens.
        case training(Parameters, PackedProducts, PackedPlace, tokens: [Int32])
    }

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
    ///
    /// `decays` says whether training shrinks it.
    func tensor(_ key: String, shape: [Int], decays: Bool) throws -> FloatTensor {
        let mapped = try tensors.tensor(prefix + key, shape: shape, populate: true)
        guard case .training(let parameters, _, _, _) = purpose else { return mapped }
        return parameters.add(key, shape: shape, group: .body, decays: decays) { memory in
            mapped.withValues { _ = memory.update(from: $0) }
        }
    }

    /// A table whose rows are looked up one at a time.
    func rows(_ key: String, shape: [Int]) throws -> FloatRows {
        let mapped = try tensors.rows(prefix + key, shape: shape)
        guard case .training = purpose else { return mapped }
        return copy(of: mapped, rows: 0..<Int32(mapped.count), key)
    }

    /// The table of words: where it is trained, only the rows of the tokens that occur.
    func words(_ key: String, shape: [Int]) throws -> FloatRows {
        let mapped = try tensors.rows(prefix + key, shape: shape)
        guard case .training(_, _, _, let tokens) = purpose else { return mapped }
        return copy(of: mapped, rows: tokens, key)
    }

    private func copy(of mapped: FloatRows, rows: some Collection<Int32>, _ key: String) -> FloatRows {
        guard case .training(let parameters, _, _, _) = purpose else { return mapped }
        let width = mapped.width
        let tensor = parameters.add(key, shape: [rows.count, width], group: .body, decays: true) { memory in
            for (index, row) in rows.enumerated() {
                mapped.read(
                    Int(row), into: UnsafeMutableBufferPointer(rebasing: memory[index * width..<(index + 1) * width]))
            }
        }
        return FloatRows(tensor)
    }

    /// The same with a purpose that fits the engine's products.
    func prepared(for engine: Engine) -> Checkpoint {
        guard case .packed(let products) = engine.products, case .inference = purpose else { return self }
        var checkpoint = self
        checkpoint.purpose = .packed(products, PackedPlace())
        return checkpoint
    }

    /// A linear layer's weight as its products want it; nil where they read it as it is.
    func packed(_ weight: FloatTensor) -> PackedWeight? {
        switch purpose {
        case .inference: nil
        case .packed(let products, let place): PackedWeight(weight, products, isTrained: false, in: place)
        case .training(_, let products, let place, _): PackedWeight(weight, products, isTrained: true, in: place)
        }
    }

    /// Whether the file has a tensor of this plain name.
    func has(_ key: String) -> Bool {
        tensors.entries[prefix + key] != nil
    }
}
