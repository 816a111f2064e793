public import Foundation

/// Why a tokenizer's folder could not be loaded: the file, the place in it, what is wrong and what mends it.
public struct TokenizerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file that the problem is in.
    public let file: URL
    /// Counted from 1; nil where the whole file is meant.
    public let line: Int?
    /// What is wrong, without a full stop.
    public let problem: String
    /// What to do about it, without a full stop.
    public let mend: String

    init(file: URL, line: Int? = nil, problem: String, mend: String) {
        self.file = file
        self.line = line
        self.problem = problem
        self.mend = mend
    }

    /// `file:line: problem. Mend`, without a full stop at the end.
    public var description: String {
        let place = [file.path, line.map { String($0) }].compactMap { $0 }.joined(separator: ":")
        return "\(place): \(problem). \(mend)"
    }
}
