package import Kernels

/// The fine-tuning of an encoder and a classification head on labelled examples.
///
/// The same examples, settings, kernels and processor kind give the same numbers, bit for bit, whatever the number of
/// workers (with OpenBLAS, for one number of them); a training that was stopped and taken up again ends like one that
/// was not.
package final class FineTuning {
    package let settings: FineTuningSettings
    package let pass: EncoderPass
    package let head: ClassificationHead
    let examples: [FineTuningExample]
    /// The tokens of each class's name; none for a class without one.
    private let names: [[Int32]]
    private let plan: BatchPlan
    private let schedule: LearningRateSchedule
    private let kernels: VectorKernels
    private var numbers = TrainingMemory()
    /// Steps done.
    package internal(set) var step = 0
    /// The mean loss of each epoch that is done.
    package internal(set) var losses: [Double] = []
    var epochLoss = 0.0

    /// Prepares the training of a checkpoint; the head begins with W (C, H) and b (C).
    package init(
        _ checkpoint: Checkpoint, pooling: Pooling, examples: [FineTuningExample], names: [[Int32]] = [],
        weight: Matrix, bias: [Float], settings: FineTuningSettings, products: PackedProducts,
        kernels: VectorKernels = .best, pool: WorkerPool
    ) throws {
        let tokens = Set(examples.flatMap(\.tokens) + names.joined()).sorted()
        let rows = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($1, Int32($0)) })
        self.names = names.map { $0.compactMap { rows[$0] } }
        self.examples = examples.map { example in
            FineTuningExample(
                tokens: example.tokens.compactMap { rows[$0] }, label: example.label,
                distribution: example.distribution)
        }
        pass = try EncoderPass(
            checkpoint, pooling: pooling, tokens: tokens,
            head: ClassificationHead.room(classes: weight.rows, width: weight.columns), products: products,
            kernels: kernels, pool: pool)
        head = ClassificationHead(weight: weight, bias: bias, in: pass.parameters)
        plan = BatchPlan(
            labels: examples.map(\.label), size: settings.batchSize, order: settings.order, seed: settings.seed)
        let steps = plan.batchesPerEpoch * settings.epochs
        schedule = LearningRateSchedule(steps: steps, warmupSteps: Int(Double(steps) * settings.warmup))
        self.settings = settings
        self.kernels = kernels
    }

    /// All steps of the training.
    package var steps: Int { schedule.steps }

    /// Whether a training of this length can stand where a state says.
    func isPossible(_ progress: Progress) -> Bool {
        (0...steps).contains(progress.step) && progress.losses.count == progress.step / plan.batchesPerEpoch
    }

    /// Trains from where it stands; `progress` hears of every step and says whether to go on.
    ///
    /// - Returns: Whether the training came to its end.
    /// - Throws: `FineTuningError.notFinite`; the parameters are then as they were before that step.
    package func run(_ progress: (FineTuningProgress) throws -> Bool) throws -> Bool {
        var seen = 0
        while step < steps {
            let (epoch, first) = step.quotientAndRemainder(dividingBy: plan.batchesPerEpoch)
            for batch in plan.batches(ofEpoch: epoch)[first...] {
                let loss = try train(batch)
                epochLoss += loss * Double(batch.count)
                seen += batch.count
                step += 1
                let done = (step - 1) % plan.batchesPerEpoch + 1
                let sofar = epochLoss / Double(min(done * settings.batchSize, examples.count))
                if done == plan.batchesPerEpoch {
                    losses.append(sofar)
                    epochLoss = 0
                }
                let report = FineTuningProgress(
                    step: step, steps: steps, epoch: epoch, loss: sofar, batchLoss: loss, examples: seen)
                guard try progress(report) else { return step == steps }
            }
        }
        return true
    }

    /// One step; returns the loss before it.
    private func train(_ places: [Int]) throws -> Double {
        let loss = gradients(of: places)
        let norm = settings.optimizer.gradientNorm(pass.parameters, kernels, pass.pool)
        guard loss.isFinite, norm.isFinite else { throw FineTuningError.notFinite(step: step + 1) }
        let factor = schedule.factor(at: step)
        settings.optimizer.apply(
            to: pass.parameters, step: step + 1,
            rates: [.body: factor * settings.bodyRate, .head: factor * settings.headRate], norm: norm, kernels,
            pass.pool, then: pass.repack)
        return loss
    }

    /// The gradients of all parameters for a batch; returns its loss.
    private func gradients(of places: [Int]) -> Double {
        // Those whose class has a name come first: the names' contrast is over these alone.
        let chosen = places.map { examples[$0] }
        let batch = chosen.filter(hasName) + chosen.filter { !hasName($0) }
        let named = Set(batch.filter(hasName).map(\.label)).sorted()
        let dropout = Dropout(
            rate: settings.dropout, attentionRate: settings.attentionDropout, seed: settings.seed, step: step)
        let vectors = pass.forward(PackedBatch(batch.map(\.tokens) + named.map { names[$0] }), dropout: dropout)
        numbers.reset()
        let gradient = numbers.matrix(vectors.rows, vectors.columns)
        gradient.base.update(repeating: 0, count: vectors.rows * vectors.columns)
        var loss = 0.0
        if settings.crossEntropyWeight > 0 {
            let own = 0..<batch.count
            loss += headLoss(batch, vectors.rows(own), gradient.rows(own), dropout)
        }
        loss += nameLoss(batch.filter(hasName).map(\.label), named, vectors, gradient, names: batch.count)
        if settings.neighbourWeight > 0 {
            loss += NeighbourContrast.addGradient(
                vectors, labels: batch.map(\.label) + named, anchors: batch.count,
                temperature: settings.neighbourTemperature, weight: settings.neighbourWeight, to: gradient, kernels)
        }
        pass.backward(gradient)
        return loss
    }

    /// The names' contrast over the first rows, whose classes are `labels`; the names stand from row `names` on.
    private func nameLoss(
        _ labels: [Int], _ named: [Int], _ vectors: MutableMatrixView, _ gradient: MutableMatrixView, names: Int
    ) -> Double {
        guard named.count > 1 else { return 0 }
        let (messages, others) = (0..<labels.count, names..<vectors.rows)
        let place = Dictionary(uniqueKeysWithValues: named.enumerated().map { ($1, $0) })
        return NameContrast.addGradient(
            vectors.rows(messages), vectors.rows(others), named: labels.compactMap { place[$0] },
            temperature: settings.nameTemperature, weight: settings.nameWeight, to: gradient.rows(messages),
            gradient.rows(others), kernels)
    }

    private func hasName(_ example: FineTuningExample) -> Bool {
        settings.nameWeight > 0 && names.indices.contains(example.label) && !names[example.label].isEmpty
    }

    /// The head's cross-entropy, its gradient in the head's parameters and in `gradient` (B, H).
    private func headLoss(
        _ batch: [FineTuningExample], _ vectors: MutableMatrixView, _ gradient: MutableMatrixView, _ dropout: Dropout
    ) -> Double {
        let input = numbers.matrix(vectors.rows, vectors.columns)
        input.base.update(from: vectors.base, count: vectors.rows * vectors.columns)
        let logits = numbers.matrix(vectors.rows, head.classes)
        head.forward(input, into: logits, dropout: dropout, kernels)
        let targets = batch.map { example in
            example.distribution.map { CrossEntropy.Target.distribution($0) }
                ?? .label(example.label, smoothing: settings.labelSmoothing)
        }
        let loss = CrossEntropy.replaceByGradient(logits, targets, weight: settings.crossEntropyWeight)
        head.backward(logits, input, into: gradient, dropout: dropout, pass.parameters, kernels)
        return loss
    }
}
