internal import Foundation

/// The list that a paragraph belongs to, and how deep in it.
struct WordList {
    let number: String?
    let level: Int?

    init(number: String?, level: Int?) {
        self.number = number
        self.level = level
    }

    /// Nil where a paragraph says nothing about lists.
    init?(_ settings: MarkupElement?) {
        guard let settings else { return nil }
        number = settings["numId"]?.setting
        level = settings["ilvl"]?.setting.flatMap { Int($0) }.map { min(max($0, 0), 8) }
    }
}

/// The lists of a Word document, which count their own items.
struct WordLists {
    private struct Level {
        var isBulleted = false
        var isPlain = false
        var start = 1
    }

    /// By the number that paragraphs have, a level for each depth.
    private var lists: [String: [Int: Level]] = [:]
    private var counts: [String: [Int]] = [:]

    /// A document without lists.
    init() {}

    /// Reads the part `numbering.xml`.
    init(_ reader: MarkupReader) throws {
        var abstract: [String: [Int: Level]] = [:]
        while let event = try reader.next() {
            guard event == .start, ["abstractNum", "num"].contains(reader.name) else { continue }
            let element = try reader.element()
            if element.name == "abstractNum", let id = element.attributes["abstractNumId"] {
                abstract[id] = Self.levels(element.elements)
            } else if let id = element.attributes["numId"] {
                var levels = element["abstractNumId"]?.setting.flatMap { abstract[$0] } ?? [:]
                Self.override(&levels, by: element.elements.filter { $0.name == "lvlOverride" })
                lists[id] = levels
            }
        }
    }

    private static func levels(_ elements: [MarkupElement]) -> [Int: Level] {
        elements.reduce(into: [:]) { levels, element in
            guard element.name == "lvl", let depth = element.attributes["ilvl"].flatMap({ Int($0) }) else { return }
            let format = element["numFmt"]?.setting ?? "decimal"
            levels[depth] = Level(
                isBulleted: format == "bullet", isPlain: format == "none",
                start: element["start"]?.setting.flatMap { Int($0) } ?? 1)
        }
    }

    private static func override(_ levels: inout [Int: Level], by overrides: [MarkupElement]) {
        for element in overrides {
            guard let depth = element.attributes["ilvl"].flatMap({ Int($0) }) else { continue }
            if let level = Self.levels(element.elements)[depth] { levels[depth] = level }
            if let start = element["startOverride"]?.setting.flatMap({ Int($0) }) {
                levels[depth, default: Level()].start = start
            }
        }
    }

    /// The marker of a list's next item: `-`, or its number with a dot; nil where the paragraph is in no list.
    mutating func marker(_ list: WordList?) -> (level: Int, marker: String)? {
        guard let list, let number = list.number, number != "0", let levels = lists[number] else { return nil }
        let depth = list.level ?? 0
        let level = levels[depth] ?? Level()
        guard !level.isPlain else { return nil }
        guard !level.isBulleted else { return (depth, "-") }
        var count = counts[number] ?? []
        // Deeper levels begin anew below the next item.
        count = Array(count.prefix(depth + 1))
        while count.count <= depth {
            count.append((levels[count.count]?.start ?? 1).subtractingReportingOverflow(1).partialValue)
        }
        count[depth] = count[depth].addingReportingOverflow(1).partialValue
        counts[number] = count
        return (depth, "\(count[depth]).")
    }
}
