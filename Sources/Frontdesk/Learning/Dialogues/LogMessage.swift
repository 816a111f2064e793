internal import Foundation

/// A message as it is compared with others: without what says who speaks and where, and nothing of what is wanted.
///
/// Messages are only grouped by it; people see them as they were written.
package enum LogMessage {
    /// Without web addresses, `@handles`, marks such as `__name__`, agents' initials, a greeting by name, a part's number.
    package static func cleaned(_ text: String) -> String {
        guard text.utf8.contains(where: { marks.contains($0) }) || text.prefixMatch(of: greeting) != nil else {
            return text
        }
        let bare = withoutNames(text.replacing(address, with: " ")).replacing("#", with: "")
        let cleaned = bare.onOneLine
        return cleaned.isEmpty ? text : cleaned
    }

    /// Without what says who speaks to whom.
    static func withoutNames(_ text: String) -> String {
        text.replacing(mask, with: " ").replacing(handle, with: " ").replacing(signature, with: " ")
            .replacing(greeting, with: "").replacing(part, with: "").replacing("&amp;", with: "&")
    }

    /// A text without any of these holds nothing to take out but a greeting.
    private static let marks = Set("_@*^/#&".utf8)

    private static var address: Regex<Substring> { /https?:\/\/\S+/ }
    private static var mask: Regex<Substring> { /__\w+?__/ }
    private static var handle: Regex<Substring> { /@\w+/ }
    private static var signature: Regex<Substring> { /[*^]\s?[A-Za-z\/]{1,12}\b/ }
    private static var greeting: Regex<Substring> {
        /^\W*(?:[Hh]i|[Hh]ey|[Hh]ello|[Hh]owdy)\b[ ,]+(?:[Tt]here|[A-Z]\w+)\b[\s,.!:;]*/
    }
    private static var part: Regex<Substring> { /\s\d+\/\d+\s*$/ }
}
