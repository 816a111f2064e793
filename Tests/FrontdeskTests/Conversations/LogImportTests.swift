import Foundation
import Frontdesk
import Testing

@Suite("Import of dialogue logs")
struct LogImportTests {
    private let fixture: LogFixture

    init() throws {
        fixture = try LogFixture()
    }

    private static let asked = #"{"speaker": "customer", "text": "any left?"}"#
    private static let answered = #"{"speaker": "agent", "text": "Two."}"#

    @Test func labelsOfCustomersMessagesAreLearntAndAllTurnsKept() throws {
        let result = try fixture.take(
            #"""
            {"id": "a", "turns": [{"speaker": "customer", "text": "any left?", "intent": "stock", "time": "2026-11-21T09:30:00Z"}, {"speaker": "agent", "text": "Two."}]}
            {"id": "b", "turns": [{"speaker": "customer", "text": "nice weather", "intent": "oos"}, {"speaker": "agent", "text": "Is it?"}]}
            """#)
        #expect(result.problems.errors.isEmpty)
        #expect(result.summaries.map { [$0.added, $0.turns, $0.labels] } == [[2, 4, 2]])
        #expect(try fixture.store.corrections().map(\.label) == [.intent("stock"), .nothing])
        #expect(try fixture.said()["a"] == ["customer: any left?", "agent: Two."])
        #expect(try fixture.store.turns(of: "a")[0].time == Date(timeIntervalSince1970: 1_795_253_400))
    }

    @Test func whatABotGuessedIsALabelOnlyIfItsReplyWasCalledGood() throws {
        let turn = #"{"speaker": "customer", "text": "any left?", "intent": "stock"}"#
        let result = try fixture.take(
            """
            {"id": "a", "turns": [\(turn), {"speaker": "bot", "text": "Two."}]}
            {"id": "b", "turns": [\(turn), {"speaker": "bot", "text": "Two.", "feedback": "good"}]}
            """)
        #expect(result.summaries.map(\.labels) == [1])
        #expect(try fixture.store.corrections().map(\.conversation) == ["b"])
    }

    @Test func everyWrongLineIsToldWithItsPlaceAndNothingIsTaken() throws {
        let result = try fixture.take(
            #"""
            {"id": "a", "turns": [{"speaker": "robot", "text": "x"}]}
            {"id": "b", "turns": [{"speaker": "customer", "text": "x", "intent": "stocks"}, {"speaker": "customer", "text": "y", "intent": "nothing like it"}]}
            {"turns": []}
            {"id": "c", "turns": [{"speaker": "customer", "text": "x", "time": "soon"}]}
            {"id": "d", "turns": [
            {"id": "e"}
            {"id": "good", "turns": [{"speaker": "customer", "text": "x"}]}
            """#)
        let told = result.told
        try #require(told.count == 7)
        #expect(told[0].hasPrefix("log.jsonl:1:35: the speaker cannot be 'robot'"))
        #expect(told[1].hasPrefix("log.jsonl:2:70: there is no intent 'stocks'. Did you mean 'stock'?"))
        #expect(told[2].hasSuffix("there is no intent 'nothing like it'. Known are 'returns', 'stock'"))
        #expect(told[3] == "log.jsonl:3:1: the key 'id' is missing. Add 'id: …'")
        #expect(
            told[4].contains("log.jsonl:4:") && told[4].contains("'soon' is no time. Write it as 2026-11-21T09:30:00Z"))
        #expect(told[5].hasPrefix("log.jsonl:5:") && told[5].contains("this is not valid JSON"))
        #expect(told[6].hasPrefix("log.jsonl:6:1: this is no conversation: the key 'turns' is missing"))
        #expect(result.summaries.isEmpty && result.refused.count == 1)
        #expect(try fixture.said().isEmpty && fixture.store.corrections().isEmpty)
    }

    @Test func badLinesCanBeLeftOut() throws {
        let result = try fixture.take(
            """
            {"id": "a", "turns": [\(Self.asked)]}
            {"id": "b", "turns": [{"speaker": "customer", "text": "x", "intent": "stocks"}]}
            {"id": "c", "turns": [\(Self.asked), {"text": "x"}]}
            """, skipsBad: true)
        #expect(result.summaries.map { [$0.added, $0.skipped] } == [[1, 2]])
        #expect(result.problems.errors.map(\.kind) == [.failed, .failed])
        #expect(try fixture.said().keys.sorted() == ["a"])
    }

    @Test func theSameAgainChangesNothing() throws {
        let line = #"{"id": "a", "turns": [{"speaker": "customer", "text": "any left?", "intent": "stock"}]}"#
        #expect(try fixture.take(line + "\n" + line).summaries.map { [$0.added, $0.unchanged] } == [[1, 1]])
        let before = try fixture.lines()
        #expect(try fixture.take(line).summaries.map { [$0.added, $0.unchanged, $0.labels] } == [[0, 1, 0]])
        #expect(try fixture.lines() == before)
        #expect(try fixture.store.corrections().count == 1)
    }

    @Test func aConversationThatWentOnGetsItsNewTurns() throws {
        _ = try fixture.take(#"{"id": "a", "turns": [\#(Self.asked)]}"#)
        let more = #"{"id": "a", "turns": [\#(Self.asked), \#(Self.answered), \#(Self.asked)]}"#
        let result = try fixture.take(more)
        #expect(result.summaries.map { [$0.added, $0.extended, $0.turns] } == [[0, 1, 2]])
        #expect(try fixture.said()["a"] == ["customer: any left?", "agent: Two.", "customer: any left?"])
        // Within one log too.
        let twice = more.replacing("\"a\"", with: "\"b\"")
        let second = try fixture.take(#"{"id": "b", "turns": [\#(Self.asked)]}"# + "\n" + twice)
        #expect(second.summaries.map { [$0.added, $0.extended, $0.turns] } == [[1, 1, 3]])
        #expect(try fixture.said()["b"]?.count == 3)
    }

    @Test func otherTurnsUnderAnIdThatIsThereAreWrong() throws {
        _ = try fixture.take(#"{"id": "a", "turns": [\#(Self.asked)]}"#)
        let result = try fixture.take(
            """
            {"id": "b", "turns": [\(Self.asked)]}
            {"id": "a", "turns": [\(Self.answered)]}
            """)
        #expect(
            result.told == [
                "log.jsonl:2:1: the conversation 'a' is in the store with other turns. "
                    + "Nothing of it was replaced; give the other one another id"
            ])
        #expect(try fixture.said() == ["a": ["customer: any left?"]])
    }

    @Test func oneWithoutTurnsIsCountedAndLeftOut() throws {
        let result = try fixture.take(#"{"id": "a", "turns": []}"#)
        #expect(result.summaries.map { [$0.added, $0.empty] } == [[0, 1]])
        #expect(try fixture.said().isEmpty)
    }

    @Test func unknownKeysComeOutAgainAndNullIsAsAbsent() throws {
        let line =
            #"{"customer":"c1","id":"a","turns":[{"speaker":"customer","text":"any left?","time":"2026-11-21T09:30:00.250Z","agent":{"id":1.50}}],"tags":["a\"b",true]}"#
        let asRead = line.replacing(#""id":"a""#, with: #""id":"a","label":null,"outcome":null,"language":null"#)
        #expect(try fixture.take(asRead).problems.errors.isEmpty)
        #expect(try fixture.lines() == [line])
    }

    @Test func aDryRunStoresNothing() throws {
        let line = #"{"id": "a", "turns": [\#(Self.asked)]}"#
        let result = try fixture.take(Data(line.utf8), named: "log.jsonl", dryRun: true)
        #expect(result.summaries.map(\.added) == [1])
        #expect(try fixture.said().isEmpty)
    }

    @Test func whatIsStoppedAtTheSecondLogStoresNothingOfTheFirst() throws {
        struct Stopped: Error {}
        let sources = ["a", "b"].map { id in
            LogSource(standardInput: Data(#"{"id": "\#(id)", "turns": [\#(Self.asked)]}"#.utf8), name: "\(id).jsonl")
        }
        let importer = try LogImporter(fixture.database, intents: [])
        #expect(throws: Stopped.self) {
            try importer.importAll(sources) { if $0.step == "Reading b.jsonl" { throw Stopped() } }
        }
        #expect(try fixture.said().isEmpty)
        #expect(try importer.importAll(sources).summaries.map(\.added) == [1, 1])
        #expect(try fixture.said().keys.sorted() == ["a", "b"])
        #expect(try AuditTrail(fixture.database).entries().map(\.act) == ["import"])
    }

    @Test func aLabelOfTheNextLogReachesTheTurnOfTheFirst() throws {
        let labelled = Self.asked.replacing("}", with: #", "intent": "stock"}"#)
        let sources = [("a.jsonl", Self.asked), ("b.jsonl", labelled), ("c.jsonl", Self.asked)].map { name, turn in
            LogSource(standardInput: Data(#"{"id": "a", "turns": [\#(turn)]}"#.utf8), name: name)
        }
        let result = try LogImporter(fixture.database, intents: ["stock"]).importAll(sources)
        #expect(result.summaries.map { [$0.added, $0.unchanged, $0.labels] } == [[1, 0, 0], [0, 1, 1], [0, 1, 0]])
        #expect(try fixture.store.turns(of: "a").map(\.intent) == ["stock"])
        #expect(try fixture.store.corrections().map(\.label) == [.intent("stock")])
    }

    @Test func otherEncodingsAreReadAndTold() throws {
        let line = #"{"id": "a", "turns": [{"speaker": "customer", "text": "还有货吗？请问什么时候发货"}]}"#
        let utf16 = try #require(line.data(using: .utf16))
        let result = try fixture.take(utf16, named: "log.jsonl")
        #expect(result.summaries.map(\.notes) == [["read as UTF-16"]])
        #expect(try fixture.said() == ["a": ["customer: 还有货吗？请问什么时候发货"]])
        #expect(try fixture.take("\u{FEFF}" + line).summaries.map(\.unchanged) == [1])
    }

    @Test func labelsThatCameLaterAreAddedOnce() throws {
        _ = try fixture.take(#"{"id": "a", "turns": [\#(Self.asked)]}"#)
        let labelled = Self.asked.replacing("}", with: #", "intent": "stock"}"#)
        let line = #"{"id": "a", "turns": [\#(labelled)]}"#
        #expect(try fixture.take(line).summaries.map { [$0.unchanged, $0.labels] } == [[1, 1]])
        #expect(try fixture.take(line).summaries.map { [$0.unchanged, $0.labels] } == [[1, 0]])
        #expect(try fixture.store.corrections().map(\.label) == [.intent("stock")])
        #expect(try fixture.store.turns(of: "a").map(\.intent) == ["stock"])
        // What somebody took back stays so.
        _ = try fixture.store.undo(in: "a")
        #expect(try fixture.take(line).summaries.map(\.labels) == [0])
    }

    @Test func labelsAreCheckedWhereTheConversationIsThereAlready() throws {
        _ = try fixture.take(#"{"id": "a", "turns": [\#(Self.asked)]}"#)
        let labelled = Self.asked.replacing("}", with: #", "intent": "stocks"}"#)
        #expect(try fixture.take(#"{"id": "a", "turns": [\#(labelled)]}"#).problems.errors.count == 1)
    }

    @Test func whatIsExportedGivesTheSameConversationsInAnEmptyStore() throws {
        _ = try fixture.take(
            #"""
            {"id": "=1+1", "customer": "c", "channel": "web", "language": "zh", "outcome": "solved", "rating": 5, "turns": [{"speaker": "customer", "text": "-10 % off, \"really\"?\nyes", "time": "2026-11-21T09:30:00Z", "intent": "stock"}, {"speaker": "bot", "text": "'+1 for you", "time": "2026-11-21T09:30:01.500Z", "route": "template", "answer_id": "e1", "confidence": 0.91, "model": "m", "feedback": "good", "note": {"a": [1, null]}}]}
            {"id": "b", "turns": [{"speaker": "agent", "text": "还在吗", "time": "2026-11-22"}]}
            """#)
        let lines = try fixture.lines()
        #expect(lines.count == 2)
        var table = [LoggedConversation.header]
        try fixture.store.forEachConversation { table += $0.rows }
        for (name, text) in [("log.jsonl", lines.joined(separator: "\n")), ("log.csv", table.joined(separator: "\n"))] {
            let other = try LogFixture()
            #expect(try other.take(text, named: name).told.isEmpty)
            #expect(try other.lines() == lines, "\(name)")
            #expect(try other.store.corrections().map(\.text) == fixture.store.corrections().map(\.text))
        }
    }

    @Test func personalDataIsTakenOutOfAllTexts() throws {
        _ = try fixture.take(
            #"{"id": "a", "customer": "ann@example.com", "mail": "ann@example.com", "turns": [{"speaker": "customer", "text": "write to ann@example.com", "cc": ["bob@example.com"]}]}"#
        )
        try fixture.store.forEachConversation { conversation in
            let shown = try conversation.redacted(by: .known).json
            #expect(!shown.contains("example.com") && shown.contains(#""cc":["<email>"]"#))
        }
    }

    @Test func personalNumbersAndChannelsAreTakenOutToo() throws {
        _ = try fixture.take(
            #"{"id": "a", "channel": "sms:+14155550123", "mobile": 13812345678, "score": 0.981234567, "turns": [\#(Self.asked)]}"#
        )
        try fixture.store.forEachConversation { conversation in
            let shown = try conversation.redacted(by: .known).json
            #expect(shown.contains(#""channel":"sms:<phone>""#) && shown.contains(#""mobile":"<phone>""#))
            #expect(shown.contains(#""score":0.981234567"#))
        }
    }
}
