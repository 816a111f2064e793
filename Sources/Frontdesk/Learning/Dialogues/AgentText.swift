internal import Foundation

/// What an agent wrote, as it is compared with answers.
package enum AgentText {
    /// Without addresses, names, initials, and sentences of courtesy; empty where nothing else is left.
    package static func cleaned(_ text: String) -> String {
        let bare = LogMessage.cleaned(text)
        let sentences = Sentences.of(bare).filter { !isCourtesy(String($0)) }
        return sentences.map(\.onOneLine).joined(separator: " ")
    }

    /// As others could be told it: without names, initials and sentences of courtesy.
    package static func published(_ text: String) -> String {
        let bare = LogMessage.withoutNames(text).replacing(lastName, with: "")
        let sentences = Sentences.of(bare).filter { !isCourtesy(String($0)) && $0.wholeMatch(of: introduction) == nil }
        return sentences.map(\.onOneLine).joined(separator: " ")
    }

    /// "- Mia" at the end.
    private static var lastName: Regex<Substring> { /\s[-–—~]+\s?[A-Z][a-z]+\.?\s*$/ }
    private static var introduction: Regex<Substring> {
        /(?:This is|I'm|I am) [A-Z][a-z]+(?: (?:from|at|with|of) .*)?[.!,]?/
    }

    private static func isCourtesy(_ sentence: String) -> Bool {
        if Courtesy.of(sentence) != nil { return true }
        let line = sentence.lowercased()
        return courtesies.contains { line.contains($0) } && sentence.count <= mostCourteous
    }

    /// A longer sentence says something besides.
    private static let mostCourteous = 90
    private static let courtesies = [
        "anything else", "else i can", "else we can", "have a great", "have a nice", "have a lovely", "have a good",
        "for contacting", "for reaching out", "for getting in touch", "for your message", "for your patience",
        "sorry to hear", "happy to help", "glad to help", "my name is", "kind regards", "best regards",
        "其他问题", "还有什么可以", "感谢您的咨询", "很高兴为您", "祝您", "抱歉给您", "请问还有",
    ]
}
