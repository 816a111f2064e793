internal import Frontdesk

/// What `check` prints: errors and warnings as compilers write them, then how much there is.
struct CheckReport {
    let errors: [BotError]
    let warnings: [BotWarning]
    let summary: BotCheck.Summary

    /// So many warnings of one kind are shown; whoever has more has one reason for them.
    private static let mostOfAKind = 20

    /// `ignored` are the kinds of warnings that are left out.
    init(_ check: BotCheck, without ignored: Set<BotWarning.Kind> = []) {
        errors = check.errors
        warnings = check.warnings.filter { !ignored.contains($0.kind) }
        summary = check.summary
    }

    var lines: [StyledText] { errors.map(Self.line) + warningLines + [summaryLine] }

    /// `file:line:column: error: problem. Mend`, as editors read it.
    private static func line(_ error: BotError) -> StyledText {
        let place = error.location.map { "\($0): " } ?? ""
        let sentence = [error.problem, error.mend].compactMap { $0 }.joined(separator: ". ")
        return "\(place)\("error", .bad): \(sentence)"
    }

    private var warningLines: [StyledText] {
        var counts: [BotWarning.Kind: Int] = [:]
        var lines: [StyledText] = []
        for warning in warnings {
            counts[warning.kind, default: 0] += 1
            guard counts[warning.kind, default: 0] <= Self.mostOfAKind else { continue }
            lines.append(
                """
                \(warning.location): \("warning", .warning): \(warning.problem). \(warning.mend) \
                \("[\(warning.kind.rawValue)]", .faint)
                """)
        }
        let more = counts.filter { $0.value > Self.mostOfAKind }.sorted { $0.key.rawValue < $1.key.rawValue }
        return lines
            + more.map { kind, count in
                let rest = count - Self.mostOfAKind
                return "\("warning", .warning): \(rest) more like these; --json has all \("[\(kind.rawValue)]", .faint)"
            }
    }

    private var summaryLine: StyledText {
        var parts = [
            "\(Count.of(summary.intents, "intent")) with \(Count.of(summary.examples, "example"))",
            Count.of(summary.entries, "entry", "entries"), Count.of(summary.articles, "article"),
        ]
        if summary.drafts > 0 { parts.append(Count.of(summary.drafts, "draft")) }
        if summary.expired > 0 { parts.append("\(summary.expired) expired") }
        parts += [
            summary.languages.joined(separator: ", "),
            summary.model.map { "model \($0)" } ?? "no model yet: 'frontdesk train' makes one",
        ]
        if !errors.isEmpty { parts.append(Count.of(errors.count, "error")) }
        if !warnings.isEmpty { parts.append(Count.of(warnings.count, "warning")) }
        return StyledText(parts.joined(separator: " · "))
    }
}

/// A check as `--json` prints it.
struct CheckJSON: Encodable {
    struct Warning: Encodable {
        let kind: String
        let file: String
        let line: Int?
        let column: Int?
        let problem: String
        let mend: String
        /// What the command ends with where warnings count.
        let status = BotError.Kind.failed.rawValue
    }

    let errors: [ProblemJSON]
    let warnings: [Warning]
    let intents: Int
    let examples: Int
    let entries: Int
    let drafts: Int
    let expired: Int
    let articles: Int
    let languages: [String]
    let model: String?
    let base: String

    init(_ report: CheckReport) {
        let summary = report.summary
        errors = report.errors.map(ProblemJSON.init)
        warnings = report.warnings.map { warning in
            Warning(
                kind: warning.kind.rawValue, file: warning.location.file, line: warning.location.line,
                column: warning.location.column, problem: warning.problem, mend: warning.mend)
        }
        intents = summary.intents
        examples = summary.examples
        entries = summary.entries
        drafts = summary.drafts
        expired = summary.expired
        articles = summary.articles
        languages = summary.languages
        model = summary.model
        base = summary.base
    }
}
