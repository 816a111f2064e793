internal import Foundation

/// One figure of a report, by its name and, where it is one of a row over time, its step.
package struct ReportScalar: Sendable, Hashable {
    package let name: String
    package let step: Int?
    package let value: Double

    package init(_ name: String, step: Int? = nil, _ value: Double) {
        self.name = name
        self.step = step
        self.value = value
    }

    /// Every number in a value's JSON, by name: `out_of_scope.auroc`; what stands in lists is left out.
    package static func all(in value: some Encodable) throws -> [ReportScalar] {
        try JSONDecoder().decode(NumberTree.self, from: ReportJSON.data(value)).scalars(named: "")
    }

    /// A table for spreadsheets: `name,step,value`, no step for what was measured once.
    package static func csv(_ scalars: [ReportScalar]) -> String {
        let lines = scalars.map { scalar in
            let needsQuotes = scalar.name.contains { "\",\r\n".contains($0) }
            let name = needsQuotes ? "\"" + scalar.name.replacing("\"", with: "\"\"") + "\"" : scalar.name
            return "\(name),\(scalar.step.map(String.init) ?? ""),\(number(scalar.value))\n"
        }
        return "name,step,value\n" + lines.joined()
    }

    /// Counts as whole numbers, others with every digit that matters.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}

/// How reports write JSON: for people too, keys in order.
enum ReportJSON {
    static func data(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(value)
    }
}

/// A JSON value of which only the numbers count.
private enum NumberTree: Decodable {
    case number(Double)
    case object([String: NumberTree])
    case other

    /// A decoder tells what a value is by refusing what it is not.
    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Key.self) {
            let pairs = try object.allKeys.map { ($0.stringValue, try object.decode(NumberTree.self, forKey: $0)) }
            self = .object(Dictionary(uniqueKeysWithValues: pairs))
        } else if let value = try? decoder.singleValueContainer(), let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            // A list, a text, true, false or null.
            self = .other
        }
    }

    func scalars(named name: String) -> [ReportScalar] {
        switch self {
        case .number(let number): [ReportScalar(name, number)]
        case .object(let values):
            values.sorted { $0.key < $1.key }.flatMap { key, value in
                value.scalars(named: name.isEmpty ? key : "\(name).\(key)")
            }
        case .other: []
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }
}
