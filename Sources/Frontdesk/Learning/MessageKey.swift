internal import Foundation

/// The form in which two messages count as the same: lower case, half width, without punctuation and extra spaces.
package enum MessageKey {
    /// The key of a message; a message of punctuation alone is its own key.
    package static func of(_ text: String) -> String {
        let key = plain(text) ?? normalized(text)
        return key.isEmpty ? text : key
    }

    /// The key of a text of ASCII, Han and their punctuation, which no normalisation changes; nil for any other.
    ///
    /// Nearly every message is such a text, and a bot takes the keys of all its examples before its first reply.
    private static func plain(_ text: String) -> String? {
        var key: [UInt8] = []
        key.reserveCapacity(text.utf8.count)
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0x4E00...0x9FFF:
                if pendingSpace, !key.isEmpty { key.append(UInt8(ascii: " ")) }
                pendingSpace = false
                if scalar.isASCII {
                    key.append(UInt8(scalar.value) | (scalar.value >= 0x41 ? 0x20 : 0))
                } else {
                    key.append(contentsOf: UTF8.encode(scalar)!)
                }
            // ASCII's other characters, typographic quotes and dashes, ideographic and full-width punctuation.
            case ..<0x80, 0x2013...0x201D, 0x2026, 0x3000...0x3002, 0x3008...0x3011, 0xFF01...0xFF0F, 0xFF1A...0xFF20:
                pendingSpace = true
            default: return nil
            }
        }
        return String(decoding: key, as: UTF8.self)
    }

    private static func normalized(_ text: String) -> String {
        var key = ""
        var pendingSpace = false
        for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.properties.isIdeographic
            {
                if pendingSpace, !key.isEmpty { key.append(" ") }
                pendingSpace = false
                key.unicodeScalars.append(scalar)
            } else {
                pendingSpace = true
            }
        }
        return key
    }
}
