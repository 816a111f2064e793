internal import Foundation

/// The form in which two messages count as the same: lower case, half width, without punctuation and extra spaces.
package enum MessageKey {
    /// The key of a message; a message of punctuation alone is its own key.
    package static func of(_ text: String) -> String {
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
        return key.isEmpty ? text : key
    }
}
