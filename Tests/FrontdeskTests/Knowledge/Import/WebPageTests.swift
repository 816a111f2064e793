import Foundation
import Frontdesk
import Testing

@Suite struct WebPageTests {
    private func read(_ html: String) throws -> SourceRecords {
        try ImportFixture.read(html, as: "page.html")
    }

    @Test func whatSurroundsTheContentIsLeftOut() throws {
        let read = try read(
            """
            <!DOCTYPE html><html lang="en"><head><title>Returns – Wrenfield</title><style>p {}</style>
            <link rel="canonical" href="https://shop.example/returns"></head><body>
            <header><nav><ul><li>Home</li></ul></nav></header><aside>Advert</aside>
            <main><h1>Returns</h1><p>Send it <b>back</b>&nbsp;within
            30&#160;days &amp; <a href="/x">keep the receipt</a>.</p><script>alert(1)</script>
            <p hidden>hidden</p><div style="display: none">hidden</div><span aria-hidden="true">hidden</span>
            <h2>Refunds</h2><p>To your card.<br>It takes five days.<form><p>x</p><input></form></main>
            <footer>Imprint</footer></body></html>
            """)
        #expect(read.records.map(\.question) == ["Returns", "Returns › Refunds"])
        #expect(
            read.records.map(\.answer) == [
                "Send it back within 30 days & keep the receipt.", "To your card.\nIt takes five days.",
            ])
        #expect(read.records.allSatisfy { $0.source == "https://shop.example/returns" })
        #expect(read.records.allSatisfy { $0.language == .english })
        #expect(read.notes.isEmpty)
    }

    @Test func theTitleStandsForAMissingHeading() throws {
        let read = try read(
            "<title>Opening\nhours</title><body><header>Shop</header><p>Nine to five.<h2>Sunday</h2>Closed.")
        #expect(read.records.map(\.question) == ["Opening hours", "Opening hours › Sunday"])
        #expect(read.records.map(\.answer) == ["Nine to five.", "Closed."])
        #expect(read.records.map(\.source) == ["page.html", "page.html"])
    }

    @Test func listsAndTablesStayReadable() throws {
        let read = try read(
            """
            <p>Then:<ol start=3><li>Open it<ul><li>gently<li>slowly</ul><li><p>Close it</p><p>Again</p></ol>
            <table><tr><th>Size<th>Fits<tr><td>S<td>a cup<tr><td>M<td>a <i>pot</i></table>
            <table><tr><td><p>Only a frame.</table><li>stray<p>after
            """)
        #expect(
            read.records.map(\.answer) == [
                "Then:\n\n3. Open it\n  - gently\n  - slowly\n4. Close it\n  Again\n\nSize | Fits\nS | a cup\nM | a pot\n\n"
                    + "Only a frame.\n\n- stray\n  after"
            ])
    }

    @Test func whatUnfoldsAndDefinitionsAreEntries() throws {
        let read = try read(
            """
            <h1>Help</h1><p>Questions:</p><h2>Delivery</h2><details><summary>How <b>long</b>?</summary><p>Two days.</p>
            <ul><li>sometimes three</li></ul><details><summary>And abroad?</summary>A week.</details></details>
            <dl><dt>Where?<dt>Whereabouts?<dd>In Bergen.<dd>At the harbour.<dt>When?<dd>Always.</dl>
            """)
        #expect(read.records.map(\.question) == ["Help", "How long?", "And abroad?", "Where?", "When?"])
        #expect(
            read.records.map(\.answer) == [
                "Questions:", "Two days.\n- sometimes three", "A week.", "In Bergen.\nAt the harbour.", "Always.",
            ])
        #expect(read.records[3].aliases == ["Whereabouts?"])
        #expect(read.records.map(\.category) == [nil, "Delivery", "Delivery", "Delivery", "Delivery"])
    }

    @Test func questionsForSearchEnginesWin() throws {
        let read = try read(
            """
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage"},
            {"@type": ["FAQPage"], "mainEntity": [{"@type": "Question", "name": "Do you ship &amp; wrap?",
            "acceptedAnswer": {"@type": "Answer", "text": "<p>Yes.</p><p>For <b>free</b>.</p>"}},
            {"@type": "Question", "name": "Refunds?", "acceptedAnswer": [{"text": "In five days."}]}]}]}</script>
            <script type="application/ld+json">{broken</script>
            <h1>Help</h1><details><summary>Do you ship & wrap</summary>Old answer</details>
            <h2>Refunds?</h2><p>Old answer</p><h2>Other</h2><p>Kept.</p>
            """)
        #expect(read.records.map(\.question) == ["Do you ship & wrap?", "Refunds?", "Help › Other"])
        #expect(read.records.map(\.answer) == ["Yes.\nFor free.", "In five days.", "Kept."])
        #expect(read.notes == ["a list of questions for search engines is no JSON and was left out"])
    }

    @Test func aQuestionForSearchEnginesThatCannotBeReadIsLeftOut() throws {
        let deep = String(repeating: "<div>", count: 300)
        let read = try read(
            """
            <script type="application/ld+json">[{"@type": "Question", "name": "\(deep)Deep?",
            "acceptedAnswer": {"text": "Yes."}}, {"@type": "Question", "name": "Refunds?",
            "acceptedAnswer": {"text": "In five days."}}]</script><h1>Help</h1><p>Kept.</p>
            """)
        #expect(read.records.map(\.question) == ["Refunds?", "Help"])
        #expect(read.notes == ["a question for search engines cannot be read and was left out"])
    }

    @Test func encodings() throws {
        let chinese = try ImportFixture.read("page-gbk.html")
        #expect(chinese.records.map(\.question) == ["退货说明"])
        #expect(chinese.records.map(\.answer) == ["收到商品后七天内，可以申请退货。"])
        #expect(chinese.records.map(\.language) == [.chinese])
        #expect(chinese.notes == ["read as GB18030"])
        let latin = Data("<meta charset=iso-8859-1><p>Caf".utf8) + [0xE9, 0x20, 0x80] + Data("5".utf8)
        let read = try SourceReader.read(latin, named: "a.htm", columns: [:])
        #expect(read.records.map(\.answer) == ["Café €5"])
        #expect(read.notes == ["read as iso-8859-1"])
        let wrong = Data("<meta charset=klingon><p>".utf8) + [0xE9]
        let error = #expect(throws: BotError.self) { try SourceReader.read(wrong, named: "a.htm", columns: [:]) }
        #expect(error?.problem == "the page says that it is 'klingon', which this system cannot read")
    }

    @Test(arguments: ["", "  \n", "<script>1</script>", "<!-- nothing -->", "<title>Only a title</title>"])
    func aPageWithoutTextIsAnError(html: String) {
        let error = #expect(throws: BotError.self) { try read(html) }
        #expect(error?.kind == .badData)
        #expect(error?.location == SourceLocation(file: "page.html", line: 1, column: 1))
    }

    @Test func deepNestingIsRefused() {
        let error = #expect(throws: BotError.self) { try read(String(repeating: "<div>", count: 20_000) + "deep") }
        #expect(error?.problem == "the page nests elements deeper than 250")
    }
}
