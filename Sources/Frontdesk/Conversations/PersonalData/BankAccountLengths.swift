/// The length of an IBAN in each country that has them (SWIFT IBAN registry).
enum BankAccountLengths {
    /// Nil for a country without IBANs; `first` and `second` are its capital letters.
    static func length(_ first: UInt8, _ second: UInt8) -> Int? {
        lengths[UInt16(first) << 8 | UInt16(second)]
    }

    private static let lengths = countries.reduce(into: [UInt16: Int]()) { lengths, line in
        for country in line.value.split(separator: " ") {
            let letters = Array(country.utf8)
            lengths[UInt16(letters[0]) << 8 | UInt16(letters[1])] = line.key
        }
    }

    private static let countries = [
        15: "NO", 16: "BE", 18: "DK FI FK FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HU LB NI PL SV", 29: "BR EG PS QA UA", 30: "JO KW MU YE", 31: "MT SC", 32: "LC",
        33: "RU",
    ]
}
