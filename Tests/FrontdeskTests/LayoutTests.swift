import Foundation
import Testing

/// The dependency rule: FrontdeskCLI → Frontdesk → BERT → Kernels → CKernels, COpenBLAS; Frontdesk uses Kernels too.
struct LayoutTests {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources").standardizedFileURL

    /// What each module may import of this package and of what the rule confines to one place.
    private static let allowed: [String: Set<String>] = [
        "Kernels": ["CKernels", "COpenBLAS"],
        "BERT": ["Kernels"],
        "Frontdesk": ["BERT", "Kernels", "GRDB", "CZlib"],
        "FrontdeskCLI": ["Frontdesk", "CReadline", "Rainbow", "ArgumentParser"],
    ]
    private static let confined = allowed.values.reduce(into: Set(allowed.keys)) { $0.formUnion($1) }

    @Test(arguments: allowed.keys.sorted())
    func noModuleImportsWhatItMayNot(module: String) throws {
        let files = try Self.files(of: module)
        #expect(!files.isEmpty)
        for file in files {
            let wrong = try Self.imports(of: file).intersection(Self.confined).subtracting(Self.allowed[module] ?? [])
            #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted().joined(separator: ", "))")
        }
    }

    @Test
    func onlyTheLineReaderImportsReadline() throws {
        for file in try Self.files(of: "FrontdeskCLI") where try Self.imports(of: file).contains("CReadline") {
            #expect(file.path.contains("/LineReader/"), "\(file.path) imports CReadline")
        }
    }

    @Test func onlyTheImportUnpacksAndOpensLibraries() throws {
        for file in try Self.files(of: "Frontdesk") where !file.path.contains("/Knowledge/Import/") {
            #expect(try !Self.imports(of: file).contains("CZlib"), "\(file.path) imports CZlib")
            #expect(try !Self.lines(of: file).contains { $0.contains("dlopen(") }, "\(file.path) opens a library")
        }
    }

    @Test(arguments: ["Kernels", "BERT", "Frontdesk"])
    func onlyTheCommandPrintsReadsTheEnvironmentOrExits(module: String) throws {
        let edge = /(^|[^\w.])(print|exit|getenv|abort)\(|ProcessInfo\.processInfo\.environment|FileHandle\.standard/
        for file in try Self.files(of: module) {
            for (number, line) in try Self.lines(of: file).enumerated() where line.contains(edge) {
                Issue.record("\(file.path):\(number + 1): this belongs into FrontdeskCLI")
            }
        }
    }

    private static func files(of module: String) throws -> [URL] {
        let folder = sources.appending(path: module)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { folder.appending(path: $0) }
    }

    private static func imports(of file: URL) throws -> Set<String> {
        Set(
            try lines(of: file).compactMap { line in
                line.firstMatch(of: /^(?:@\w+ )*(?:\w+ )?import (\w+)/).map { String($0.1) }
            })
    }

    /// The lines of a file; comments are empty, so that they may name anything.
    private static func lines(of file: URL) throws -> [Substring] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == " " }.hasPrefix("//") ? "" : $0 }
    }
}
