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

    public let kind: Kind
    public let location: SourceLocation?
    public let problem: String
    public let mend: String?

    public init(_ kind: Kind, at location: SourceLocation? = nil, _ problem: String, mend: String? = nil) {
        self.kind = kind
        self.location = location
        self.problem = problem
        self.mend = mend
    }

    /// `file:line:column: problem. Mend.`
    public var description: String {
        let sentence = [problem, mend].compactMap { $0 }.joined(separator: ". ")
        return [location?.description, sentence].compactMap { $0 }.joined(separator: ": ")
    }
}
