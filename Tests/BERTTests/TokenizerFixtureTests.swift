import BERT
import Foundation
import Testing

/// The committed lines of `Fixtures/Tokenizer`, made by `generate_fixtures.py` there with the reference implementation.
@Suite struct TokenizerFixtureTests {
    /// `CONFIGURATIONS` of the script, as the file in a model's folder would say them.
    enum Configuration: String, CaseIterable {
        case uncased = #"{"do_lower_case": true}"#
        case cased = #"{"do_lower_case": false, "strip_accents": null}"#
        case accented = #"{"do_lower_case": true, "strip_accents": false}"#
        case unspaced = #"{"do_lower_case": false, "strip_accents": true, "tokenize_chinese_chars": false}"#
    }

    struct Line: Decodable {
        let text: String
        let uncased: [Int32]
        let cased: [Int32]
        let accented: [Int32]?
        let unspaced: [Int32]?
        let uncased128: [Int32]?
        let cased128: [Int32]?
        let accented128: [Int32]?
        let unspaced128: [Int32]?

        func ids(_ configuration: Configuration) -> (whole: [Int32], cut: [Int32])? {
            switch configuration {
            case .uncased: (uncased, uncased128 ?? uncased)
            case .cased: (cased, cased128 ?? cased)
            case .accented: accented.map { ($0, accented128 ?? $0) }
            case .unspaced: unspaced.map { ($0, unspaced128 ?? $0) }
            }
        }
    }

    @Test(arguments: Configuration.allCases)
    func idsEqualTheReferenceImplementation(_ configuration: Configuration) throws {
        let folder = try TokenizerFolder(
            vocabulary: Data(contentsOf: fixture("vocab.txt")), configuration: configuration.rawValue)
        let tokenizer = try folder.load()
        let lines = try Data(contentsOf: fixture("lines.jsonl")).split(separator: 0x0A)
            .map { try JSONDecoder().decode(Line.self, from: Data($0)) }
        var compared = 0
        for line in lines {
            guard let (whole, cut) = line.ids(configuration) else { continue }
            let scalars = line.text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
            #expect(tokenizer.encode(line.text) == whole, "\(scalars)")
            #expect(tokenizer.encode(line.text, maximumLength: 128) == cut, "\(scalars)")
            compared += 1
        }
        #expect(compared >= 700)
    }

    @Test func vocabularyIsReadAsTheReferenceImplementationReadsIt() throws {
        struct Quirks: Decodable {
            let ids: [String: Int32]
            let tokens: [String?]
        }
        let vocabulary = try Vocabulary(contentsOf: fixture("quirks.txt"))
        let quirks = try JSONDecoder().decode(Quirks.self, from: Data(contentsOf: fixture("quirks.json")))
        #expect(vocabulary.count == quirks.tokens.count - 1)
        for (token, id) in quirks.ids { #expect(vocabulary.id(of: token) == id, "\(token)") }
        for (id, token) in quirks.tokens.enumerated() { #expect(vocabulary.token(of: Int32(id)) == token, "\(id)") }
        #expect(vocabulary.token(of: -1) == nil)
        #expect(vocabulary.id(of: "absent") == nil)
    }

    private func fixture(_ name: String) throws -> URL {
        try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/Tokenizer/\(name)")
    }
}
