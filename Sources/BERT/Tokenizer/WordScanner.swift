/// Reads text once: normalises it and splits it at white space, punctuation, Chinese characters and special tokens.
struct WordScanner {
    let rules: NormalizationRules
    let specials: [SpecialToken]
    /// `ByteClasses.codes`.
    let codes: UnsafePointer<UInt8>
    var word: WordBuffer
    var pieces: PieceWriter

    /// Runs of ASCII letters and digits go straight into the word; everything else takes one step of its own.
    mutating func scan(_ text: UnsafePointer<UInt8>, count: Int) {
        var index = 0
        while index < count, !pieces.isFull {
            index &+= word.append(text + index, count: count &- index, through: codes)
            guard index < count else { break }
            var code = codes[Int(text[index])]
            if code == ByteClasses.special {
                if let special = specialToken(at: text + index, count: count - index) {
                    endWord()
                    pieces.append(special.id)
                    index += special.bytes.count
                    continue
                }
                code = codes[256 &+ Int(text[index])]
            }
            switch code {
            case ByteClasses.space:
                endWord()
                index &+= 1
            case ByteClasses.punctuation:
                endWord()
                word.append(UInt32(text[index]))
                endWord()
                index &+= 1
            case ByteClasses.removed:
                index &+= 1
            case ByteClasses.multibyte:
                guard let (scalar, length) = UTF8Scalars.decode(text + index, end: text + count) else {
                    index += 1
                    continue
                }
                take(scalar)
                index += length
            default:
                word.append(UInt32(code))
                index &+= 1
            }
        }
        endWord()
    }

    @inline(__always)
    private mutating func endWord() {
        guard word.scalars > 0 else { return }
        pieces.append(word)
        word.removeAll()
    }

    /// The longest special token that stands here as it is written.
    private func specialToken(at text: UnsafePointer<UInt8>, count: Int) -> SpecialToken? {
        specials.first { special in
            special.bytes.count <= count && special.bytes.indices.allSatisfy { special.bytes[$0] == text[$0] }
        }
    }

    private mutating func take(_ scalar: UInt32) {
        let traits = CharacterClasses.traits(of: scalar)
        switch traits.kind {
        case .removed: break
        case .whitespace: endWord()
        case .stripped where rules.stripsAccents: break
        case .strippedStarter where rules.stripsAccents: word.fixMarks()
        case .chinese where rules.spacesChinese:
            endWord()
            strip(scalar, traits)
            endWord()
        default: strip(scalar, traits)
        }
    }

    private mutating func strip(_ scalar: UInt32, _ traits: CharacterClasses.Traits) {
        guard rules.stripsAccents, traits.decomposes else { return lower(scalar, traits) }
        CharacterClasses.forEachStripped(scalar) { lower($0, CharacterClasses.traits(of: $0)) }
    }

    private mutating func lower(_ scalar: UInt32, _ traits: CharacterClasses.Traits) {
        guard rules.lowerCases, traits.hasLowerCase else { return append(scalar, traits.kind) }
        CharacterClasses.forEachLowered(scalar) { append($0, CharacterClasses.traits(of: $0).kind) }
    }

    private mutating func append(_ scalar: UInt32, _ kind: CharacterClasses.Kind) {
        switch kind {
        case .punctuation:
            endWord()
            word.append(scalar)
            endWord()
        case .nonstarter where rules.stripsAccents: word.insert(mark: scalar)
        default: word.append(scalar)
        }
    }
}
