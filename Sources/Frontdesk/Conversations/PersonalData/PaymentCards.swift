/// What numbers payment cards have (ISO/IEC 7812), and how they are written.
enum PaymentCards {
    /// Whether 13 to 19 digits are those of a card: an issuer of cards at their beginning, and Luhn's sum.
    static func isCard(_ digits: [UInt8]) -> Bool {
        guard (13...19).contains(digits.count), isIssuer(digits), Set(digits).count > 1 else { return false }
        return CheckDigits.passesLuhn(digits)
    }

    /// As printed: fours with what is left over, 4-6-5, 4-6-4, two eights, or six and the rest.
    static func isGrouping(_ lengths: [Int]) -> Bool {
        if lengths.count == 1 || lengths == [4, 6, 5] || lengths == [4, 6, 4] || lengths == [8, 8] { return true }
        if lengths.count == 2, lengths[0] == 6 { return true }
        return lengths.dropLast().allSatisfy { $0 == 4 } && lengths.count > 3
    }

    /// Banks' cards begin with 2 (Mastercard, Mir), 3 (American Express, Diners, JCB), 4, 5 or 6; old Chinese ones with 9558.
    private static func isIssuer(_ digits: [UInt8]) -> Bool {
        let start = digits[..<4].reduce(0) { $0 * 10 + Int($1) }
        return switch digits[0] {
        case 2: digits.count == 16 && ((2200...2204).contains(start) || (2221...2720).contains(start))
        case 3:
            switch start / 100 {
            case 34, 37: digits.count == 15
            case 30, 36, 38, 39: digits.count == 14
            default: digits.count >= 16 && (3528...3589).contains(start)
            }
        case 4: [13, 16, 18, 19].contains(digits.count)
        case 5, 6: digits.count >= 16
        case 9: start == 9558 || start == 9559
        default: false
        }
    }
}
