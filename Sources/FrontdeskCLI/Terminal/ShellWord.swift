extension String {
    /// The text as one word of a shell's command, in quotes where it needs them.
    var shellWord: String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./~+:@%,=")
        if !isEmpty, allSatisfy({ plain.contains($0) }) { return self }
        return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
