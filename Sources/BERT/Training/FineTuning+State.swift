package import Foundation
internal import Kernels

/// A training that was stopped, to be taken up again: parameters, moments, the step, and the losses so far.
///
/// Batches, dropout and learning rates follow from the step, so there is nothing else to keep.
extension FineTuning {
    private static let format = "frontdesk.training.2"

    /// Writes the state beside `file` and renames it, so that the file is always whole; `identity` tells what is trained.
    package func save(to file: URL, identity: String) throws {
        let parameters = pass.parameters
        let count = parameters.count
        func tensor(_ name: String, _ numbers: UnsafeMutablePointer<Float>) -> TensorSource {
            TensorSource(name, shape: [count]) { try $0(UnsafeBufferPointer(start: numbers, count: count)) }
        }
        let progress = Progress(step: step, losses: losses, stepLosses: stepLosses, epochLoss: epochLoss)
        let tensors = [
            tensor("parameters", parameters.values), tensor("means", parameters.means),
            tensor("squares", parameters.squares),
        ]
        let metadata = [
            "format": Self.format, "identity": identity,
            "progress": String(decoding: try JSONEncoder().encode(progress), as: UTF8.self),
        ]
        let partial = Self.partial(of: file)
        do {
            try Safetensors.write(tensors, metadata: metadata, to: partial)
            guard rename(partial.path, file.path) == 0 else {
                throw CheckpointError.system(file.path, "cannot be written", errno)
            }
        } catch {
            // On a full disk what was written would keep others from writing.
            unlink(partial.path)
            throw error
        }
    }

    /// Removes a state that is needed no more, and what a save left that was cut off; what stays is only disk space.
    package static func removeState(at file: URL) {
        for file in [file, partial(of: file)] { unlink(file.path) }
    }

    private static func partial(of file: URL) -> URL { file.appendingPathExtension("part") }

    /// Goes on from a state that `save` wrote.
    ///
    /// - Throws: `FineTuningError.otherTraining` where the file is that of something else, and an error that names the
    ///   file where it cannot be read.
    package func restore(from file: URL, identity: String) throws {
        let state = try Safetensors(file)
        guard state.metadata["format"] == Self.format, state.metadata["identity"] == identity,
            let text = state.metadata["progress"]
        else { throw FineTuningError.otherTraining(file: file.path) }
        let progress = try readProgress(text, file)
        let parameters = pass.parameters
        // All are read before any is changed: a damaged file leaves the training as it was.
        let numbers = try [
            ("parameters", parameters.values), ("means", parameters.means), ("squares", parameters.squares),
        ].map { name, memory in (memory, try state.tensor(name, shape: [parameters.count])) }
        for (memory, tensor) in numbers {
            tensor.withValues { values in
                guard let base = values.baseAddress else { return }
                memory.update(from: base, count: parameters.count)
            }
        }
        (step, losses) = (progress.step, progress.losses)
        (stepLosses, epochLoss) = (progress.stepLosses, progress.epochLoss)
        pass.repack()
    }

    private func readProgress(_ text: String, _ file: URL) throws -> Progress {
        let problem: String
        do {
            let progress = try JSONDecoder().decode(Progress.self, from: Data(text.utf8))
            if isPossible(progress) { return progress }
            problem = "step \(progress.step) of \(steps) with \(progress.losses.count) epochs done"
        } catch {
            problem = "\(error)"
        }
        throw CheckpointError(
            file.path, "the training's progress is damaged: \(problem)", mend: "Remove the file to begin anew")
    }

    struct Progress: Codable {
        let step: Int
        let losses: [Double]
        let stepLosses: [Double]
        let epochLoss: Double
    }
}
