import Foundation
import Testing

@Suite("What is learnt from messages that nobody labelled")
struct WeakLabelsTests {
    private static let things = ["red", "blue", "green", "old", "new", "big", "small", "odd"]

    /// A message in words of its own, by number.
    private static func text(_ number: Int) -> String {
        let words = [number, number / 8, number / 64].map { things[$0 % 8] }.joined(separator: " ")
        return "the \(words) quonk \(number < 512 ? "leaks" : "creaks")"
    }

    @Test("The surest messages become examples, those that are alike without personal data once")
    func once() throws {
        let bot = try TinyBot()
        let texts = (0..<520).map(Self.text) + (0..<30).map { "please write to user\($0)@example.com about it" }
        let lines = texts.enumerated().map { number, text in
            #"{"id":"c\#(number)","turns":[{"speaker":"customer","text":"\#(text)"}]}"# + "\n"
        }
        try bot.write(Data(lines.joined().utf8), to: "log.jsonl")
        #expect(try bot.run("train", "--recipe", "probe", "--force", "--weak-labels", "log.jsonl").status == 0)
        let manifest = try bot.run("model", "show", "--json").object()["manifest"] as? [String: Any]
        let counts = try #require(manifest?["examples_by_provenance"] as? [String: Int])
        #expect(counts["inferred", default: 0] > 0)
        let models = try bot.files().filter { $0.key.hasSuffix("/examples.tsv") }
        let examples = models.values.compactMap { $0 }.map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(examples.contains("quonk") && !examples.contains("user1@example.com"))
        #expect(examples.components(separatedBy: "please write to").count <= 2)
    }
}
