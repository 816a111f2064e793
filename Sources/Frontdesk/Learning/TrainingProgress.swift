/// How far a training run is.
package struct TrainingProgress: Sendable, Hashable {
    /// What is being done, in a few words for the person who waits.
    package let stage: String
    package let done: Int
    package let total: Int

    package init(stage: String, done: Int, total: Int) {
        self.stage = stage
        self.done = done
        self.total = total
    }
}
