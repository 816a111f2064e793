/// How well the fitted search does.
extension KnowledgeCalibrator {
    /// The figures for each kind of query: each half of the ids is judged with the weights fitted to the other.
    package func report() -> [Report] {
        KnowledgeCalibration.Kind.all.filter { !cases($0, half: nil).isEmpty }.map(report)
    }

    private func report(_ kind: KnowledgeCalibration.Kind) -> Report {
        let judged = [0, 1].flatMap { half in
            let weights = fit(kind, half: 1 - half)
            return judge(cases(kind, half: half), weights).map { ($0, confidence: weights.confidence($0.standing)) }
        }
        let aliases = judged.filter { $0.0.item.source == .alias }
        let kept = judged.filter { $0.0.item.source == .kept }
        let wrong = judged.filter { $0.0.item.id == nil }
        return Report(
            kind: kind, queries: aliases.count, negatives: wrong.count,
            precision: Self.share(aliases.map(\.0)) { $0 == 0 }, precision3: Self.share(aliases.map(\.0)) { $0 < 3 },
            keptPrecision: Self.share(kept.map(\.0)) { $0 == 0 },
            auroc: Self.auroc(aliases.filter(\.0.isRight).map(\.confidence), wrong.map(\.confidence)),
            calibrationError: Self.calibrationError(judged.map { ($0.confidence, $0.0.isRight, $0.0.weight) }))
    }

    private static func share(_ judged: [Judged], where isGood: (Int) -> Bool) -> Double {
        Double(judged.count { $0.rank.map(isGood) ?? false }) / Double(max(judged.count, 1))
    }

    /// The probability that a right one scores above a wrong one; ties count half.
    static func auroc(_ right: [Double], _ wrong: [Double]) -> Double {
        let all = right.map { ($0, true) } + wrong.map { ($0, false) }
        let sorted = all.sorted { $0.0 < $1.0 }
        var sum = 0.0
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].0 == sorted[start].0 { end += 1 }
            let rank = Double(start + end + 1) / 2
            sum += rank * Double(sorted[start..<end].count { $0.1 })
            start = end
        }
        let count = Double(right.count)
        return (sum - count * (count + 1) / 2) / max(count * Double(wrong.count), 1)
    }

    private static func calibrationError(_ cases: [(confidence: Double, isRight: Bool, weight: Double)]) -> Double {
        let total = cases.reduce(0) { $0 + $1.weight }
        let bins = Dictionary(grouping: cases) { min(14, Int($0.confidence * 15)) }
        return bins.values.reduce(0) { sum, bin in
            sum + abs(bin.reduce(0) { $0 + $1.weight * ($1.confidence - ($1.isRight ? 1 : 0)) })
        } / max(total, 1e-9)
    }
}
