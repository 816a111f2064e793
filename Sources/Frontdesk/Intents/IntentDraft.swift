internal import Foundation

/// A new intent: its file, with messages as examples and no answer yet.
package struct IntentDraft: Sendable {
    package let name: String
    /// Relative to the bot's folder.
    package let file: String
    private let url: URL

    /// Refuses a name that no new intent of the bot can have.
    init(_ name: String, in folder: BotFolder, besides catalog: IntentCatalog) throws {
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }),
            !name.hasPrefix("_"), !name.hasPrefix("-")
        else {
            throw BotError(
                .usage, "'\(name)' is no name for an intent",
                mend: "Use letters, digits, _ and -, and begin with a letter or digit")
        }
        guard name != IntentName.nothing else {
            throw BotError(
                .usage, "'\(name)' is no name for an intent: it says that nothing fits", mend: "Choose another name")
        }
        self.name = name
        file = "intents/\(name).yml"
        url = folder.url.appending(path: file)
        guard !FileManager.default.fileExists(atPath: url.path), catalog[name] == nil else {
            throw BotError(.usage, "there is an intent '\(name)' already", mend: "Choose another name")
        }
    }

    /// Writes the file; returns what it holds.
    @discardableResult
    func write(_ examples: [String]) throws -> String {
        let text = try ExampleWriter.adding(examples, to: "intent: \(name)\n", named: file)
        try AtomicFile.write(text, to: url, named: file)
        return text
    }

    /// Removes the file where it still holds this; returns whether it is gone.
    func remove(ifItHolds text: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: url.path) else { return true }
        guard try Data(contentsOf: url) == Data(text.utf8) else { return false }
        try FileManager.default.removeItem(at: url)
        return true
    }
}
