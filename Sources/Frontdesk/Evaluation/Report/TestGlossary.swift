/// What the figures of a test mean.
enum TestGlossary {
    static let section = section(of: replies + understanding + outOfScope)

    /// Of the figures that a training ends with, which are about intents alone.
    static let ofTraining = section(of: understanding)

    private static func section(of terms: [(term: String, meaning: String)]) -> ReportSection {
        ReportSection("What the figures mean", [.terms(terms)])
    }

    private static let replies: [(term: String, meaning: String)] = [
        (
            "Answered rightly, answered wrongly, asked which is meant, given to a person, not answered at all",
            """
            What becomes of the messages in scope: each share is of all of them, and together they make 100 %. A question \
            for what the right answer needs counts as right, another answer than the right one as wrong.
            """
        ),
        (
            "Answered rightly without a person",
            """
            The share of messages in scope, but for those that belong to a person, that get the right answer, the \
            question for what it needs, or a choice with the right one in it.
            """
        ),
        (
            "Reach a person as they should, without need",
            "The share of the messages that belong to a person which reach one, and of the others that do all the same."
        ),
    ]

    private static let understanding: [(term: String, meaning: String)] = [
        (
            "Accuracy",
            "How often the intent that stands first is the label. In-scope accuracy counts a rejected message as wrong."
        ),
        (
            "Precision, recall, F1",
            """
            Of the messages understood as an intent, the share labelled with it; of those labelled with it, the share \
            understood so; and the harmonic mean of both. Macro F1 counts every intent the same, also one that is no label and was \
            understood all the same; weighted F1 counts each by its messages.
            """
        ),
        (
            "Expected calibration error",
            "The distance between confidence and the share of what is right, over 15 equal bins, weighed by their messages."
        ),
        (
            "Risk, coverage",
            """
            If only the surest messages were answered: which share that is, and which share of them would be wrong. The area \
            under the curve is the mean risk over all coverages.
            """
        ),
    ]

    private static let outOfScope: [(term: String, meaning: String)] = [
        (
            "AUROC",
            "The chance that a message out of scope has a higher out-of-scope score than one in scope; ties count half."
        ),
        ("AUPR", "The average precision of the out-of-scope score, out of scope being what is looked for."),
        (
            "FPR95",
            "The share of messages in scope that are rejected where 95 % of those out of scope are."
        ),
    ]
}
