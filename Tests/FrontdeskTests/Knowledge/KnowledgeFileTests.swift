import Frontdesk
import Testing

@Suite struct KnowledgeFileTests {
    private func entries(_ text: String, _ file: String) throws -> [KnowledgeEntry] {
        try KnowledgeBase.entries(in: text, file: "knowledge/" + file)
    }

    @Test func readsYAML() throws {
        let found = try entries(
            """
            - id: rust
              question: Is a rusty pan ruined?
              aliases:
                - orange stains
                - "#5: brown marks"
              answer: |
                No.
                Scrub it.
              category: kitchen
              valid_until: 2028-02-29
              status: draft
            - question: 锅生锈了还能用吗？
              aliases: 红斑|发黄
            """, "a.yml")
        #expect(found[0].id == "rust")
        #expect(found[0].language == .english)
        #expect(found[0].aliases == ["orange stains", "#5: brown marks"])
        #expect(found[0].answer == "No.\nScrub it.")
        #expect(found[0].validUntil == "2028-02-29")
        #expect(found[0].status == .draft)
        #expect(found[0].location == SourceLocation(file: "knowledge/a.yml", line: 1, column: 3))
        #expect(found[1].language == .chinese)
        #expect(found[1].aliases == ["红斑", "发黄"])
        #expect(found[1].answer == "")
    }

