/// The simplified forms by which both spellings of Chinese find each other.
extension SimplifiedCharacters {
    /// A character's simplified form, or the character itself.
    static func simplified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard case first...last = scalar.value else { return scalar }
        let form = forms[Int(scalar.value - first)]
        return form == 0 ? scalar : Unicode.Scalar(form) ?? scalar
    }

    private static let first: UInt32 = 0x3400
    private static let last: UInt32 = 0x9FFF

    /// The form of each character from `first` on; 0 where it is the character itself.
    private static let forms: [UInt16] = pairs.withUTF8Buffer { bytes in
        var forms = [UInt16](repeating: 0, count: Int(last - first) + 1)
        var traditional: Unicode.Scalar?
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if let place = traditional.map({ Int($0.value - first) }) {
                forms[place] = UInt16(scalar.value)
                traditional = nil
            } else {
                traditional = scalar
            }
        }
        return forms
    }
}
