/// What the words before a number say that it is, where its form alone does not.
enum PhoneContext {
    case phone, other

    /// So many bytes before a number are read.
    private static let reach = 40

    /// What the nearest word that tells anything says; nil where none does before other digits come.
    init?(before index: Int, in bytes: [UInt8]) {
        var start = max(0, index - Self.reach)
        if let digit = bytes[start..<index].lastIndex(where: \.isDigit) { start = digit + 1 }
        let before = bytes[..<index]
        for place in (start..<index).reversed() {
            for (kind, words) in Self.words where words.contains(where: { Self.stands($0, at: place, before) }) {
                self = kind
                return
            }
        }
        return nil
    }

    /// Whether a word stands at a place: Latin letters as a word of their own, since "hotel" and "cancelled" call nobody.
    private static func stands(_ word: [UInt8], at place: Int, _ bytes: ArraySlice<UInt8>) -> Bool {
        let rest = bytes[place...]
        guard rest.count >= word.count, zip(rest, word).allSatisfy({ ($0.isLetter ? $0 | 0x20 : $0) == $1 }) else {
            return false
        }
        guard word[0].isLetter else { return true }
        if place > 0, bytes[place - 1].isLetter { return false }
        let ending = rest.dropFirst(word.count).prefix(while: \.isLetter).map { $0 | 0x20 }
        return endings.contains { $0.utf8.elementsEqual(ending) }
    }

    /// What may stand behind a word without a blank: "phones", "called", "texting", "telno".
    private static let endings = ["", "s", "d", "ed", "ing", "number", "no", "nr", "id", "back", "me"]

    private static let words: [(kind: PhoneContext, words: [[UInt8]])] = [
        (.phone, phones.map { Array($0.utf8) }), (.other, others.map { Array($0.utf8) }),
    ]

    private static let phones = [
        "phone", "telephone", "cellphone", "smartphone", "tel", "mobile", "cell", "call", "ring", "text", "whatsapp",
        "landline", "dial", "reach", "fax", "sms", "voicemail", "vx", "wx", "电话", "手机", "座机", "固话", "传真", "拨", "致电",
        "联系", "微信", "電話", "手機",
    ]

    private static let others = [
        "order", "tracking", "parcel", "ticket", "eticket", "invoice", "ref", "reference", "item", "article", "serial",
        "account", "case", "sku", "transaction", "imei", "isbn", "barcode", "shipment", "订单号", "单号", "编号", "编码", "流水",
        "户号", "账号", "会员号", "条码", "条形码", "运单", "批次", "学号", "票号", "單號",
    ]
}
