import FrontdeskCLI
import Testing

@Suite("Text from anyone on a terminal")
struct VisibleTextTests {
    @Test(
        "Control and bidi characters are shown",
        arguments: [
            ("plain", "plain"), ("two\nlines", "two\nlines"), ("a\r\nb", "a\nb"), ("a\rb", "a␍b"),
            ("\u{1B}[31mred", "␛[31mred"), ("bell\u{7}\u{7F}", "bell␇␡"), ("\u{9B}2J", "<U+009B>2J"),
            ("\u{202E}txt\u{2066}", "<U+202E>txt<U+2066>"), ("a\u{2028}b\u{FEFF}", "a<U+2028>b<U+FEFF>"),
            ("\u{200F}\u{061C}", "<U+200F><U+061C>"), ("tab\there", "tab    here"),
            ("退款 👩‍👩‍👧 é", "退款 👩‍👩‍👧 é"), ("\u{0}", "␀"),
        ])
    func visible(text: String, expected: String) {
        #expect(VisibleText.of(text) == expected)
    }

    @Test("JSON keeps its meaning")
    func json() {
        #expect(VisibleText.ofJSON(#"{"a":"x\#u{7F}\#u{9B}\#u{202E}退"}"#) == #"{"a":"x\u007F\u009B\u202E退"}"#)
    }

    @Test("Only styles put escape sequences out")
    func styles() {
        let customer = "\u{1B}[2J"
        let text: StyledText = "\("bot> ", .good)\(customer)"
        #expect(text.rendered(inColor: false) == "bot> ␛[2J")
        #expect(!text.rendered(inColor: true).contains("[2J\u{1B}") && text.plain == "bot> ␛[2J")
    }
}
