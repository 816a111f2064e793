import BERT
import Testing

/// Which examples come when, and how fast they are learnt from.
@Suite struct BatchPlanTests {
    private static let orders: [BatchPlan.Order] = [.shuffled, .balanced(perClass: 2), .balanced(perClass: 4)]
    /// Classes of 1, 2, 5 and 20 examples, mixed.
    private static let labels = (0..<28).map { index in
        let shuffled = index * 11 % 28
        return shuffled < 1 ? 7 : shuffled < 3 ? 0 : shuffled < 8 ? 3 : 1
    }

    @Test(arguments: orders, [1, 5, 8, 28, 100])
    func everyExampleOnceAnEpoch(_ order: BatchPlan.Order, _ size: Int) {
        let plan = BatchPlan(labels: Self.labels, size: size, order: order, seed: 3)
        for epoch in 0..<4 {
            let batches = plan.batches(ofEpoch: epoch)
            #expect(batches.joined().sorted() == Array(Self.labels.indices))
            #expect(batches.count == plan.batchesPerEpoch)
            #expect(batches.dropLast().allSatisfy { $0.count == size } && batches.last?.isEmpty == false)
        }
    }

    @Test(arguments: [2, 3, 4]) func balancedGroups(_ perClass: Int) {
        let plan = BatchPlan(labels: Self.labels, size: 28, order: .balanced(perClass: perClass), seed: 1)
        let sizes = Dictionary(grouping: Self.labels) { $0 }.mapValues(\.count)
        for epoch in 0..<5 {
            // Neighbours of one class form runs; a class's runs hold whole groups but for one rest.
            var runs: [(label: Int, count: Int)] = []
            for label in plan.batches(ofEpoch: epoch).joined().map({ Self.labels[$0] }) {
                if runs.last?.label == label { runs[runs.count - 1].count += 1 } else { runs.append((label, 1)) }
            }
            for (label, count) in sizes {
                let torn = runs.filter { $0.label == label && $0.count % perClass != 0 }
                #expect(torn.count == (count % perClass == 0 ? 0 : 1), "class \(label)")
            }
        }
    }

    @Test(arguments: orders) func theSeedAndTheEpochDecide(_ order: BatchPlan.Order) {
        func epochs(_ seed: UInt64) -> [[[Int]]] {
            let plan = BatchPlan(labels: Self.labels, size: 5, order: order, seed: seed)
            return (0..<3).map(plan.batches(ofEpoch:))
        }
        #expect(epochs(8) == epochs(8))
        let all = (0..<20).flatMap { epochs(UInt64($0)) }
        #expect(Set(all).count == all.count)
        // Epochs may be asked for in any order.
        let plan = BatchPlan(labels: Self.labels, size: 5, order: order, seed: 8)
        #expect([2, 0, 1].map(plan.batches(ofEpoch:)) == [2, 0, 1].map { epochs(8)[$0] })
    }

    @Test func shufflesAreEven() {
        // Each of four examples is first about as often as the others: 4000 epochs, five standard deviations.
        let plan = BatchPlan(labels: [0, 0, 0, 0], size: 1, order: .shuffled, seed: 2)
        var counts = [0, 0, 0, 0]
        for epoch in 0..<4000 { counts[plan.batches(ofEpoch: epoch)[0][0]] += 1 }
        #expect(counts.allSatisfy { abs($0 - 1000) < 137 }, "\(counts)")
    }
}

@Suite struct LearningRateScheduleTests {
    @Test func risesAndFalls() {
        let schedule = LearningRateSchedule(steps: 10, warmupSteps: 2)
        #expect((0..<10).map(schedule.factor(at:)) == [0.5, 1, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125])
        #expect(schedule.factor(at: 10) == 0)
    }

    @Test func withoutWarmup() {
        let schedule = LearningRateSchedule(steps: 4, warmupSteps: 0)
        #expect((0..<5).map(schedule.factor(at:)) == [1, 0.75, 0.5, 0.25, 0])
    }

    @Test func withWarmupAlone() {
        let schedule = LearningRateSchedule(steps: 4, warmupSteps: 4)
        #expect((0..<5).map(schedule.factor(at:)) == [0.25, 0.5, 0.75, 1, 0])
    }

    @Test func oneStepOrNone() {
        #expect(LearningRateSchedule(steps: 1, warmupSteps: 0).factor(at: 0) == 1)
        #expect(LearningRateSchedule(steps: 0, warmupSteps: 0).factor(at: 0) == 0)
    }
}
