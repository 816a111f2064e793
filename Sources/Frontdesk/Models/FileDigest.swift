internal import Crypto
package import Foundation

/// SHA-256 of files, read in pieces.
package enum FileDigest {
    /// The digest of a file's bytes, in lower-case hexadecimal.
    package static func sha256(of file: URL) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }  // Read only: nothing can be lost.
        var hash = SHA256()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            hash.update(data: piece)
        }
        return hex(hash.finalize())
    }

    /// The digest of some bytes, in lower-case hexadecimal.
    package static func sha256(of data: some DataProtocol) -> String {
        hex(SHA256.hash(data: data))
    }

    /// The digest of lines of text, in lower-case hexadecimal.
    static func sha256(ofLines lines: [String]) -> String {
        sha256(of: Data(lines.joined(separator: "\n").utf8))
    }

    static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
