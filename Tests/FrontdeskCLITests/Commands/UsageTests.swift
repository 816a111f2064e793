import Testing

@Suite("Usage, errors and exit codes")
struct UsageTests {
    @Test("A wrong option ends with 64 and says what was meant")
    func wrongOption() throws {
        let run = try CommandRun(["reply", "--jsn"])
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(
            run.errors.hasPrefix("frontdesk: Unknown option '--jsn'. Did you mean '--json'?\nUsage: frontdesk reply"))
    }

    @Test("An empty query is wrong usage", arguments: ["", " \t"])
    func emptyQuery(_ query: String) throws {
        let run = try CommandRun(["search", query])
        #expect(run.status == 64 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("frontdesk: the query is empty: write what a customer might ask\nUsage: "))
    }

    @Test("Escape sequences in arguments are shown")
    func escapeInArgument() throws {
        let run = try CommandRun(["\u{1B}[2Jreply"])
        #expect(run.status == 64)
        #expect(run.errors.contains("␛[2Jreply") && !run.errors.contains("\u{1B}"))
    }

    @Test("Without HOME the mend is named")
    func noHome() throws {
        let run = try CommandRun(["reply", "hi"], environment: ["HOME": ""])
        #expect(run.status == 78)
        #expect(
            run.errors == """
                frontdesk: no place for base models is known: HOME is not set. \
                Set FRONTDESK_CACHE to a folder that you may write to

                """)
    }

    @Test("The version")
    func version() throws {
        let run = try CommandRun(["--version"])
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.wholeMatch(of: /frontdesk \d+\.\d+\.\d+(-dev)?\n/) != nil)
    }

    @Test("Help goes to standard output, and a full disk there is an error")
    func help() throws {
        let run = try CommandRun(["chat", "--help"])
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.hasPrefix("OVERVIEW: Talk to the bot."))
        #expect(try CommandRun(["--help"], outputTo: "/dev/full").status == 74)
    }
}
