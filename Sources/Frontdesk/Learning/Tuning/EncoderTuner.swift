internal import BERT
internal import Crypto
internal import Foundation
internal import Kernels

/// Fine-tunes a base encoder on a bot's messages: what is behind the recipe `full`.
///
/// Each training's state and result stand in a folder named by what is trained, so that a run that was stopped finds
/// again what it had done.
struct EncoderTuner {
    let base: URL
    /// The digest of the base model.
    let baseName: String
    /// Where trainings keep their state.
    let folder: URL
    let texts: [String]
    let labels: [Int]
    /// What each class is called; empty for one without a name.
    let names: [String]
    /// Tokens of a message that are read, special ones included.
    let maximumLength: Int
    let settings: FineTuningSettings
    let engine: TrainingEngine
    let progress: (JobProgress) throws -> Void

    /// A tuned encoder's folder, and the loss at each step; no losses where an earlier run had finished it.
    struct Tuned {
        let folder: URL
        let losses: [Double]
    }

    /// Seconds that trainings will take, each without some messages; none for those that an earlier run has finished.
    func expectedSeconds(excluding exclusions: [[Bool]]) throws -> Double {
        let tokenizer = try Tokenizer(folder: base)
        func length(_ text: String) -> Int { tokenizer.encode(text, maximumLength: maximumLength).count }
        let lengths = texts.map(length)
        let named = names.filter { !$0.isEmpty }
        let passes = settings.passesTwice(named: named.count) ? 2 : 1
        let ofNames = shareOfNames(named.count) * Double(named.reduce(0) { $0 + length($1) })
        let tokens = exclusions.map(chosen).filter { !isDone(identity(of: $0)) }.reduce(0.0) { sum, chosen in
            let batches = (chosen.count + settings.batchSize - 1) / settings.batchSize
            return sum + Double(passes * chosen.reduce(0) { $0 + lengths[$1] }) + Double(batches) * ofNames
        }
        return ExpectedTime.seconds(
            tokens: settings.epochs * Int(tokens), try EncoderConfiguration(folder: base), engine)
    }

    /// The places of the messages that are not excluded.
    private func chosen(excluding excluded: [Bool]) -> [Int] { texts.indices.filter { !excluded[$0] } }

    /// The share of the classes' names that a batch has: all, or about those of its messages' classes.
    private func shareOfNames(_ count: Int) -> Double {
        guard count > settings.nameLimit else { return 1 }
        return 1 - pow(1 - 1 / Double(count), Double(settings.batchSize))
    }

