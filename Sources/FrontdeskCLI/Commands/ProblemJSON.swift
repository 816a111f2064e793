internal import Frontdesk

/// Something that is wrong, as `--json` prints it.
struct ProblemJSON: Encodable {
    let file: String?
    let line: Int?
    let column: Int?
    let problem: String
    let mend: String?
    /// What the command ends with where this is the first error.
    let status: Int32

    init(_ error: BotError) {
        file = error.location?.file
        line = error.location?.line
        column = error.location?.column
        problem = error.problem
        mend = error.mend
        status = error.kind.rawValue
    }
}
