internal import Foundation

/// The stretches of a text's characters of one kind, lower-cased, half-width and without accents.
///
/// They stand one behind another in one buffer: a large import cuts millions of them, and a string for each would take
/// longer than all that is done with it.
struct TextRuns {
    enum Kind {
        case word, number, ideographs
    }

    struct Run {
        let kind: Kind
        /// Where it stands among the bytes.
        let range: Range<Int>
    }

    private(set) var bytes: [UInt8] = []
    private(set) var runs: [Run] = []
    private var kind = ScalarKind.other
    private var start = 0

    /// Splits at spaces and punctuation, and between letters, digits and ideographs ("45L" is two runs).
    init(_ text: String) {
        var text = text
        text.withUTF8 { read($0) }
        endRun()
    }

    func text(of run: Run) -> String { String(decoding: bytes[run.range], as: UTF8.self) }

    var texts: [String] { runs.map { text(of: $0) } }

    private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                read(65...90 ~= byte ? byte + 32 : byte)
                index += 1
            } else {
                let width = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                let value = text[index + 1..<index + width].reduce(UInt32(byte) & (0x7F >> UInt32(width))) {
                    $0 << 6 | UInt32($1 & 0x3F)
                }
                if let scalar = Unicode.Scalar(value) { read(folding: scalar) }
                index += width
            }
        }
    }

    private mutating func read(_ byte: UInt8) {
        if begin(ScalarKind(ascii: byte)) { bytes.append(byte) }
    }

    /// Reads a scalar beyond ASCII in its half width, lower case and without its accents.
    private mutating func read(folding scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3000...0x303F: read(scalar)
        case 0xFF01...0xFF5E:
            let byte = UInt8(scalar.value - 0xFEE0)
            read(65...90 ~= byte ? byte + 32 : byte)
        default:
            for part in String(scalar).decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
            where part.properties.generalCategory != .nonspacingMark || part.isKana {
                read(part)
            }
        }
    }

    private mutating func read(_ scalar: Unicode.Scalar) {
        guard begin(ScalarKind(scalar)) else { return }
        bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// Whether a character of a kind belongs to a run; the run before it ends where it is of another kind.
    private mutating func begin(_ next: ScalarKind) -> Bool {
        if next == .joiner, kind == .letter { return false }
        if next != kind {
            endRun()
            kind = next
        }
        return next != .other && next != .joiner
    }

    private mutating func endRun() {
        guard bytes.count > start else { return }
        let kind: Kind? =
            switch self.kind {
            case .letter: .word
            case .digit: .number
            case .ideograph: .ideographs
            case .other, .joiner: nil
            }
        if let kind { runs.append(Run(kind: kind, range: start..<bytes.count)) }
        start = bytes.count
    }
}

/// What a character does in a text.
private enum ScalarKind {
    case letter, digit, ideograph, other
    /// An apostrophe, which belongs to its word.
    case joiner

    init(ascii byte: UInt8) {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A: self = .letter
        case 0x30...0x39: self = .digit
        case 0x27: self = .joiner
        default: self = .other
        }
    }

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case ..<0x80: self.init(ascii: UInt8(scalar.value))
        case 0x2019, 0x2BC: self = .joiner
        case 0x4E00...0x9FFF: self = .ideograph
        default:
            let properties = scalar.properties
            if scalar.isIdeograph {
                self = .ideograph
            } else if properties.numericType == .decimal {
                self = .digit
            } else {
                self = properties.isAlphabetic || properties.generalCategory == .spacingMark ? .letter : .other
            }
        }
    }
}
