/// The messages of one step, and behind them the names of their classes: the rows that pass through the encoder.
struct TrainingBatch {
    /// Those whose class has a name come first, for the names' contrast is over these alone.
    ///
    /// Where there are twins, either part stands there twice.
    let messages: [FineTuningExample]
    /// How many of the messages have a class with a name.
    let namedMessages: Int
    /// The classes whose names stand behind the messages, in ascending order: those of the messages at least.
    let names: [Int]
    /// For each message the row of the same message under other dropout; empty where each passes once.
    let twins: [Int]

    /// `hasName` says of a class whether its name is learnt from; `always` are classes whose names every batch has.
    init(_ examples: [FineTuningExample], twice: Bool, always: [Int] = [], hasName: (Int) -> Bool) {
        let named = examples.filter { hasName($0.label) }
        let others = examples.filter { !hasName($0.label) }
        messages = twice ? named + named + others + others : named + others
        namedMessages = twice ? 2 * named.count : named.count
        names = Set(named.map(\.label) + always).sorted()
        twins = twice ? Self.twins(0, named.count) + Self.twins(2 * named.count, others.count) : []
    }

    /// The twins of `count` messages that stand twice from row `start` on.
    private static func twins(_ start: Int, _ count: Int) -> [Int] {
        (0..<count).map { start + count + $0 } + (0..<count).map { start + $0 }
    }
}
