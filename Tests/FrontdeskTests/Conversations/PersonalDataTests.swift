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
            ("13812345678 2026-11-21", "<phone> 2026-11-21"), ("发到ｌｉ＠ｅｘａｍｐｌｅ．ｃｎ吧", "发到<email>吧"),
            ("手机１３８１２３４５６７８", "手机<phone>"), ("打00861３812345678", "打<phone>"),
            ("my cell is 2125550187", "my cell is <phone>"), ("iban nl91abna0417164300", "iban <iban>"),
            ("DE89 3704 0044 0532 0130 00.", "<iban>."), ("卡４１１１ １１１１ １１１１ １１１１", "卡<card>"),
            ("旧证110105491231002", "旧证<id>"), ("证件11010519491231002x，", "证件<id>，"),
            ("jan1985@example.nl, 06-12345678", "<email>, <phone>"), ("0044 20 7946 0958", "<phone>"),
            ("callback 2125550187", "callback <phone>"), ("PhoneNo: 2125550187", "PhoneNo: <phone>"),
            ("352099881231481", "<id>"),
        ])
    func redacted(text: String, expected: String) {
        #expect(PersonalData.known.redact(text) == expected)
    }

    @Test(
        "Everything else stays",
        arguments: [
            "order #10234 of 2026-11-21", "2 of 3, €59.90", "4111 1111 1111 1112", "the 20,000 mm jacket",
            "size 42 @ home",
            "满 199 元", "IDs 110105194912310021", "no digits", "order 2125550187", "单号13812345678", "5@2.50 each",
            "DE89370400440532013001", "编号110105491331002", "call 0800 123 4567", "拨打400-820-8820", "10.0.0.138:8080",
            "11.12.2026 10:30", "v8.0.53.20261121", "9780306406157", "@anna_knits", "my cancelled flight 2345678901",
            "the hotel 22345678 was full", "excellent 22345678", "during 2125550187", "006-2345678901",
            "the ticket I cancelled: 0062345678901", "票号0012345678901", "IMEI 352099881231481",
        ])
    func kept(text: String) {
        #expect(PersonalData.known.redact(text) == text)
    }

    @Test("A number that the bot's own slot is for is taken out as a whole token; small numbers and choices stay")
    func slots() throws {
        let place = SourceLocation(file: "intents/order_status.yml")
        func slot(_ name: String, _ kind: Slot.Kind) -> Slot { Slot(name: name, kind: kind, ask: [:], location: place) }
        let personalData = try PersonalData(
            slots: [
                slot("order_number", .pattern("#?\\d{5}")), slot("customer_number", .number),
                slot("size", .choice(["M"])),
                slot("day", .date), slot("complaint", .text), slot("shelf", .pattern("shelf|[A-Z]\\d")),
            ])
        #expect(personalData.redact("where is #10234?") == "where is <order_number>?")
        #expect(
            personalData.redact("a@example.com: 10234, A10234, 123456 and 3 pairs in M, a shelf, today")
                == "<email>: <order_number>, A10234, <customer_number> and 3 pairs in M, a shelf, today")
        #expect(personalData.redact("订单10234在B4") == "订单<order_number>在<shelf>")
        #expect(PersonalData.known.redact("where is #10234?") == "where is #10234?")
    }

    @Test("What is learnt from corrections holds no order number")
    func learnt() throws {
        let place = SourceLocation(file: "intents/pay.yml")
        let slot = Slot(name: "order_number", kind: .pattern("\\d{5}"), ask: [:], location: place)
        let catalog = IntentCatalog(intents: [Intent(name: "pay", slots: [slot], location: place)])
        let said = Correction(
            text: "pay 10234 by anna@example.com", label: .intent("pay"), conversation: "c", confirmed: false)
        let examples = try TrainingSetBuilder.collect(catalog, [], [said]).examples
        #expect(examples.map(\.text) == ["pay <order_number> by <email>"])
    }
}
