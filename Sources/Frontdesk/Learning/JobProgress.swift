/// How far a long job has come.
package struct JobProgress: Sendable {
    /// What is being done, for a person: "Embedding messages".
    package let step: String
    package let done: Int
    package let total: Int
    /// What else there is to say of how it goes: "epoch 2 of 6, loss 0.412".
    package let detail: String?
    /// What a person should know before a long step begins, instead of a step.
    package let announcement: String?

    /// A word before a long step.
    package init(announcing announcement: String) {
        (step, done, total, detail) = ("", 0, 0, nil)
        self.announcement = announcement
    }

    package init(step: String, done: Int, total: Int, detail: String? = nil) {
        self.detail = detail
        announcement = nil
        self.step = step
        self.done = done
        self.total = total
    }
}
