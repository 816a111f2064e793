internal import Foundation

/// Finds what a document marks as questions and answers, by words ("Q: …", "问：…") or by the columns of a table.
enum MarkedQuestions {
    /// The blocks with entries in place of what marks them; the others as they were.
    static func found(in blocks: [Document.Block]) -> [Document.Block] {
        var found: [Document.Block] = []
        var index = 0
        while index < blocks.count {
            if case .table(let rows) = blocks[index].content, let entries = entries(of: rows) {
                found += entries.map { Document.Block(content: $0, line: blocks[index].line) }
                index += 1
            } else if let (entry, end) = entry(at: index, of: blocks) {
                found.append(Document.Block(content: entry, line: blocks[index].line))
                index = end
            } else {
                found.append(blocks[index])
                index += 1
            }
        }
        return found
    }

    /// The entries of a table whose first row names a question and an answer; nil for any other.
    private static func entries(of rows: [[String]]) -> [DocumentBlock]? {
        guard let header = rows.first, rows.count > 1, !header.contains(where: { $0.count > 40 }) else { return nil }
        let names = FieldNames.fields(of: header, mapping: [:])
        guard let question = names.firstIndex(of: "question"), let answer = names.firstIndex(of: "answer") else {
            return nil
        }
        let aliases = names.firstIndex(of: "aliases")
        return rows.dropFirst().compactMap { row in
            func cell(_ index: Int?) -> String { index.flatMap { row.indices ~= $0 ? row[$0].trimmed : nil } ?? "" }
            guard !cell(question).isEmpty else { return nil }
            return .entry(
                question: cell(question), aliases: KnowledgeRecord.aliases(in: cell(aliases)), answer: cell(answer))
        }
    }

    /// The entry that begins at a block, and the index behind it; nil where none begins.
    private static func entry(at index: Int, of blocks: [Document.Block]) -> (entry: DocumentBlock, end: Int)? {
        guard let first = words(of: blocks[index].content), let opening = first.prefixMatch(of: question) else {
            return nil
        }
        var text = String(first[opening.range.upperBound...])
        var end = index + 1
        // Both may stand in one paragraph, on lines of their own.
        if let answer = text.firstMatch(of: innerAnswer) {
            let answers = [String(text[answer.range.upperBound...])] + rest(from: &end, of: blocks)
            text = String(text[..<answer.range.lowerBound])
            return entry(text, answers).map { ($0, end) }
        }
        guard end < blocks.count, let next = words(of: blocks[end].content), let reply = next.prefixMatch(of: answer)
        else { return nil }
        end += 1
        let answers = [String(next[reply.range.upperBound...])] + rest(from: &end, of: blocks)
        return entry(text, answers).map { ($0, end) }
    }

    private static func entry(_ question: String, _ answers: [String]) -> DocumentBlock? {
        let answer = answers.joined(separator: "\n").trimmed
        return question.isBlank ? nil : .entry(question: question.trimmed, answer: answer)
    }

    /// What goes on with an answer: everything up to the next question, table of questions or heading.
    private static func rest(from end: inout Int, of blocks: [Document.Block]) -> [String] {
        var rest: [String] = []
        while end < blocks.count {
            switch blocks[end].content {
            case .heading, .entry: return rest
            case .table(let rows) where entries(of: rows) != nil: return rest
            case let block:
                if let text = words(of: block), text.prefixMatch(of: question) != nil { return rest }
                rest.append(block.text)
            }
            end += 1
        }
        return rest
    }

    /// The text of what may be marked: a paragraph, a heading or an item.
    private static func words(of block: DocumentBlock) -> String? {
        switch block {
        case .paragraph(let text), .heading(_, let text), .item(_, _, let text): text
        case .table, .entry: nil
        }
    }

    private static var question: Regex<Substring> {
        /(?i)(?:q|question|问|问题|提问)[ \t]*(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})?[ \t]*[:：.、．)][ \t]*(?=\S)/
    }
    private static var answer: Regex<Substring> {
        /(?i)(?:a|answer|答|答案|回答|答复)[ \t]*(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})?[ \t]*[:：.、．)][ \t]*/
    }
    private static var innerAnswer: Regex<Substring> {
        /(?i)\n[ \t]*(?:a|answer|答|答案|回答|答复)[ \t]*(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})?[ \t]*[:：.、．)][ \t]*/
    }
}
