internal import Crypto
package import Foundation

/// The key of a text in the store's caches: half a SHA-256, which no two texts share in practice.
package enum TextHash {
    package static func of(_ text: String) -> Data {
        Data(SHA256.hash(data: Data(text.utf8)).prefix(16))
    }

    /// Bytes as two hexadecimal digits each.
    static func digits(of bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
