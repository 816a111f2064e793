/// What went wrong, where, and what mends it: one clear message for a person, one exit code for a script.
public struct BotError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why a command failed, as BSD's `sysexits.h` numbers it.
    public enum Kind: Int32, Sendable {
        case failed = 1
        case usage = 64
        case badData = 65
        case cannotCreate = 73
        case inputOutput = 74
        case locked = 75
        case permission = 77
        case configuration = 78
    }

    /// What the command ends with.
    public let kind: Kind
    /// The place of what is wrong; nil where it stands in no file.
    public let location: SourceLocation?
    /// What is wrong, without a full stop.
    public let problem: String
    /// What to do about it; nil where that is plain, or not known.
    public let mend: String?

    /// Makes an error; `problem` begins in lower case, since it stands behind a place, and neither ends with a full stop.
    public init(_ kind: Kind, at location: SourceLocation? = nil, _ problem: String, mend: String? = nil) {
        self.kind = kind
        self.location = location
        self.problem = problem
        self.mend = mend
    }

    /// `file:line:column: problem. Mend`, without a full stop at the end.
    public var description: String {
        let sentence = [problem, mend].compactMap { $0 }.joined(separator: ". ")
        return [location?.description, sentence].compactMap { $0 }.joined(separator: ": ")
    }
}
