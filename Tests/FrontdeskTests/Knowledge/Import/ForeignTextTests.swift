import Foundation
import Frontdesk
import Testing

@Suite struct ForeignTextTests {
    private static let plain = [
        "羽绒服可以机洗吗？", "30 °C 轻柔机洗，低速脱水。", "羽绒服能放洗衣机里洗吗", "羽绒服怎么洗", "包邮吗？", "满 99 元包邮。", "要运费吗",
    ]

    @Test(arguments: [
        ("utf8-mark.csv", nil), ("gb18030.csv", "read as GB18030"), ("utf16-mark.csv", "read as UTF-16"),
        ("utf16le.csv", "read as UTF-16"), ("utf16be.csv", "read as UTF-16"),
    ])
    func encodingsAreFoundOutAndSaid(_ name: String, _ note: String?) throws {
        let read = try ImportFixture.read(name)
        #expect(read.records.flatMap { [$0.question, $0.answer] + $0.aliases } == Self.plain)
        #expect(read.notes == [note].compactMap { $0 })
        #expect(read.records[1].location == SourceLocation(file: name, line: 3, column: 1))
    }

    @Test func fourByteCharactersOfGB18030() throws {
        #expect(try ImportFixture.read("gb18030-rare.csv").records.map(\.answer) == ["用软布擦拭，勿近热源😀䶮"])
    }

    @Test(arguments: [("big5.csv", "1:1"), ("latin1.csv", "2:2")])
    func otherEncodingsAreOneError(_ name: String, _ place: String) {
        let error = #expect(throws: BotError.self) { try ImportFixture.read(name) }
        #expect(error?.location?.description == "\(name):\(place)")
        #expect(error?.problem == "the text is not UTF-8, and neither UTF-16 nor GB18030")
    }

    private func read(_ bytes: [UInt8]) throws -> ForeignText {
        try ForeignText(Data(bytes), named: "a.csv")
    }

    @Test func aBrokenByteIsNamedInTheEncodingOfTheRest() throws {
        let utf8 = Array("问题,答案\n怎么退货".utf8) + [0xFF] + Array("七天\n".utf8)
        #expect(throws: BotError.self) { try read(utf8) }
        let error = #expect(throws: BotError.self) { try read(utf8) }
        #expect(error?.location == SourceLocation(file: "a.csv", line: 2, column: 5))
        // 怎么 in GB18030, then a byte that cannot begin a character.
        let chinese = #expect(throws: BotError.self) { try read([0x61, 0x0A, 0xD4, 0xF5, 0xC3, 0xB4, 0xFF, 0x0A]) }
        #expect(chinese?.location == SourceLocation(file: "a.csv", line: 2, column: 3))
    }

    @Test func unevenUTF16AndOtherBytesAreErrors() {
        #expect(throws: BotError.self) { try read([0xFF, 0xFE, 0x61, 0x00, 0x62]) }
        #expect(throws: BotError.self) { try read([0x61, 0x00, 0x00, 0x61]) }
        #expect(throws: BotError.self) { try read([0x50, 0x4B, 0x03, 0x04, 0x00, 0x00, 0xE9]) }
    }

    @Test func nothingIsUTF8() throws {
        #expect(try read([]) == ForeignText(Data(), as: .utf8, named: "a.csv"))
    }
}
