import Foundation
import Testing

@Suite(
    "Chat at a terminal", .serialized,
    .enabled(if: TerminalSession.isAvailable, "tmux is not installed, so there is no terminal to type at"))
struct TerminalTests {
    /// Under LANG=C too, where readline by itself could not read Chinese.
    @Test("Chinese, Ctrl-C, completion, history and Ctrl-D", arguments: ["C.UTF-8", "C"])
    func keys(locale: String) throws {
        let bot = try TinyBot()
        let terminal = try TerminalSession(
            ["chat", "--bot", bot.folder.path],
            environment: bot.environment.merging(["LANG": locale, "LC_ALL": locale]) { $1 })
        defer { terminal.close() }
        _ = try terminal.screen { $0.hasSuffix("you>") }

        try terminal.type("退款什么时候到账👍🏽")
        for _ in 0..<3 { try terminal.press("BSpace") }
        var screen = try terminal.screen { $0.hasSuffix("  you> 退款什么时候到") }
        #expect(screen.hasSuffix("  you> 退款什么时候到"))

        try terminal.press("C-c")
        screen = try terminal.screen { $0.hasSuffix("到^C\n  you>") }
        #expect(screen.hasSuffix("退款什么时候到^C\n  you>"))

        try terminal.type("when are you open")
        try terminal.press("Enter")
        screen = try terminal.screen { $0.contains(" time.") && $0.hasSuffix("you>") }
        #expect(
            screen.contains(
                """
                  you> when are you open
                robin> My colleagues are there Monday to Friday, 9:00 to 17:00. I'm here all the
                       time.
                """))

        try terminal.type("/cor")
        try terminal.press("Tab")
        try terminal.type("open")
        try terminal.press("Tab")
        screen = try terminal.screen { $0.hasSuffix("you> /correct opening_hours") }
        #expect(screen.hasSuffix("  you> /correct opening_hours"))
        try terminal.press("Enter")
        screen = try terminal.screen { $0.contains("Corrected to") && $0.hasSuffix("you>") }
        #expect(screen.contains("Corrected to \"opening_hours\""))

        try terminal.press("Up")
        try terminal.press("Up")
        screen = try terminal.screen { $0.hasSuffix("you> when are you open") }
        #expect(screen.hasSuffix("you> when are you open"))
        try terminal.press("C-c")
        _ = try terminal.screen { $0.hasSuffix("^C\n  you>") }
        try terminal.press("C-d")
        #expect(terminal.ends())

        let history = bot.folder.appending(path: ".frontdesk/history")
        #expect(try String(contentsOf: history, encoding: .utf8) == "when are you open\n/correct opening_hours \n")
        let mode = try FileManager.default.attributesOfItem(atPath: history.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("Ctrl-D at the list of choices leaves the list, at the prompt the chat")
    func endOfChoices() throws {
        let bot = try TinyBot()
        let terminal = try TerminalSession(["chat", "--bot", bot.folder.path], environment: bot.environment)
        defer { terminal.close() }
        _ = try terminal.screen { $0.hasSuffix("you>") }
        try terminal.type("qwertz uiop")
        try terminal.press("Enter")
        _ = try terminal.screen { $0.contains("robin>") && $0.hasSuffix("you>") }
        try terminal.type("/correct")
        try terminal.press("Enter")
        _ = try terminal.screen { $0.hasSuffix("number>") }
        try terminal.press("C-d")
        #expect(try terminal.screen { $0.hasSuffix("number>\n  you>") }.hasSuffix("number>\n  you>"))
        try terminal.press("C-d")
        #expect(terminal.ends())
    }

    @Test("Two chats, one after the other, share the history")
    func sharedHistory() throws {
        let bot = try TinyBot()
        for text in ["first message", "second message"] {
            let terminal = try TerminalSession(["chat", "--bot", bot.folder.path], environment: bot.environment)
            defer { terminal.close() }
            _ = try terminal.screen { $0.hasSuffix("you>") }
            try terminal.type(text)
            try terminal.press("Enter")
            _ = try terminal.screen { $0.contains("robin>") && $0.hasSuffix("you>") }
            try terminal.type("/quit")
            try terminal.press("Enter")
            #expect(terminal.ends())
        }
        let history = bot.folder.appending(path: ".frontdesk/history")
        #expect(try String(contentsOf: history, encoding: .utf8) == "first message\n/quit\nsecond message\n/quit\n")
    }
}
