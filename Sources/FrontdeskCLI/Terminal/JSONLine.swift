internal import Foundation

/// One JSON object on one line: keys in order, times as ISO 8601, nothing in it that a terminal would execute.
enum JSONLine {
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        encoder.dateEncodingStrategy = .iso8601
        return VisibleText.ofJSON(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
