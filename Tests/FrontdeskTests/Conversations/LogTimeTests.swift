import Foundation
import Frontdesk
import Testing

@Suite("Times in logs")
struct LogTimeTests {
    @Test(arguments: [
        ("2026-11-21T09:30:00Z", "2026-11-21T09:30:00Z"), ("2026-11-21 09:30", "2026-11-21T09:30:00Z"),
        ("2026/11/21 9:30:05", "2026-11-21T09:30:05Z"), ("2026年11月21日 9:30", "2026-11-21T09:30:00Z"),
        ("2026-11-21T09:30:00.125+08:00", "2026-11-21T01:30:00.125Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("1763717400", "2025-11-21T09:30:00Z"), ("1763717400.5", "2025-11-21T09:30:00.500Z"),
        ("1763717400123", "2025-11-21T09:30:00.123Z"), ("1999-12-31T23:59:59-05:30", "2000-01-01T05:29:59Z"),
        ("2026-11-21 09:30:00 UTC", "2026-11-21T09:30:00Z"),
    ])
    func isReadAndWritten(text: String, written: String) throws {
        let fixture = try LogFixture()
        let line = #"{"id": "a", "turns": [{"speaker": "customer", "text": "x", "time": "\#(text)"}]}"#
        #expect(try fixture.take(line).told.isEmpty)
        #expect(try fixture.lines()[0].contains(#""time":"\#(written)""#))
    }

    @Test(arguments: [
        "soon", "21.11.2026 09:30", "2026-02-29", "2026-11-21T25:00:00Z", "2026-11-21 09:30 CET", "12", "20261121",
        "202611210930", "20261121093000",
    ])
    func whatIsNoTimeIsWrong(text: String) throws {
        let fixture = try LogFixture()
        let line = #"{"id": "a", "turns": [{"speaker": "customer", "text": "x", "time": "\#(text)"}]}"#
        #expect(try fixture.take(line).told.map { $0.contains("is no time") } == [true])
    }
}
