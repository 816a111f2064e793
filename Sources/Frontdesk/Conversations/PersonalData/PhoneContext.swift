internal import Foundation

/// What the words before a number say that it is, where its form alone does not.
enum PhoneContext {
    case phone, other

    /// So many bytes before a number are read.
    private static let reach = 40

    /// What the nearest word that tells anything says; nil where none does before other digits come.
    init?(before index: Int, in bytes: [UInt8]) {
        let start = bytes[max(0, index - Self.reach)..<index].lastIndex { $0.isDigit }.map { $0 + 1 }
        let words = String(decoding: bytes[(start ?? max(0, index - Self.reach))..<index], as: UTF8.self).lowercased()
        let phone = Self.place(of: Self.phones, in: words)
        let other = Self.place(of: Self.others, in: words)
        if phone == nil && other == nil { return nil }
        self = (phone ?? words.startIndex) > (other ?? words.startIndex) || other == nil ? .phone : .other
    }

    /// Where the last of some words ends.
    private static func place(of names: [String], in words: String) -> String.Index? {
        names.compactMap { words.range(of: $0, options: .backwards)?.upperBound }.max()
    }

    private static let phones = [
        "phone", "tel", "mobile", "cell", "call", "ring", "text", "whatsapp", "landline", "dial", "reach", "fax", "sms",
        "voicemail", "vx", "wx", "电话", "手机", "座机", "固话", "传真", "拨", "致电", "联系", "微信", "電話", "手機",
    ]

    private static let others = [
        "order", "tracking", "parcel", "ticket", "invoice", "ref", "item", "article", "serial", "account", "case",
        "sku",
        "transaction", "imei", "isbn", "barcode", "shipment", "订单号", "单号", "编号", "编码", "流水", "户号", "账号",
        "会员号", "条码", "条形码", "运单", "批次", "学号", "單號",
    ]
}
