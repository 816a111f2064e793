import Frontdesk
import Testing

@Suite struct SpreadsheetFieldTests {
    @Test(arguments: [
        "=1+1", "+49 30 1234", "-5 °C", "@support", "\tindented", "\rx", "'=quoted", "''-twice", "'tis so", "plain", "",
        "'",
        "''", "退货", "'退货", "- a\n- b",
    ])
    func everyTextComesBack(_ text: String) {
        let field = SpreadsheetField.protected(text)
        #expect(!"=+-@\t\r".contains(field.prefix(1)) || field.isEmpty)
        #expect(SpreadsheetField.restored(field) == text)
    }

    @Test func onlyWhatLooksLikeAFormulaChanges() {
        #expect(SpreadsheetField.protected("-5") == "'-5")
        #expect(SpreadsheetField.protected("'-5") == "''-5")
        #expect(SpreadsheetField.protected("'tis so") == "'tis so")
        #expect(SpreadsheetField.restored("'tis so") == "'tis so")
    }
}
