/// The sums by which numbers tell that they were copied rightly; digits are numbers from 0 to 9.
enum CheckDigits {
    /// The last digit of payment cards (ISO/IEC 7812).
    static func passesLuhn(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit) << (place & 1)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }

    /// The two digits behind the country of an IBAN (ISO 13616), in capital letters and digits as ASCII.
    static func passesMod97(_ iban: [UInt8]) -> Bool {
        var rest = 0
        for byte in iban[4...] + iban[..<4] {
            let value = byte.isDigit ? Int(byte - 0x30) : Int(byte) - 55
            rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97
        }
        return rest == 1
    }

    /// A Chinese resident id (GB 11643): region, date of birth, and at 18 digits the last one, of which 10 is X.
    static func isResidentID(_ digits: [UInt8]) -> Bool {
        guard let first = digits.first, let last = digits.last, regions.contains(first * 10 + digits[1]) else {
            return false
        }
        let number = { (range: Range<Int>) in digits[range].reduce(0) { $0 * 10 + Int($1) } }
        switch digits.count {
        case 15: return isDate(1900 + number(6..<8), number(8..<10), number(10..<12))
        case 18:
            let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0) * $1.1 }
            return (12 - sum % 11) % 11 == Int(last) && isDate(number(6..<10), number(10..<12), number(12..<14))
        default: return false
        }
    }

    /// Whether somebody alive may have been born then.
    static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        (1900...2099).contains(year) && (1...12).contains(month) && (1...31).contains(day)
    }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

    /// The first two digits: provinces, and the regions of Hong Kong, Macau and Taiwan.
    private static let regions: Set<UInt8> = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62,
        63, 64, 65, 71, 81, 82, 83,
    ]
}
