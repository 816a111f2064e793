import Foundation
import Frontdesk
import Testing

@Suite struct TextFileTests {
    @Test func dropsTheByteOrderMarkAndCarriageReturns() throws {
        #expect(try TextFile.text(Data("\u{FEFF}a\r\nb\rc\n".utf8), named: "a") == "a\nb\nc\n")
    }

    @Test func namesTheFirstByteThatIsNotUTF8() {
        let bytes = Data("ab\n".utf8) + Data("中".utf8) + Data([0xFF]) + Data("x".utf8)
        let error = #expect(throws: BotError.self) { try TextFile.text(bytes, named: "k.csv") }
        #expect(error?.location == SourceLocation(file: "k.csv", line: 2, column: 2))
        #expect(error?.kind == .badData)
    }

    @Test func tellsOtherEncodingsApart() {
        let utf16 = #expect(throws: BotError.self) { try TextFile.text(Data([0xFF, 0xFE, 0x61, 0x00]), named: "a") }
        #expect(utf16?.problem.contains("UTF-16") == true)
        let truncated = #expect(throws: BotError.self) { try TextFile.text(Data([0x61, 0xE4, 0xB8]), named: "a") }
        #expect(truncated?.location?.column == 2)
        #expect(throws: BotError.self) { try TextFile.text(Data([0x61, 0]), named: "a") }
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: BotError.self) {
            try TextFile.read(URL(filePath: "/nowhere/a.yml"), named: "a.yml")
        }
        #expect(error?.description == "a.yml: cannot read: no such file or folder")
    }

    @Test func writesWholeFilesAndKeepsTheMode() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "a.txt")
        try AtomicFile.write("one", to: file, named: "a.txt")
        chmod(file.path(), 0o600)
        try AtomicFile.write("two", to: file, named: "a.txt")
        #expect(try String(contentsOf: file, encoding: .utf8) == "two")
        #expect(try FileManager.default.attributesOfItem(atPath: file.path())[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path()) == ["a.txt"])
    }

    @Test func writingIntoAMissingFolderLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "none/a.txt")
        let error = #expect(throws: BotError.self) { try AtomicFile.write("x", to: file, named: "a.txt") }
        #expect(error?.kind == .inputOutput)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path()).isEmpty)
    }
}
