/// How far a long job has come.
package struct JobProgress: Sendable {
    /// What is being done, for a person: "Embedding messages".
    package let step: String
    package let done: Int
    package let total: Int

    package init(step: String, done: Int, total: Int) {
        self.step = step
        self.done = done
        self.total = total
    }
}
