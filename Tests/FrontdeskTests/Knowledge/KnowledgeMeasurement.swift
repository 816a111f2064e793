import BERT
import Foundation
import Frontdesk
import Kernels
import Testing

/// Measures the search on a bot's own knowledge, when `FRONTDESK_MEASURE_KNOWLEDGE` names a bot's folder.
///
/// `FRONTDESK_MEASURE_BASE` is the folder of a base model; without it words alone are measured.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FRONTDESK_MEASURE_KNOWLEDGE"] != nil))
struct KnowledgeMeasurement {
    @Test func leaveOneAliasOut() throws {
        let environment = ProcessInfo.processInfo.environment
        let bot = URL(filePath: try #require(environment["FRONTDESK_MEASURE_KNOWLEDGE"]), directoryHint: .isDirectory)
        let base = try environment["FRONTDESK_MEASURE_BASE"].map { try SentenceEncoder(folder: URL(filePath: $0)) }
        let clock = ContinuousClock()
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "frontdesk-measure-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let index = KnowledgeIndex(try Store(folder: folder))
        print("refresh", try clock.measure { _ = try index.refresh(folder: bot) })
        print("unchanged", try clock.measure { _ = try index.refresh(folder: bot) })
        let encoder = base == nil ? nil : "measured"
        if let base {
            print("embed", try clock.measure { try index.embed(encoder: "measured") { base.embed($0) } })
        }
        print("load", try clock.measure { for _ in 0..<5 { _ = try KnowledgeSearch(index, encoder: encoder) } })
        let examples = try Self.examples(bot)
        var calibrator: KnowledgeCalibrator?
        print("entries", try index.entries().count, "examples", examples.count)
        print(
            "ask",
            try clock.measure {
                calibrator = try KnowledgeCalibrator(
                    index, encoder: encoder, others: examples, otherVectors: base?.embed(examples)
                )
            })
        var calibration = KnowledgeCalibration.standard
        print("fit", clock.measure { calibration = calibrator?.fit() ?? calibration })
        for weights in calibration.weights {
            print(weights.kind.isHan ? "han" : "latin", weights.kind.hasVectors ? "vectors" : "words")
            print("  ranking", weights.ranking.map { ($0 * 100).rounded() / 100 })
            print("  confidence", weights.confidence.map { ($0 * 100).rounded() / 100 })
        }
        for report in calibrator?.report() ?? [] { print(report) }
        let search = try KnowledgeSearch(index, encoder: encoder, calibration: calibration)
        let queries = try Array(index.entries().flatMap(\.aliases).prefix(400))
        let vectors = Dictionary(
            uniqueKeysWithValues: Set(queries).map { text in (text, base.map { Array($0.embed([text])[row: 0]) }) })
        print(
            "400 searches",
            try clock.measure {
                for query in queries { _ = try search.hits(for: query, vector: vectors[query] ?? nil) }
            })
        for query in queries.filter({ $0.utf8.count % 23 == 0 }).prefix(5) {
            for hit in try search.hits(for: query, vector: vectors[query] ?? nil, limit: 2) {
                print(query, "->", hit.entry.id, hit.confidence, hit.explanation)
            }
        }
    }

    private static func examples(_ bot: URL) throws -> [String] {
        let intents = bot.appending(path: "intents")
        let names = try FileManager.default.contentsOfDirectory(atPath: intents.path()).sorted()
        return try names.filter { $0.hasSuffix(".yml") && !$0.hasPrefix("_") }.flatMap { name -> [String] in
            let text = try TextFile.read(intents.appending(path: name), named: name)
            let block = try SourceValue.yaml(text, file: name).map("an intent")["examples"]?.text ?? ""
            return block.split(separator: "\n").map { line in
                String(line.drop { $0 == " " || $0 == "-" }).replacing(/\[([^\]]*)\]\([a-z_]+\)/) { String($0.1) }
            }
        }
    }
}
