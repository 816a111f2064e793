import Frontdesk
import FrontdeskCLI
import Testing

@Suite("Slash commands")
struct SlashCommandTests {
    @Test(
        "Lines that are commands",
        arguments: [
            ("/why", SlashCommand.why), ("  /why  ", .why), ("/WHY", .why), ("/correct", .correct(nil)),
            ("/correct refund_status", .correct("refund_status")), ("/good", .rate(isGood: true)),
            ("/bad", .rate(isGood: false)), ("/export my file.json ", .export("my file.json")), ("/quit", .quit),
            ("/export", .wrong("/export needs a file: /export FILE")), ("/new", .new), ("/undo", .undo),
            ("/help", .help),
            ("/good bot", .wrong("/good takes nothing after it")),
            ("/wy", .wrong("There is no /wy; /help lists the commands")),
        ])
    func commands(line: String, command: SlashCommand) {
        #expect(SlashCommand(line) == command)
    }

    @Test(
        "Lines that are said to the bot",
        arguments: [
            ("hello", "hello"), (" 退款 ", "退款"), ("//why", "/why"), ("/ 5", "/ 5"), ("", ""),
            ("1/2 price?", "1/2 price?"),
        ])
    func messages(line: String, message: String) {
        #expect(SlashCommand(line) == nil)
        #expect(TypedLine.message(in: line) == message)
    }

    @Test("Every command is explained")
    func overview() {
        let explained = SlashCommand.overview.map(\.usage).joined(separator: " ")
        for name in SlashCommand.names where name != "/help" { #expect(explained.contains(name)) }
    }

    @Test(
        "Tab offers commands, intents and files",
        arguments: [
            ("/w", "", Completion.Offer.words(["/why"])), ("/", "", .words(["/why", "/correct", "/export"])),
            ("ref", "/correct ", .words(["refund_late", "refund_status"])),
            ("", "/correct ", .words(["refund_late", "refund_status"])),
            ("x", "/export ", .files), ("x", "/why ", .words([])), ("he", "", .words([])), ("", "", .words([])),
            ("ref", "my ", .words([])),
        ])
    func completion(word: String, before: String, offer: Completion.Offer) {
        let completion = Completion(
            first: ["/why", "/correct", "/export"],
            following: ["/correct": .words(["refund_late", "refund_status"]), "/export": .files])
        #expect(completion.offer(for: word, after: before) == offer)
    }
}
