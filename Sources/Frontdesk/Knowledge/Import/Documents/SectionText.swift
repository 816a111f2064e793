/// The text of a section as passages: whole where it is short, else cut between sentences, and tables between rows.
enum SectionText {
    /// The passages of a section's blocks, in their order.
    static func passages(of blocks: [DocumentBlock]) -> [String] {
        let text = joined(blocks)
        guard !text.isBlank else { return [] }
        guard Passages.isLong(text), blocks.contains(where: { $0.isTable }) else { return cut(text) }
        var passages: [String] = []
        var beside: [DocumentBlock] = []
        for block in blocks {
            guard case .table(let rows) = block else {
                beside.append(block)
                continue
            }
            passages += cut(joined(beside)) + cut(rows)
            beside = []
        }
        return passages + cut(joined(beside))
    }

    private static func cut(_ text: String) -> [String] {
        text.isEmpty ? [] : Passages.cut(text).map(String.init)
    }

    /// A table as passages that each begin with its first row, which mostly names the columns.
    private static func cut(_ rows: [[String]]) -> [String] {
        let lines = rows.map(DocumentBlock.line)
        guard let first = lines.first else { return [] }
        var passages = [first]
        for line in lines.dropFirst() {
            let last = passages[passages.count - 1]
            if last != first, Passages.isLong(last + "\n" + line) { passages.append(first) }
            passages[passages.count - 1] += "\n" + line
        }
        return passages
    }

    /// Items of a list stand close, paragraphs apart.
    private static func joined(_ blocks: [DocumentBlock]) -> String {
        var text = ""
        var last: DocumentBlock?
        for block in blocks {
            if let last { text += last.isItem && block.isItem ? "\n" : "\n\n" }
            text += block.text
            last = block
        }
        return text
    }
}

extension DocumentBlock {
    fileprivate var isItem: Bool { if case .item = self { true } else { false } }
    fileprivate var isTable: Bool { if case .table = self { true } else { false } }
}
