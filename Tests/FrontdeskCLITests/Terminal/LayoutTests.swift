import FrontdeskCLI
import Testing

@Suite("Columns on a terminal")
struct LayoutTests {
    @Test(
        "Width",
        arguments: [
            ("abc", 3), ("退款", 4), ("é", 1), ("e\u{301}", 1), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("❤", 1), ("🇨🇳", 2),
            ("ｆｕｌｌ", 8), ("，", 2), ("한국", 4), ("カナ", 4), ("\u{200D}", 0), ("€4.90", 5), ("█▍", 2), ("", 0),
        ])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(
        "Truncation never cuts through a wide character",
        arguments: [
            ("退款什么时候", 5, "退款…"), ("退款什么时候", 6, "退款…"), ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"),
        ])
    func truncation(text: String, columns: Int, expected: String) {
        #expect(DisplayWidth.truncate(text, to: columns) == expected)
    }

    @Test("A table aligns Chinese")
    func table() {
        var table = Table([.init(.right), .init(shrinks: true), .init()], indent: 2)
        table.rows = [["1", "退款", "intent"], ["10", "refund", ""], ["2", "two\nlines", "knowledge"]]
        #expect(
            table.lines().map(\.plain) == [
                "   1  退款       intent", "  10  refund", "   2  two lines  knowledge",
            ])
    }

    @Test("Of a long text a table shows the beginning, whatever the width")
    func longWords() {
        var table = Table([.init(shrinks: true), .init()])
        table.rows = [[.words(String(repeating: "退款", count: 5000)), "intent"]]
        #expect(table.lines().map(\.plain) == [String(repeating: "退款", count: 39) + "退…  intent"])
    }

    @Test("A table that is too wide gives way in the column that may shrink")
    func narrow() {
        var table = Table([.init(), .init(shrinks: true), .init()])
        table.rows = [["0.93", "where is my refund, please", "refund_status"]]
        #expect(table.lines(limit: 40).map(\.plain) == ["0.93  where is my refund…  refund_status"])
    }

    @Test("Text wraps at spaces, and between Chinese characters")
    func wrapping() {
        #expect(WrappedText.lines("Refunds reach your card soon", limit: 12) == ["Refunds", "reach your", "card soon"])
        #expect(WrappedText.lines("退款会在五天内到账。", limit: 10) == ["退款会在五", "天内到账。"])
        #expect(WrappedText.lines("五天内到账。好", limit: 10) == ["五天内到", "账。好"])
        #expect(WrappedText.lines("one\n\ntwo", limit: 10) == ["one", "", "two"])
        #expect(
            WrappedText.lines("https://wrenfield.example/orders", limit: 10) == ["https://wrenfield.example/orders"])
    }

    @Test("Progress tells rate and time left")
    func progress() {
        #expect(
            ProgressLine.text("train", done: 320, total: 1280, seconds: 2) == "train  320/1,280  25 %  160/s  0:06 left"
        )
        #expect(ProgressLine.text("train", done: 0, total: 10, seconds: 0) == "train  0/10  0 %")
        #expect(
            ProgressLine.text("import", done: 1, total: 7201, seconds: 1) == "import  1/7,201  0 %  1.0/s  2:00:00 left"
        )
    }
}
