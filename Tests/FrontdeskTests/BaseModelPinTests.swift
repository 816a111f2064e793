import Foundation
import Frontdesk
import Testing

/// The set-up installs the base model that the engine looks for.
struct BaseModelPinTests {
    @Test
    func hasTheDigestThatTheEngineKnows() throws {
        let sums = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../scripts/base-model.sha256").standardizedFileURL
        let lines = try String(contentsOf: sums, encoding: .utf8).split(separator: "\n")
        let files = lines.map { $0.split(separator: " ") }
        // As `Installation.digest(of:)` and `scripts/base-model` compute it.
        let whole = files.map { "\($0[1])\n\($0[0])\n" }.joined()
        #expect(FileDigest.sha256(of: Data(whole.utf8)) == Installation.defaultBase)
    }
}
