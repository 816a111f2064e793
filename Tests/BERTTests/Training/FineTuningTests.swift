import BERT
import Kernels
import Testing

/// Whole trainings of the tiny BERT.
@Suite struct FineTuningTests {
    /// The precisions whose products this processor has.
    private static let precisions = Precision.allCases.filter { PackedProducts($0) != nil }

    @Test(arguments: precisions) func theLossFalls(_ precision: Precision) throws {
        var tiny = TinyFineTuning {
            ($0.epochs, $0.bodyRate, $0.labelSmoothing) = (12, 4e-3, 0)
            ($0.dropout, $0.attentionDropout) = (0, 0)
        }
        tiny.products = try #require(PackedProducts(precision))
        let losses = try tiny.finished().losses
        #expect(losses.count == 12 && losses.allSatisfy { $0.isFinite })
        #expect(losses[11] < losses[0] / 4, "\(losses)")
    }

    @Test func progressTellsEveryStep() throws {
        let training = try TinyFineTuning().make()
        var reports: [FineTuningProgress] = []
        let isDone = try training.run {
            reports.append($0)
            return true
        }
        #expect(isDone && training.step == 12 && training.steps == 12)
        #expect(reports.map(\.step) == Array(1...12) && reports.allSatisfy { $0.steps == 12 })
        #expect(reports.map(\.epoch) == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
        #expect([3, 7, 11].map { reports[$0].loss } == training.losses)
        // An epoch's loss is the mean of its batches', each by its examples.
        #expect(training.stepLosses.count == 12)
        let batches = zip(training.stepLosses, [5.0, 5, 5, 2]).map { $0 * $1 }
        #expect(abs(batches.reduce(0, +) / 17 - training.losses[0]) < 1e-9)
        #expect(try training.run { _ in false })
    }

    @Test(arguments: precisions, [0, 2] as [Float])
    func theNumberOfWorkersChangesNothing(_ precision: Precision, consistency: Float) throws {
        let products = try #require(PackedProducts(precision))
        let bits = try [1, 2, 3].map { workers in
            var tiny = TinyFineTuning { $0.consistencyWeight = consistency }
            (tiny.products, tiny.workers) = (products, workers)
            return try tiny.finished().bits
        }
        #expect(bits[0] == bits[1] && bits[0] == bits[2])
    }

    @Test func theSeedDecides() throws {
        let bits = try [1, 1, 2].map { seed in try TinyFineTuning { $0.seed = seed }.finished().bits }
        #expect(bits[0] == bits[1] && bits[0] != bits[2])
    }

    // MARK: - Two passes of each message

    @Test func twinsDifferByDropoutAlone() throws {
        func losses(consistency: Float, dropout: Float) throws -> [Double] {
            try TinyFineTuning {
                ($0.consistencyWeight, $0.neighbourWeight) = (consistency, 0)
                ($0.dropout, $0.attentionDropout) = (dropout, 0)
            }.finished().losses
        }
        let once = try losses(consistency: 0, dropout: 0)
        let twice = try losses(consistency: 3, dropout: 0)
        #expect(zip(once, twice).allSatisfy { abs($0 - $1) < 1e-3 * $0 }, "\(once) \(twice)")
        // The first batch: the more the agreement counts for, the greater the loss.
        #expect(try losses(consistency: 3, dropout: 0.3)[0] > losses(consistency: 0.1, dropout: 0.3)[0])
    }

    // MARK: - Names

    @Test func classesWithoutANameHaveNoPartInTheContrast() throws {
        var tiny = TinyFineTuning {
            ($0.crossEntropyWeight, $0.neighbourWeight, $0.dropout, $0.attentionDropout) = (0, 0, 0, 0)
            ($0.epochs, $0.batchSize, $0.order) = (1, 100, .shuffled)
        }
        let loss = try tiny.finished().losses[0]
        #expect(loss > 0)
        let nameless = tiny.examples.filter { $0.label == 2 }
        tiny.examples.removeAll { $0.label == 2 }
        #expect(try abs(tiny.finished().losses[0] - loss) < 1e-6)
        // Fewer names than classes are as good as empty ones.
        tiny.names = Array(TinyFineTuning.names[..<2])
        #expect(try tiny.finished().losses[0] > 0)
        tiny.examples = nameless
        #expect(try tiny.finished().losses == [0])
        tiny.names = []
        #expect(try tiny.finished().losses == [0])
    }

    @Test func fewClassesAreToldFromAllThatHaveExamples() throws {
        func losses(limit: Int, names: [[Int32]] = TinyFineTuning.names) throws -> [Double] {
            var tiny = TinyFineTuning {
                ($0.crossEntropyWeight, $0.neighbourWeight, $0.dropout, $0.attentionDropout) = (0, 0, 0, 0)
                ($0.epochs, $0.batchSize, $0.order, $0.nameLimit) = (1, 1, .shuffled, limit)
            }
            tiny.examples.removeAll { $0.label > 1 }
            tiny.names = names
            return try tiny.finished().stepLosses
        }
        // A batch of one message has but the name of its own class.
        #expect(try losses(limit: 1).allSatisfy { $0 == 0 })
        let all = try losses(limit: 2)
        #expect(all.allSatisfy { $0 > 0 })
        // The fourth class has a name and no example: nothing may be known of it.
        #expect(try losses(limit: 2, names: Array(TinyFineTuning.names[..<2])) == all)
    }

    @Test func namesWithoutWeightAreLeftOut() throws {
        var tiny = TinyFineTuning { $0.nameWeight = 0 }
        let losses = try tiny.finished().losses
        tiny.names = []
        // The gradient's norm is summed in other blocks.
        #expect(try zip(tiny.finished().losses, losses).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    // MARK: - Numbers that are none

    @Test func anInfinityStopsTheTraining() throws {
        let tiny = TinyFineTuning()
        let undisturbed = try tiny.finished().bits
        let training = try tiny.make()
        try training.run(to: 2)
        for slot in training.pass.parameters.slots {
            // The first row of each table is that of a token, place or type that every message has.
            let place = training.pass.parameters.values + slot.range.lowerBound
            let before = place.pointee
            place.pointee = .infinity
            training.pass.repack()
            let bits = training.bits
            #expect(throws: FineTuningError.notFinite(step: 3), "\(slot.name)") { try training.run { _ in true } }
            #expect(training.bits == bits, "\(slot.name)")
            place.pointee = before
        }
        training.pass.repack()
        #expect(try training.run { _ in true })
        #expect(training.bits == undisturbed)
    }
}
