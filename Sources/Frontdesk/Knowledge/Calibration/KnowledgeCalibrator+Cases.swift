internal import Kernels

/// The queries that a calibrator asks.
extension KnowledgeCalibrator {
    static func aliasCases(_ corpus: KnowledgeCorpus) throws -> [Case] {
        let aliases = corpus.entries.indices.flatMap { entry in
            let count = corpus.entries[entry].entry.aliases.count
            return (count == 0 ? [0] : Array(1...count)).map { Asked(corpus, entry: entry, position: $0) }
        }
        let alone = try corpus.findings(for: aliases.map(\.probe))
        let among = try corpus.findings(for: aliases.map { $0.probe(among: aliases) })
        return zip(aliases, zip(alone, among)).flatMap { asked, found in
            // Without its only question an entry has but its answer: that would teach to look at answers alone.
            (asked.isOnlyQuestion ? [] : [asked.item(.alias, found.0)]) + [
                asked.item(.kept, found.1), asked.item(.removed, found.0.without(asked.id)),
            ]
        }
    }

    static func otherCases(_ corpus: KnowledgeCorpus, _ texts: [String], _ vectors: Matrix?) throws -> [Case] {
        let probes = texts.enumerated().map { index, text in
            KnowledgeCorpus.Probe(text: text, vector: vectors.map { Array($0[row: index]) })
        }
        return zip(texts, try corpus.findings(for: probes)).map { text, findings in
            Case(text: text, id: nil, source: .intent, findings: findings, half: half(of: text))
        }
    }

    /// The labelled messages of a script, where there are enough to learn from.
    static func labelledCases(_ corpus: KnowledgeCorpus, _ labelled: Labelled) throws -> [Case] {
        let probes = labelled.messages.enumerated().map { row, message in
            KnowledgeCorpus.Probe(text: message.text, vector: labelled.vectors.map { Array($0[row: row]) })
        }
        let cases = zip(labelled.messages, try corpus.findings(for: probes)).map { message, findings in
            Case(
                text: message.text, id: message.id, source: .labelled, findings: findings, half: half(of: message.id))
        }
        return Dictionary(grouping: cases, by: \.findings.isHan).values.filter { $0.count >= fewest }.flatMap(\.self)
    }

    /// The half that an id or text belongs to, the same in every run.
    private static func half(of text: String) -> Int {
        Int(TermSet.hash(text) >> 17 & 1)
    }

    /// An alias, or the question of an entry without aliases.
    private struct Asked {
        let entry: Int
        let position: Int
        let id: String
        let text: String
        let vector: [Float]?

        init(_ corpus: KnowledgeCorpus, entry index: Int, position: Int) {
            let indexed = corpus.entries[index]
            entry = index
            self.position = position
            id = indexed.entry.id
            text = position == 0 ? indexed.entry.question : indexed.entry.aliases[position - 1]
            vector = corpus.vectors.vector(of: indexed.row, at: position)
        }

        var isOnlyQuestion: Bool { position == 0 }

        /// The query while the alias is left out.
        var probe: KnowledgeCorpus.Probe {
            KnowledgeCorpus.Probe(text: text, vector: vector, excluded: (entry, position))
        }

        func item(_ source: Source, _ findings: KnowledgeCorpus.Findings) -> Case {
            let isAnswered = source == .alias || source == .kept
            return Case(
                text: text, id: isAnswered ? id : nil, source: source, findings: findings,
                half: KnowledgeCalibrator.half(of: id))
        }

        /// The query with a word less and with words of another entry's alias, while the alias is there.
        func probe(among aliases: [Asked]) -> KnowledgeCorpus.Probe {
            var place = Int(TermSet.hash(text)) % aliases.count
            for _ in aliases.indices where aliases[place].id == id { place = (place + 1) % aliases.count }
            let other = aliases[place]
            return KnowledgeCorpus.Probe(text: garbled(with: other.text), vector: mixed(with: other.vector))
        }

        private func garbled(with other: String) -> String {
            var runs = TextRuns(text).texts
            if runs.count > 2 {
                runs.remove(at: runs.count / 2)
            } else if let longest = runs.indices.max(by: { runs[$0].count < runs[$1].count }), runs[longest].count > 4 {
                runs[longest].remove(
                    at: runs[longest].index(runs[longest].startIndex, offsetBy: runs[longest].count / 3))
            }
            let others = TextRuns(other)
            let added = others.runs.prefix(2).map { run in
                let text = others.text(of: run)
                return run.kind == .ideographs ? String(text.prefix(3)) : text
            }
            return (runs + added).joined(separator: " ")
        }

        /// The embedding that such a query would have, near enough: mostly the alias's, a third of the other's.
        private func mixed(with other: [Float]?) -> [Float]? {
            guard let vector, let other else { return nil }
            let sum = zip(vector, other).map { 0.75 * $0 + 0.35 * $1 }
            let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return sum.map { $0 / max(length, 1e-9) }
        }
    }
}

extension KnowledgeCorpus.Findings {
    /// What would be found if an id were not there.
    fileprivate func without(_ id: String) -> KnowledgeCorpus.Findings {
        KnowledgeCorpus.Findings(
            asked: asked, candidates: candidates.filter { $0.id != id }, information: information, isHan: isHan)
    }
}

extension KnowledgeCalibrator.Case {
    var withoutCosines: KnowledgeCalibrator.Case {
        let candidates = findings.candidates.map { candidate in
            var candidate = candidate
            candidate.features = candidate.features.withoutCosines
            return candidate
        }
        return KnowledgeCalibrator.Case(
            text: text, id: id, source: source,
            findings: KnowledgeCorpus.Findings(
                asked: findings.asked, candidates: candidates, information: findings.information,
                isHan: findings.isHan),
            half: half)
    }
}
