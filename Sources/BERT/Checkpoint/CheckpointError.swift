import Foundation

/// What is wrong with a checkpoint folder or one of its files, and what mends it.
public struct CheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file that the problem is in.
    public let file: String
    /// What is wrong, without a full stop.
    public let problem: String
    /// What to do about it, without a full stop; nil where the problem says it.
    public let mend: String?

    init(_ file: String, _ problem: String, mend: String? = nil) {
        self.file = file
        self.problem = problem
        self.mend = mend
    }

    /// An error of the operating system, by its number.
    static func system(_ file: String, _ problem: String, _ number: Int32) -> CheckpointError {
        if number == ENOSPC || number == EDQUOT {
            return CheckpointError(file, "\(problem): the disk is full", mend: "Free some space and try again")
        }
        return CheckpointError(file, "\(problem): \(String(cString: strerror(number)).lowercased())")
    }

    /// `file: problem. Mend`, without a full stop at the end.
    public var description: String {
        "\(file): " + [problem, mend].compactMap { $0 }.joined(separator: ". ")
    }
}
