/// How far a long job has come.
package struct JobProgress: Sendable {
    /// What is being done, for a person: "Embedding messages".
    package let step: String
    package let done: Int
    package let total: Int
    /// What else there is to say of how it goes: "epoch 2 of 6, loss 0.412".
    package let detail: String?

    package init(step: String, done: Int, total: Int, detail: String? = nil) {
        self.detail = detail
        self.step = step
        self.done = done
        self.total = total
    }
}
