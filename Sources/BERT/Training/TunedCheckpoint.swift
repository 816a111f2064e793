package import Foundation
internal import Kernels

/// A fine-tuned encoder as a checkpoint: the base model's tensors with other numbers.
package struct TunedCheckpoint {
    private let base: Checkpoint
    private let pass: EncoderPass

    package init(_ pass: EncoderPass, base: Checkpoint) {
        self.pass = pass
        self.base = base
    }

    /// Writes `model.safetensors`; words that the training never saw keep their rows.
    package func write(to file: URL) throws {
        let tensors = try pass.parameters.slots.filter { $0.group == .body }.map { slot in
            slot.name == Embeddings.wordsName
                ? try words(slot)
                : TensorSource(slot.name, shape: slot.shape) { try $0(pass.parameters.values(of: slot)) }
        }
        try Safetensors.write(tensors, metadata: ["format": "pt"], to: file)
    }

    /// The whole table of words, row by row.
    private func words(_ slot: Parameters.Slot) throws -> TensorSource {
        let (count, width) = (base.configuration.vocabularySize, base.configuration.width)
        let table = try base.rows(slot.name, shape: [count, width])
        let trained = pass.parameters.values(of: slot)
        let rows = Dictionary(uniqueKeysWithValues: pass.tokens.enumerated().map { (Int($1), $0) })
        return TensorSource(slot.name, shape: [count, width]) { write in
            var kept = [Float](repeating: 0, count: width)
            for token in 0..<count {
                if let row = rows[token] {
                    try write(UnsafeBufferPointer(rebasing: trained[row * width..<(row + 1) * width]))
                } else {
                    kept.withUnsafeMutableBufferPointer { table.read(token, into: $0) }
                    try kept.withUnsafeBufferPointer { try write($0) }
                }
            }
        }
    }
}
