package import Foundation
internal import Kernels

/// Writes a fine-tuned encoder as a Hugging Face folder: the base model's, with other weights.
package struct TunedCheckpoint {
    private let base: Checkpoint
    private let pass: EncoderPass

    package init(_ pass: EncoderPass, base: Checkpoint) {
        self.pass = pass
        self.base = base
    }

    /// Writes `model.safetensors`; words that the training never saw keep their rows.
    package func write(to file: URL) throws {
        try Safetensors.write(
            try pass.parameters.slots.filter { $0.group == .body }.map { slot in
                (name: slot.name, shape: try shape(of: slot), values: try numbers(of: slot))
            }, metadata: ["format": "pt"], to: file)
    }

    private func isWords(_ slot: Parameters.Slot) -> Bool { slot.name == Embeddings.wordsName }

    private func shape(of slot: Parameters.Slot) throws -> [Int] {
        isWords(slot) ? [base.configuration.vocabularySize, base.configuration.width] : slot.shape
    }

    private func numbers(of slot: Parameters.Slot) throws -> [Float] {
        let trained = pass.parameters.numbers(of: slot)
        guard isWords(slot) else { return trained }
        let (rows, width) = (base.configuration.vocabularySize, base.configuration.width)
        let table = try base.rows(slot.name, shape: [rows, width])
        var all = [Float](repeating: 0, count: rows * width)
        all.withUnsafeMutableBufferPointer { all in
            for row in 0..<rows {
                table.read(row, into: UnsafeMutableBufferPointer(rebasing: all[row * width..<(row + 1) * width]))
            }
        }
        for (row, token) in pass.tokens.enumerated() {
            let start = Int(token) * width
            all.replaceSubrange(start..<start + width, with: trained[row * width..<(row + 1) * width])
        }
        return all
    }
}
