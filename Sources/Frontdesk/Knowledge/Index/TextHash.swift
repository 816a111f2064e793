internal import Crypto
package import Foundation

/// The key of a text in the store's caches: half a SHA-256, which no two texts share in practice.
package enum TextHash {
    package static func of(_ text: String) -> Data {
        var text = text
        return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> Data {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return hash.finalize().withUnsafeBytes { Data(UnsafeRawBufferPointer(rebasing: $0[..<16])) }
    }

    /// The first eight bytes of a hash: enough where a hundred thousand are told apart.
    static func number(_ hash: Data) -> UInt64 {
        hash.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    }

    /// Bytes as two hexadecimal digits each.
    static func digits(of bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes { append(byte, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes a byte as two hexadecimal digits.
    static func append(_ byte: UInt8, to text: inout [UInt8]) {
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
    }

    private static func digit(_ number: UInt8) -> UInt8 {
        number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
    }
}
