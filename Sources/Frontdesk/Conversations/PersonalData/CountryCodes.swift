/// How many digits follow a country's code in its telephone numbers (ITU-T E.164 and the countries' numbering plans).
enum CountryCodes {
    /// The code that digits begin with, by its length, and how many follow it.
    static func code(of digits: some Collection<UInt8>) -> (length: Int, following: ClosedRange<Int>)? {
        var number = 0
        for (place, digit) in digits.prefix(3).enumerated() {
            number = number * 10 + Int(digit)
            if let following = following[number] { return (place + 1, following) }
        }
        // Every code has its first digit from 1 to 9; most of those without a line above have three digits.
        return digits.first.map { $0 > 0 ? (3, 6...10) : nil } ?? nil
    }

    private static let following: [Int: ClosedRange<Int>] = [
        1: 10...10, 7: 10...10, 20: 8...10, 27: 9...9, 30: 10...10, 31: 9...9, 32: 8...9, 33: 9...9, 34: 9...9,
        36: 8...9, 39: 8...11, 40: 9...9, 41: 9...9, 43: 7...12, 44: 9...10, 45: 8...8, 46: 7...9, 47: 8...8, 48: 9...9,
        49: 7...12, 51: 8...9, 52: 10...10, 54: 10...11, 55: 10...11, 56: 9...9, 57: 8...10, 58: 10...10, 60: 8...10,
        61: 9...9, 62: 8...12, 63: 8...10, 64: 8...10, 65: 8...8, 66: 8...9, 81: 9...10, 82: 8...10, 84: 9...10,
        86: 9...11, 90: 10...10, 91: 10...10, 92: 9...10, 94: 9...9, 95: 7...10, 98: 10...10, 234: 8...10, 351: 9...9,
        352: 6...9, 353: 7...9, 354: 7...7, 358: 7...10, 370: 8...8, 371: 8...8, 372: 7...8, 380: 9...9, 385: 8...9,
        386: 8...8, 420: 9...9, 421: 9...9, 852: 8...8, 853: 8...8, 886: 8...9, 966: 8...9, 971: 8...9, 972: 8...9,
    ]
}