    /// Whether an earlier run left anything of this training.
    func hasBegun(excluding excluded: [Bool]) throws -> Bool {
        let identity = identity(of: chosen(excluding: excluded))
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasPrefix(identity) }
    }

    private func isDone(_ identity: String) -> Bool {
        FileManager.default.fileExists(atPath: target(identity).path)
    }

    private func target(_ identity: String) -> URL { folder.appending(path: identity, directoryHint: .isDirectory) }

    /// Trains without the messages that are excluded.
    func tune(excluding excluded: [Bool], title: String) throws -> Tuned {
        let chosen = chosen(excluding: excluded)
        let identity = identity(of: chosen)
        let target = target(identity)
        if isDone(identity) { return Tuned(folder: target, losses: []) }
        try AtomicFile.makeFolder(folder, mode: 0o700)
        let state = folder.appending(path: "\(identity).state")
        let checkpoint = try Checkpoint(folder: base)
        let training = try training(of: chosen, checkpoint)
        try takeUp(training, from: state, identity)
        try run(training, title) { try writing { try training.save(to: state, identity: identity) } }
        try Installation.store(base, at: target) { file in
            try writing { try TunedCheckpoint(training.pass, base: checkpoint).write(to: file) }
        }
        FineTuning.removeState(at: state)
        return Tuned(folder: target, losses: training.stepLosses)
    }

    /// Goes on from a state that an earlier run left; one that cannot be read costs only the time it took.
    private func takeUp(_ training: FineTuning, from state: URL, _ identity: String) throws {
        guard FileManager.default.fileExists(atPath: state.path) else { return }
        do {
            try training.restore(from: state, identity: identity)
        } catch {
            try progress(JobProgress(announcing: "\(error); this training begins anew."))
            try FileManager.default.removeItem(at: state)
        }
    }

    private func training(of chosen: [Int], _ checkpoint: Checkpoint) throws -> FineTuning {
        let tokenizer = try Tokenizer(folder: base)
        let width = checkpoint.configuration.width
        func tokens(_ text: String) -> [Int32] { tokenizer.encode(text, maximumLength: maximumLength) }
        // A head of small random numbers: classes without any difference would never part.
        var random = SplitMix64(seed: settings.seed)
        let weight = (0..<names.count * width).map { _ in Float(random.below(2001) - 1000) * Self.headSpread / 1000 }
        return try FineTuning(
            checkpoint, pooling: Pooling(folder: base),
            examples: chosen.map { FineTuningExample(tokens: tokens(texts[$0]), label: labels[$0]) },
            names: names.map { $0.isEmpty ? [] : tokens($0) },
            weight: Matrix(rows: names.count, columns: width, values: weight),
            bias: [Float](repeating: 0, count: names.count), settings: settings, products: engine.products,
            pool: WorkerPool(engine.workers))
    }

    private static let headSpread: Float = 0.05

    /// Trains to the end; at each epoch's end and when it is stopped the state is saved.
    private func run(_ training: FineTuning, _ title: String, save: () throws -> Void) throws {
        var epochs = training.losses.count
        do {
            _ = try training.run { report in
                try progress(step(title, report))
                if training.losses.count > epochs, report.step < report.steps {
                    epochs = training.losses.count
                    try save()
                }
                return true
            }
        } catch let error as TrainingStopped {
            try save()
            throw error
        } catch let error as FineTuningError {
            throw BotError(
                .failed, "fine-tuning went wrong: \(error)",
                mend: "The model that answers stays; try another --seed, or --recipe probe")
        }
    }

    private func step(_ title: String, _ report: FineTuningProgress) -> JobProgress {
        let loss = String(format: "%.3f", report.loss)
        return JobProgress(
            step: title, done: report.step * settings.batchSize, total: report.steps * settings.batchSize,
            detail: "epoch \(report.epoch + 1) of \(settings.epochs), loss \(loss)")
    }

    /// A digest of everything that the result depends on.
    private func identity(of chosen: [Int]) -> String {
        var digest = SHA256()
        func add(_ text: String) { digest.update(data: Data("\(text)\n".utf8)) }
        add(baseName)
        add("\(settings)")
        add("\(engine.name) \(maximumLength)")
        for name in names { add(name) }
        for index in chosen { add("\(labels[index])\t\(texts[index])") }
        return String(FileDigest.hex(digest.finalize()).prefix(32))
    }
}

/// What a training computes with.
package struct TrainingEngine: Sendable {
    /// Trainings by engines of different names end differently.
    let name: String
    let products: PackedProducts
    let workers: Int

    /// The fastest of this machine, on all its processors.
    package static let best = TrainingEngine(
        PackedProducts(.bfloat16) ?? PackedProducts(.float32) ?? .openBLAS)

    /// OpenBLAS for the matrix products.
    package static let openBLAS = TrainingEngine(.openBLAS)

    /// The project's own products of floats, even where bfloat16 would be faster.
    package static let float32 = TrainingEngine(PackedProducts(.float32) ?? .openBLAS)

    private init(_ products: PackedProducts) {
        self.products = products
        name = "\(products.name) on \(InstructionSet.best)"
        // More would fight over memory, and a batch has few sequences for each.
        workers = min(ProcessInfo.processInfo.activeProcessorCount, 8)
    }
}

/// Somebody wished a training to stop.
package struct TrainingStopped: Error {
    /// The signal by which it was wished.
    package let signal: Int32
    /// What the training was asked for, as the command's arguments: a resumed one must be asked for the same.
    package let arguments: [String]
    /// Whether encoders were being tuned, so that `--resume` finds again what was done.
    package internal(set) var isResumable = false

    package init(signal: Int32, arguments: [String]) {
        self.signal = signal
        self.arguments = arguments
    }
}
