extension Substring {
    /// Whether a line begins as an item of a list or a row of a table does.
    var beginsItemOrRow: Bool {
        prefixMatch(of: /(?:[-*+•·] |[0-9]{1,3}[.)] |[0-9]{1,3}[、．)）]|[（(][0-9]{1,3}[)）]|\|)/) != nil
    }
}

extension Unicode.Scalar {
    var isKana: Bool { 0x3041...0x30FF ~= value }

    /// Whether it is a Han character or a kana, which are written without spaces between words.
    var isIdeograph: Bool { properties.isIdeographic || isKana }
}
