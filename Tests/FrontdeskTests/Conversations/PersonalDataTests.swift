import Frontdesk
import Testing

@Suite("Personal data in texts")
struct PersonalDataTests {
    @Test(
        "What tells who someone is is taken out",
        arguments: [
            ("write to anna.b+shop@mail.example.co.uk please", "write to <email> please"),
            ("我的邮箱是li@example.cn，谢谢", "我的邮箱是<email>，谢谢"),
            ("call +31 10 555 0142 or 020-7946 0958", "call <phone> or <phone>"),
            ("手机13812345678打不通", "手机<phone>打不通"), ("+86 138 1234 5678", "<phone>"),
            ("card 4111 1111 1111 1111, exp 12/29", "card <card>, exp 12/29"),
            ("身份证11010519491231002X", "身份证<id>"), ("(212) 555-0187", "<phone>"),
            ("13812345678 2026-11-21", "<phone> 2026-11-21"),
        ])
    func redacted(text: String, expected: String) {
        #expect(PersonalData.redact(text) == expected)
    }

    @Test(
        "Everything else stays",
        arguments: [
            "order #10234 of 2026-11-21", "2 of 3, €59.90", "4111 1111 1111 1112", "the 20,000 mm jacket",
            "size 42 @ home",
            "满 199 元", "IDs 110105194912310021", "no digits",
        ])
    func kept(text: String) {
        #expect(PersonalData.redact(text) == text)
    }
}
