package import Kernels

/// Finds examples that the others say belong to another intent, by models that had not seen them.
package struct MislabelCheck {
    private let examples: [TrainingExample]

    /// The other intent must be so much likelier, as log odds: one's own files hold hard examples on purpose.
    private static let margin = -3.0

    package init(_ examples: [TrainingExample]) {
        self.examples = examples
    }

    /// The most doubtful first; `embeddings` are what a classifier reads of the examples, (examples, D).
    package func warnings(
        embeddings: Matrix, progress: (JobProgress) throws -> Void = { _ in }
    ) throws -> [BotWarning] {
        let ranked = try SuspectSearch(seed: Trainer.Options.usualSeed).ranked(
            examples, embeddings: embeddings, progress: progress)
        return ranked.compactMap { suspect in
            let example = examples[suspect.example]
            guard suspect.isProbable, suspect.margin <= Self.margin, example.provenance == .written,
                let intent = example.intent, let other = suspect.proposed, let location = example.location,
                intent != TrainingExample.knowledge, other != TrainingExample.knowledge
            else { return nil }
            return BotWarning(
                .probableMislabel, at: location, "the other examples say that this is '\(other)', not '\(intent)'",
                mend: "Move it there, or write more like it under '\(intent)'")
        }
    }
}
