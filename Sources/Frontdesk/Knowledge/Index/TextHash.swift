internal import Crypto
package import Foundation

/// The key of a text in the store's caches: half a SHA-256, which no two texts share in practice.
package enum TextHash {
    package static func of(_ text: String) -> Data {
        Data(SHA256.hash(data: Data(text.utf8)).prefix(16))
    }
}
