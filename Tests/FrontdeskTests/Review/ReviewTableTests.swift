import Frontdesk
import Testing

@Suite("Labels filled into a table of cases")
struct ReviewTableTests {
    private func read(_ labels: String..., entries: Set<String> = ["delivery_time", "repairs"]) throws
        -> [ReviewDecision]
    {
        let rows = labels.enumerated().map { "m\($0),\($1)\n" }.joined()
        let table = try DelimitedText("case,label\n" + rows, file: "cases.csv", separator: .comma)
        return try ReviewTable.read(table, intents: ["return_goods", "thanks"], entries: entries).map(\.decision)
    }

    private func error(_ label: String) throws -> String {
        let error = try #require(throws: BotError.self) { try read(label) }
        return "\(error)"
    }

    @Test("A label is an intent, an entry, oos or skip; a row without one is none")
    func labels() throws {
        #expect(
            try read("thanks", "repairs", "oos", " ", "skip")
                == [.label(.intent("thanks")), .label(.entry("repairs")), .label(.nothing), .skip])
    }

    @Test("A mistyped label is told the nearest name, of intents and entries alike")
    func mistyped() throws {
        #expect(
            try error("retrun_goods")
                == "cases.csv:2:4: 'retrun_goods' is no intent and no entry. Did you mean 'return_goods'?")
        #expect(
            try error("repiars") == "cases.csv:2:4: 'repiars' is no intent and no entry. Did you mean 'repairs'?")
    }

    @Test("Of names that are equally near the first is told, and what is near to none hears what a label is")
    func always() throws {
        let entries = Set((0..<10).map { "part\($0)" })
        let errors = try #require(throws: BotErrors.self) { try read("partx", "zubb frimble", entries: entries) }
        #expect(
            errors.errors.map { "\($0)" } == [
                "cases.csv:2:4: 'partx' is no intent and no entry. Did you mean 'part0'?",
                "cases.csv:3:4: 'zubb frimble' is no intent and no entry. A label is the name of an intent, the id of an "
                    + "entry, oos or skip",
            ])
    }
}
