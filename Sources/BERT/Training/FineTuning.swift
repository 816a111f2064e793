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
    private let passesTwice: Bool
    /// The classes that have examples and a name, where these are few enough to stand in every batch.
    private var namesOfAll: [Int] = []
    private let numbers = TrainingMemory()
    /// Steps done.
    package internal(set) var step = 0
    /// The mean loss of each epoch that is done.
    package internal(set) var losses: [Double] = []
    /// The loss of each step's batch, before its update.
    package internal(set) var stepLosses: [Double] = []
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
        self.examples = examples.map {
            FineTuningExample(tokens: $0.tokens.compactMap { rows[$0] }, label: $0.label)
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
        passesTwice = settings.passesTwice(named: names.count { !$0.isEmpty })
        self.settings = settings
        self.kernels = kernels
        let named = Set(examples.map(\.label)).filter(isLearntByName).sorted()
        if named.count <= settings.nameLimit { namesOfAll = named }
    }

    /// All steps of the training.
    package var steps: Int { schedule.steps }

    /// Whether a training of this length can stand where a state says.
    func isPossible(_ progress: Progress) -> Bool {
        (0...steps).contains(progress.step) && progress.losses.count == progress.step / plan.batchesPerEpoch
            && progress.stepLosses.count == progress.step
    }

    /// Trains from where it stands; `progress` hears of every step and says whether to go on.
    ///
    /// - Returns: Whether the training came to its end.
    /// - Throws: `FineTuningError.notFinite`; the parameters are then as they were before that step.
    package func run(_ progress: (FineTuningProgress) throws -> Bool) throws -> Bool {
        while step < steps {
            let (epoch, first) = step.quotientAndRemainder(dividingBy: plan.batchesPerEpoch)
            for batch in plan.batches(ofEpoch: epoch)[first...] {
                let loss = try train(batch)
                stepLosses.append(loss)
                epochLoss += loss * Double(batch.count)
                step += 1
                let done = (step - 1) % plan.batchesPerEpoch + 1
                let sofar = epochLoss / Double(min(done * settings.batchSize, examples.count))
                if done == plan.batchesPerEpoch {
                    losses.append(sofar)
                    epochLoss = 0
                }
                let report = FineTuningProgress(step: step, steps: steps, epoch: epoch, loss: sofar)
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

    /// Whether a class's name is learnt from.
    private func isLearntByName(_ label: Int) -> Bool {
        settings.nameWeight > 0 && names.indices.contains(label) && !names[label].isEmpty
    }

    /// The gradients of all parameters for a batch; returns its loss.
    private func gradients(of places: [Int]) -> Double {
        let batch = TrainingBatch(
            places.map { examples[$0] }, twice: passesTwice, always: namesOfAll, hasName: isLearntByName)
        let dropout = Dropout(
            rate: settings.dropout, attentionRate: settings.attentionDropout, seed: settings.seed, step: step)
        let rows = batch.messages.map(\.tokens) + batch.names.map { names[$0] }
        let vectors = pass.forward(PackedBatch(rows), dropout: dropout)
        numbers.reset()
        let gradient = numbers.matrix(vectors.rows, vectors.columns)
        gradient.base.update(repeating: 0, count: vectors.rows * vectors.columns)
        let loss =
            headLoss(batch, vectors, gradient, dropout) + nameLoss(batch, vectors, gradient)
            + neighbourLoss(batch, vectors, gradient)
        pass.backward(gradient)
        return loss
    }
}

// MARK: - What the vectors are trained to

extension FineTuning {
    /// The head's cross-entropy, its gradient in the head's parameters and in `gradient` (rows, H).
    private func headLoss(
        _ batch: TrainingBatch, _ vectors: MutableMatrixView, _ gradient: MutableMatrixView, _ dropout: Dropout
    ) -> Double {
        guard settings.crossEntropyWeight > 0 else { return 0 }
        let own = 0..<batch.messages.count
        let input = numbers.matrix(own.count, vectors.columns)
        input.base.update(from: vectors.base, count: own.count * vectors.columns)
        let logits = numbers.matrix(own.count, head.classes)
        head.forward(input, into: logits, dropout: dropout, kernels)
        let loss = CrossEntropy.replaceByGradient(
            logits, batch.messages.map(\.label), smoothing: settings.labelSmoothing,
            weight: settings.crossEntropyWeight, twins: batch.twins, consistency: settings.consistencyWeight, kernels)
        head.backward(logits, input, into: gradient.rows(own), dropout: dropout, pass.parameters, kernels)
        return loss
    }

    /// The contrast with the names of the batch's classes.
    private func nameLoss(
        _ batch: TrainingBatch, _ vectors: MutableMatrixView, _ gradient: MutableMatrixView
    ) -> Double {
        guard batch.names.count > 1 else { return 0 }
        let (messages, names) = (0..<batch.namedMessages, batch.messages.count..<vectors.rows)
        let place = Dictionary(uniqueKeysWithValues: batch.names.enumerated().map { ($1, $0) })
        return NameContrast.addGradient(
            vectors.rows(messages), vectors.rows(names), named: batch.messages.compactMap { place[$0.label] },
            temperature: settings.nameTemperature, weight: settings.nameWeight,
            twins: Array(batch.twins.prefix(messages.count)), consistency: settings.consistencyWeight,
            to: gradient.rows(messages), gradient.rows(names), kernels)
    }

    /// The contrast of neighbours, the names among them.
    private func neighbourLoss(
        _ batch: TrainingBatch, _ vectors: MutableMatrixView, _ gradient: MutableMatrixView
    ) -> Double {
        guard settings.neighbourWeight > 0 else { return 0 }
        return NeighbourContrast.addGradient(
            vectors, labels: batch.messages.map(\.label) + batch.names, anchors: batch.messages.count,
            temperature: settings.neighbourTemperature, weight: settings.neighbourWeight, twins: batch.twins,
            to: gradient, kernels)
    }
}
