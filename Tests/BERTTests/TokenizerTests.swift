import BERT
import Foundation
import Testing

/// Tiny cases by hand; ids 0 to 4 are [PAD], [UNK], [CLS], [SEP], [MASK].
@Suite struct TokenizerTests {
    private func encode(
        _ text: String, _ tokens: [String], maximumLength: Int? = nil, configuration: String? = nil
    ) throws -> [Int32] {
        let folder = try TokenizerFolder(tokens: tokens, configuration: configuration)
        return try folder.load().encode(text, maximumLength: maximumLength)
    }

    @Test func emptyTextIsTheTwoFrameTokens() throws {
        #expect(try encode("", []) == [2, 3])
        #expect(try encode(" \t\u{3000}\u{200B}", []) == [2, 3])
    }

    @Test func longestPieceComesFirst() throws {
        #expect(try encode("Refunding", ["re", "refund", "##ing", "##fund"]) == [2, 6, 7, 3])
    }

    @Test func wordWithOneUnknownPlaceIsUnknownAsAWhole() throws {
        #expect(try encode("refundx refund", ["refund", "##ing"]) == [2, 1, 5, 3])
    }

    @Test func chineseCharactersStandAlone() throws {
        #expect(try encode("a退款b", ["退", "款", "a", "b", "##b"]) == [2, 7, 5, 6, 8, 3])
    }

    @Test func hundredScalarsAreAWordAndOneMoreIsUnknown() throws {
        let (word, longer) = (String(repeating: "a", count: 100), String(repeating: "é", count: 101))
        #expect(try encode(word, ["a", "##a"]).count == 102)
        #expect(try encode(longer, ["e", "##e"]) == [2, 1, 3])
        #expect(try encode(String(repeating: "a", count: 100_000) + " a", ["a", "##a"]) == [2, 1, 5, 3])
    }

    @Test func specialTokensInTheTextAreTakenAsWritten() throws {
        #expect(try encode("a[SEP]a [mask][MASK]", ["a", "[", "]", "mask"]) == [2, 5, 3, 5, 6, 8, 7, 4, 3])
    }

    @Test func truncationKeepsTheFrame() throws {
        #expect(try encode("a a a a", ["a"], maximumLength: 4) == [2, 5, 5, 3])
        #expect(try encode("a a a a", ["a"], maximumLength: 2) == [2, 3])
        #expect(try encode("a a a a", ["a"], maximumLength: 0) == [2, 3])
        #expect(try encode("a", ["a"], maximumLength: .max) == [2, 5, 3])
    }

    @Test func wordCutByTheLimitIsStillReadToItsEnd() throws {
        #expect(try encode("abc", ["a", "##b", "##c"], maximumLength: 3) == [2, 5, 3])
        #expect(try encode("abx", ["a", "##b", "##c"], maximumLength: 3) == [2, 1, 3])
    }

    @Test func malformedBytesVanish() throws {
        let tokenizer = try TokenizerFolder(tokens: ["ab", "a", "é", "e"]).load()
        func ids(_ bytes: [UInt8]) -> [Int32] {
            bytes.withUnsafeBufferPointer { tokenizer.encode(contentsOf: $0, maximumLength: nil) }
        }
        #expect(ids([0x61, 0xFF, 0xC0, 0x80, 0x62]) == [2, 5, 3])
        #expect(ids([0x61, 0xED, 0xA0, 0x80, 0x62, 0xF0, 0x9F]) == [2, 5, 3])
        #expect(ids([0x61, 0x20, 0xC3]) == [2, 6, 3])
        #expect(ids([0xC3, 0xA9]) == [2, 8, 3])
    }

    @Test func marksBeyondALongWordAreOnlyCounted() throws {
        let text = "a" + String(repeating: "\u{1D16D}\u{1D165}", count: 300)
        #expect(try encode(text, ["a"]) == [2, 1, 3])
    }

    @Test func namesOfSpecialTokensComeFromTheConfiguration() throws {
        let configuration = #"{"unk_token": {"content": "<unk>"}, "cls_token": "<s>", "do_lower_case": null}"#
        #expect(try encode("X <s>", ["<unk>", "<s>"], configuration: configuration) == [6, 5, 6, 3])
    }
}

@Suite struct TokenizerErrorTests {
    private func failure(_ vocabulary: [UInt8]?, configuration: String? = nil) throws -> String {
        let folder = try TokenizerFolder(vocabulary: vocabulary.map { Data($0) }, configuration: configuration)
        let error = try #require(throws: TokenizerError.self) { _ = try folder.load() }
        return error.description.replacingOccurrences(of: folder.url.path, with: "DIR")
    }

    @Test func missingVocabulary() throws {
        #expect(
            try failure(nil)
                == "DIR/vocab.txt: the vocabulary is missing. Put the vocab.txt that belongs to the model there")
    }

    @Test func emptyVocabulary() throws {
        #expect(try failure([]).hasPrefix("DIR/vocab.txt: the vocabulary is empty. "))
    }

    @Test func vocabularyInAnotherEncoding() throws {
        #expect(
            try failure(Array("[PAD]\n[UNK]\ncaf".utf8) + [0xE9, 0x0A])
                .hasPrefix("DIR/vocab.txt:3: the vocabulary is not UTF-8. "))
    }

    @Test func missingSpecialToken() throws {
        let message = try failure(Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n".utf8))
        #expect(message.hasPrefix("DIR/vocab.txt: the special token \"[MASK]\" is missing. "))
    }

    @Test(arguments: [
        ("{", "it is not JSON"), ("[]", "it holds no JSON object"),
        (#"{"do_lower_case": "yes"}"#, "\"do_lower_case\" has the wrong type"),
    ])
    func badConfiguration(_ text: String, _ reason: String) throws {
        let message = try failure(Array("[PAD]\n".utf8), configuration: text)
        let start = "DIR/tokenizer_config.json: this is no tokenizer configuration (\(reason)). "
        #expect(message.hasPrefix(start), "\(message)")
    }
}
