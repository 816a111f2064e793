/// The learning rate's course: it rises in equal steps to the full rate, and falls in equal steps to nought.
package struct LearningRateSchedule: Sendable {
    package let steps: Int
    package let warmupSteps: Int

    package init(steps: Int, warmupSteps: Int) {
        self.steps = steps
        self.warmupSteps = warmupSteps
    }

    /// What the rates are multiplied by in a step, counted from nought.
    package func factor(at step: Int) -> Float {
        let rising = Float(step + 1) / Float(max(warmupSteps, 1))
        let falling = Float(steps - step) / Float(max(steps - warmupSteps, 1))
        return max(0, min(rising, falling, 1))
    }
}
