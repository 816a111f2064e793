/// What an intent may be called: the same in YAML, in JSON lines and in tables.
enum IntentName {
    /// The label of what nothing fits, in logs, in labelled messages and in `review`: no intent can have it.
    static let nothing = "oos"

    /// The name, where it breaks no line and no template that it will stand in.
    static func checked(_ name: String, at location: SourceLocation) throws -> String {
        guard !name.isEmpty else {
            throw BotError(.badData, at: location, "the intent's name is empty", mend: "Write one")
        }
        guard name != nothing else {
            throw BotError(
                .badData, at: location, "'\(nothing)' is no name for an intent: it says that nothing fits",
                mend: "Choose another name")
        }
        guard name.unicodeScalars.allSatisfy(isAllowed) else {
            throw BotError(
                .badData, at: location, "'\(name.onOneLine)' is no name for an intent",
                mend: "Use letters, digits and signs such as _ - . / ?, but no blanks, quotes, braces, "
                    + "control characters or emoji")
        }
        return name
    }

    /// The intent that a labelled message names; nil for the label that nothing fits.
    static func label(_ value: SourceValue) throws -> String? {
        let name = try value.quotedText("the intent")
        guard !name.isEmpty else {
            throw value.error(
                "the intent's name is empty", mend: "Write one, or leave the key out where no intent fits")
        }
        return name == nothing ? nil : try checked(name, at: value.location)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
            .unassigned, .otherSymbol, .modifierSymbol, .enclosingMark, .initialPunctuation, .finalPunctuation:
            false
        default: !"{}\"'".unicodeScalars.contains(scalar)
        }
    }
}
