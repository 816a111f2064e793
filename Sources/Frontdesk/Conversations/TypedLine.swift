/// A line that somebody typed in a chat.
package enum TypedLine {
    /// What it says to the bot, where it is no command: without blanks around it; `//` says a line that begins with a slash.
    package static func message(in line: String) -> String {
        let trimmed = line.trimmed
        return trimmed.hasPrefix("//") ? String(trimmed.dropFirst()) : trimmed
    }
}