    @Test func whatIsAPassageIsReadAndWritten() throws {
        let yaml = "- {question: Pan › Rust, answer: Scrub it., is_passage: true}\n- {question: Rust?, answer: No.}\n"
        let found = try entries(yaml, "a.yml")
        #expect(found.map(\.isPassage) == [true, false])
        #expect(try entries(KnowledgeYAML.text(of: found), "a.yml").map(\.isPassage) == [true, false])
        #expect(try entries(KnowledgeLines.text(of: found), "a.jsonl").map(\.isPassage) == [true, false])
        #expect(try entries("question,is_passage\nA,true\nC,\n", "a.csv").map(\.isPassage) == [true, false])
        #expect(try entries("# Pan\n\nDry it.\n", "pan.md").map(\.isPassage) == [true])
        let error = #expect(throws: BotError.self) {
            try entries("- {question: A, is_passage: maybe}\n", "a.yml")
        }
        #expect(
            error?.description == "knowledge/a.yml:1:29: 'is_passage' cannot be 'maybe'. Known are 'true', 'false'")
    }

    /// To YAML and CSV a sign is the same below a mark that makes another character of it.
    @Test(arguments: ["To reach us press #️⃣ on your phone", "say '\u{301}x' please: it's", "\"\u{301}", "a :\u{301}: b"])
    func signsBelowMarksAreSigns(text: String) throws {
        let read = try entries("question,answer\n" + DelimitedText.line(["why", text]) + "\n", "a.csv")
        #expect(read.map(\.answer) == [text])
        #expect(try entries(KnowledgeYAML.text(of: read), "a.yml").map(\.answer) == [text])
    }

    @Test func everythingThatIsWrongIsSaidAtOnce() {
        let errors = #expect(throws: BotErrors.self) {
            try entries(
                """
                - qestion: What?
                - question: Why?
                  valid_until: 2027-02-29
                  status: hidden
                  language: "?"
                - just text
                """, "a.yml")
        }
        #expect(
            errors?.description == """
                knowledge/a.yml:1:3: unknown key 'qestion'. Did you mean 'question'?
                knowledge/a.yml:1:3: the entry has no question. Add 'question: …'
                knowledge/a.yml:5:13: '?' is no language code. Write one such as 'en' or 'zh'
                knowledge/a.yml:3:16: '2027-02-29' is no day. Write it as YYYY-MM-DD
                knowledge/a.yml:4:11: 'status' cannot be 'hidden'. Known are 'published', 'draft'
                knowledge/a.yml:6:3: an entry must have keys and values, not be a text
                """)
    }

    @Test func readsTables() throws {
        let csv = try entries("question,answer,aliases\n\"What, where?\",There.,a | b\n为什么,因为,\"一\n二\"\n", "a.csv")
        #expect(csv.map(\.question) == ["What, where?", "为什么"])
        #expect(csv.map(\.aliases) == [["a", "b"], ["一", "二"]])
        #expect(csv[1].location == SourceLocation(file: "knowledge/a.csv", line: 3, column: 1))
        let tsv = try entries("id\tquestion\tanswer\nx\tWhat\tThat\n", "a.tsv")
        #expect(tsv.map(\.id) == ["x"])
        #expect(try entries("{\"question\": \"Q\", \"aliases\": [\"a\"]}\n", "a.jsonl").first?.aliases == ["a"])
        let wrong = #expect(throws: BotErrors.self) {
            try entries("{\"question\" 1}\n\n{\"answer\": \"A\"}", "a.jsonl")
        }
        #expect(wrong?.errors.map(\.location?.line) == [1, 3])
    }

    @Test func badRowsOfATableAreAllReported() {
        let errors = #expect(throws: BotErrors.self) {
            try entries("question,answer,valid_until\nQ,A\n,A,\nQ,A,soon\n", "a.csv")
        }
        #expect(
            errors?.errors.map(\.description) == [
                "knowledge/a.csv:2:1: the row has 2 fields where the header has 3. "
                    + "Fill in a separator for each field, also for empty ones",
                "knowledge/a.csv:3:1: the row has no question. Fill it in, or delete the row",
                "knowledge/a.csv:4:5: 'soon' is no day. Write it as YYYY-MM-DD",
            ])
        #expect(throws: BotError.self) { try entries("question,anser\nQ,A\n", "a.csv") }
        #expect(throws: BotError.self) { try entries("answer\nA\n", "a.csv") }
    }

    @Test(
        "Days as spreadsheets write them",
        arguments: [
            ("2026/12/31", "2026-12-31"), ("2026/1/5", "2026-01-05"), ("2026.12.31", "2026-12-31"),
            ("2026年12月31日", "2026-12-31"), ("2026-1-5", "2026-01-05"),
        ])
    func days(written: String, read: String) throws {
        #expect(try entries("question,answer,valid_until\nQ,A,\(written)\n", "a.csv").map(\.validUntil) == [read])
        #expect(try entries("- {question: Q, valid_until: \(written)}\n", "a.yml").map(\.validUntil) == [read])
    }

    @Test(arguments: ["2026/12-31", "31/12/2026", "2026-12-31日", "2026/13/1", "2026/2/29", "26/1/5"])
    func whatIsNoDay(written: String) {
        #expect(throws: (any Error).self) { try entries("question,valid_until\nQ,\(written)\n", "a.csv") }
    }

    @Test func aCommentInCodeIsPartOfIt() throws {
        let text = "# Page\n\n<!-- note -->\n```\n<!-- shown -->\n```\n"
        #expect(try entries(text, "page.md").map(\.answer) == ["```\n<!-- shown -->\n```"])
    }

    @Test func anArticleIsOnePassageAHeading() throws {
        let found = try entries(
            """
            # Care of cast iron

            Dry it.

            ## Rust {#rust}
            Scrub it.
            ```
            # no heading
            ```
            ### Deep rust
            Sand it.
            ## Empty
            ## Rust
            Again.
            """, "care.md")
        #expect(
            found.map(\.question) == [
                "Care of cast iron", "Care of cast iron › Rust", "Care of cast iron › Rust › Deep rust",
                "Care of cast iron › Rust",
            ])
        #expect(found.map(\.id) == ["care", "care#rust", "care#deep-rust", "care#rust-2"])
        #expect(found[1].answer == "Scrub it.\n```\n# no heading\n```")
        #expect(found[2].location.line == 10)
        #expect(found.allSatisfy { $0.source == "Care of cast iron" && $0.language == .english })
        let chinese = try entries("# 铸铁\n## 生锈 {#rust}\n用钢丝球。\n", "care.zh.md")
        #expect(chinese.map(\.id) == ["care#rust"])
        #expect(chinese.map(\.language) == [.chinese])
        #expect(throws: BotError.self) { try entries("\n", "care.md") }
    }

    @Test func aNumberInAHeadingIsOneWordOfTheID() throws {
        let article = "# Customs\n## Under NOK 3,000\nA.\n## 1.250.000 or 2, 3\nB.\n## 满 1,000 元\nC.\n"
        #expect(
            try entries(article, "customs.md").map(\.id) == [
                "customs#under-nok-3000", "customs#1250000-or-2-3", "customs#满-1000-元",
            ])
    }

    @Test func derivedIDsStay() throws {
        let before = try entries("question,answer\nWhat?,A\nWhy?,B\nWHAT,C\n", "a.csv")
        let after = try entries("question,answer\nNew,N\nWhy?,changed\nWhat?,A\n", "a.csv")
        #expect(Set(before.map(\.id)).count == 3)
        #expect(after[1].id == before[1].id)
        #expect(after[2].id == before[0].id)
        #expect(try entries("question,answer\nWhat?,A\n", "b.csv")[0].id != before[0].id)
    }

    @Test func oneIDAndLanguageStandOnlyOnce() throws {
        let folder = try TemporaryFolder()
        try folder.write("- id: a\n  question: One\n- id: a\n  language: zh\n  question: 一\n", to: "knowledge/a.yml")
        try folder.write("id,question\na,Two\n", to: "knowledge/b.csv")
        try folder.write("id,question\nb,\"open\n", to: "knowledge/c.csv")
        try folder.write("no knowledge", to: "knowledge/notes.txt")
        let errors = #expect(throws: BotErrors.self) { try KnowledgeBase.load(folder: folder.url) }
        #expect(
            errors?.description == """
                knowledge/c.csv:2:3: the quote that opens here is never closed. Close it before the next field
                knowledge/b.csv:2:1: the id 'a' has an entry in 'en' at knowledge/a.yml:1:3 already. \
                Give one of them another id
                """)
    }

    @Test func aFolderWithoutKnowledgeIsEmpty() throws {
        #expect(try KnowledgeBase.load(folder: TemporaryFolder().url).isEmpty)
    }
}
