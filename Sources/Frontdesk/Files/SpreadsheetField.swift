/// A text as a field of a table for spreadsheets, which would otherwise run one that begins like a formula.
package enum SpreadsheetField {
    /// The text with `'` before it where a spreadsheet would take it for a formula, or `restored` would change it.
    ///
    /// That is any text of `'` (none, one or several) and then `=`, `+`, `-`, `@`, a tab or a carriage return. One `'` is
    /// added to each of these and `restored` takes one off each that has one, so that every text comes back as it was.
    package static func protected(_ text: String) -> String {
        beginsLikeFormula(text) ? "'" + text : text
    }

    /// The text that `protected` made safe; others, also those that begin with `'` and a word, stay as they are.
    package static func restored(_ field: String) -> String {
        field.utf8.first == apostrophe && beginsLikeFormula(field) ? String(field.dropFirst()) : field
    }

    private static let apostrophe = UInt8(ascii: "'")

    private static func beginsLikeFormula(_ text: String) -> Bool {
        guard let first = text.utf8.first(where: { $0 != apostrophe }) else { return false }
        return "=+-@\t\r".utf8.contains(first)
    }
}
