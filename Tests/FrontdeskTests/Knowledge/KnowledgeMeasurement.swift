import Foundation
import Frontdesk
import Kernels
import Testing

/// Measures the search on a bot's own knowledge, when `FRONTDESK_MEASURE_KNOWLEDGE` names a bot's folder.
///
/// `FRONTDESK_MEASURE_VECTORS` is a path without ending: `.json` lists texts, `.f32` holds their embeddings.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FRONTDESK_MEASURE_KNOWLEDGE"] != nil))
struct KnowledgeMeasurement {
    @Test func leaveOneAliasOut() throws {
        let environment = ProcessInfo.processInfo.environment
        let bot = URL(filePath: try #require(environment["FRONTDESK_MEASURE_KNOWLEDGE"]), directoryHint: .isDirectory)
        let vectors = try environment["FRONTDESK_MEASURE_VECTORS"].map(Self.vectors)
        let clock = ContinuousClock()
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "frontdesk-measure-\(getpid())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let index = KnowledgeIndex(try Store(folder: folder))
        print("refresh", try clock.measure { _ = try index.refresh(folder: bot) })
        print("unchanged", try clock.measure { _ = try index.refresh(folder: bot) })
        let encoder = vectors == nil ? nil : "measured"
        if let vectors {
            print("embed", try clock.measure { try index.embed(encoder: "measured") { try Self.rows($0, vectors) } })
        }
        print("load", try clock.measure { _ = try KnowledgeSearch(index, encoder: encoder) })
        let examples = try Self.examples(bot).filter { vectors == nil || vectors?[$0] != nil }
        var calibrator: KnowledgeCalibrator?
        print("entries", try index.entries().count, "examples", examples.count)
        print(
            "ask",
            try clock.measure {
                calibrator = try KnowledgeCalibrator(
                    index, encoder: encoder, others: examples, otherVectors: vectors.map { try Self.rows(examples, $0) }
                )
            })
        var calibration = KnowledgeCalibration.standard
        print("fit", clock.measure { calibration = calibrator?.fit() ?? calibration })
        for weights in calibration.weights {
            print(weights.kind.isHan ? "han" : "latin", weights.kind.hasVectors ? "vectors" : "words")
            print("  ranking", weights.ranking.map { ($0 * 100).rounded() / 100 })
            print("  confidence", weights.confidence.map { ($0 * 100).rounded() / 100 })
        }
        for report in calibrator?.report().values.sorted(by: { "\($0.kind)" < "\($1.kind)" }) ?? [] { print(report) }
        let search = try KnowledgeSearch(index, encoder: encoder, calibration: calibration)
        let queries = try Array(index.entries().flatMap(\.aliases).prefix(400))
        print(
            "400 searches",
            try clock.measure {
                for query in queries { _ = try search.hits(for: query, vector: vectors?[query]) }
            })
        for query in queries.filter({ $0.utf8.count % 23 == 0 }).prefix(5) {
            for hit in try search.hits(for: query, vector: vectors?[query], limit: 2) {
                print(query, "->", hit.entry.id, hit.confidence, hit.explanation)
            }
        }
    }

    private static func vectors(_ path: String) throws -> [String: [Float]] {
        let texts = try JSONDecoder().decode([String].self, from: Data(contentsOf: URL(filePath: path + ".json")))
        let floats = try Data(contentsOf: URL(filePath: path + ".f32")).withUnsafeBytes {
            Array($0.bindMemory(to: Float.self))
        }
        let width = floats.count / texts.count
        return Dictionary(
            texts.enumerated().map { ($0.element, Array(floats[$0.offset * width..<($0.offset + 1) * width])) },
            uniquingKeysWith: { first, _ in first })
    }

    private static func rows(_ texts: [String], _ vectors: [String: [Float]]) throws -> Matrix {
        let rows = try texts.map { text in try #require(vectors[text], "no vector for: \(text)") }
        return Matrix(rows: rows.count, columns: rows.first?.count ?? 0, values: rows.flatMap { $0 })
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
