internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new bot.",
        discussion: "The new bot is a small shop, ready to be trained: change its words, or begin with --empty.")

    @Argument(help: ArgumentHelp("The folder to make.", valueName: "dir"))
    var folder: String

    @Flag(help: "Only one intent, and the places for everything else.")
    var empty = false

    @Flag(help: "Print JSON: one object.")
    var json = false

    func run() throws {
        let console = CommandEnvironment.current.console
        let bot = empty ? StarterBot.empty : StarterBot.shop
        try bot.write(to: URL(fileURLWithPath: folder, isDirectory: true))
        if json { return try console.print(json: Made(bot: folder, files: bot.files.map(\.path))) }
        for file in bot.files { try console.print("  \(file.path, .faint)") }
        let word = folder.shellWord
        try console.print(
            "\(folder, .strong) is a bot now. Next: frontdesk train --bot \(word); frontdesk chat --bot \(word)")
    }

    private struct Made: Encodable {
        let bot: String
        let files: [String]
    }
}
