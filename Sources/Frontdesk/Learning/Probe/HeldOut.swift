internal import Kernels

/// The evidence of a holdout's messages, by heads that did not see them.
struct HeldOut: Sendable {
    let judged: [Int]
    let evidence: [Evidence]
    /// The classes that the heads know.
    let present: [Bool]

    /// `data` are the messages as the holdout's heads see them.
    init(_ holdout: Holdout, _ heads: ProbeHeads, _ data: ProbeData) {
        let judged = holdout.judged
        let seen = data.messages(judged, excluded: holdout.excluded)
        let chunk = 256
        evidence = stride(from: 0, to: judged.count, by: chunk).flatMap { start in
            let places = start..<min(start + chunk, judged.count)
            return heads.evidence(
                Array(seen[places]), embeddings: data.embeddings.rows(Array(judged[places])),
                besideExamples: data.embeddings, in: data.table, excluded: holdout.excluded)
        }
        present = holdout.present(in: data.table)
        self.judged = judged
    }
}

extension HeldOut {
    /// What the blend is fitted on: messages of classes that the heads know.
    func samples(_ data: ProbeData) -> [BlendFitting.Sample] {
        zip(judged, evidence).filter { present[data.table.labels[$0.0]] }.map { index, evidence in
            BlendFitting.Sample(evidence: evidence, present: present, label: data.table.labels[index])
        }
    }
}
