import BERT
import Foundation
import Kernels
import Testing

/// Training of the tiny BERT against what PyTorch computed (Fixtures/Training/generate.py).
@Suite struct TrainingGoldenTests {
    /// Every instruction set with its f32 products, and OpenBLAS.
    static let engines: [TinyTraining.Engine] =
        KernelsTests.all.compactMap { kernels in
            PackedProducts(.float32, kernels.instructionSet).map { TinyTraining.Engine(kernels, $0) }
        } + [TinyTraining.Engine(.best, .openBLAS)]

    @Test(arguments: engines.indices, [1, 2, 3]) func everyGradient(_ engine: Int, _ workers: Int) throws {
        let golden = try TrainingGolden()
        let training = try TinyTraining(golden, Self.engines[engine], workers: workers)
        let loss = training.gradients(golden.settings.gradientBatch)
        #expect(abs(loss - Double(try golden.gradients.floats("loss", shape: [])[0])) < 1e-6)
        for slot in training.pass.parameters.slots {
            let shape = try golden.gradients.entry(slot.name).shape
            let expected = try golden.gradients.floats(slot.name, shape: shape)
            let found = training.expand(training.pass.parameters.gradient(of: slot), slot, like: expected)
            #expect(TrainingKernelTests.distance(found, expected.map(Double.init)) < 2e-6, "\(slot.name)")
        }
        let golds = golden.gradients.entries.keys.filter { !["loss", "logits"].contains($0) }.sorted()
        #expect(training.pass.parameters.slots.map(\.name).sorted() == golds)
    }

    @Test(arguments: ["plain", "smoothed"]) func tenSteps(_ run: String) throws {
        let golden = try TrainingGolden()
        let expected = try #require(golden.settings.runs[run])
        let training = try TinyTraining(golden, Self.engines[0], workers: 2, everyToken: true)
        for (step, batch) in golden.settings.batches.enumerated() {
            let (loss, norm) = training.step(batch, step, smoothing: expected.smoothing ?? 0)
            #expect(abs(loss - expected.losses[step]) < 2e-5, "step \(step)")
            #expect(abs(norm - expected.norms[step]) < 1e-4, "step \(step)")
        }
        guard run == "plain" else { return }
        let final = try Safetensors(golden.url("final.safetensors"))
        for slot in training.pass.parameters.slots {
            let numbers = try final.floats(slot.name, shape: slot.shape)
            let difference = TrainingKernelTests.distance(
                Array(training.pass.parameters.values(of: slot)), numbers.map(Double.init))
            // The keys' biases have no gradient but rounding errors, which Adam makes whole steps of.
            #expect(difference < (slot.name.hasSuffix("key.bias") ? 2e-3 : 2e-5), "\(slot.name)")
        }
    }

    @Test func theNumberOfWorkersChangesNothing() throws {
        let golden = try TrainingGolden()
        let bits = try [1, 2, 3].map { workers in
            let training = try TinyTraining(golden, Self.engines[0], workers: workers, dropout: 0.2)
            for (step, batch) in golden.settings.batches.enumerated() { _ = training.step(batch, step, smoothing: 0) }
            return training.pass.parameters.slots.flatMap { training.pass.parameters.values(of: $0) }.map(\.bitPattern)
        }
        #expect(bits[0] == bits[1] && bits[0] == bits[2])
    }

    @Test(.enabled(if: PackedProducts(.bfloat16) != nil, "this processor has no products of bfloat16"))
    func bfloat16StaysNear() throws {
        let products = try #require(PackedProducts(.bfloat16))
        let golden = try TrainingGolden()
        let training = try TinyTraining(golden, TinyTraining.Engine(.best, products), workers: 2)
        for (step, batch) in golden.settings.batches.enumerated() {
            let (loss, _) = training.step(batch, step, smoothing: 0)
            #expect(abs(loss - (golden.settings.runs["lazy"]?.losses[step] ?? 0)) < 0.05, "step \(step)")
        }
    }
}
