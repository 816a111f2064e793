/// Chooses which labelled questions become examples: the surest, each once, and not too many of one.
package struct ExampleChoice: Sendable {
    /// Why a question is no example, though it has a label.
    package enum Refusal: String, Sendable, CaseIterable {
        /// Its weight is too low.
        case unsure
        /// It stands among the bot's examples, or somebody labelled it, or nearly the same.
        case known
        /// Nearly the same is taken already.
        case repeated
        /// The label has examples enough.
        case plenty
        /// The customer wrote enough of the others.
        case customer
    }

    /// A label of this weight is learnt.
    ///
    /// Of the 150 conversations of `Benchmarks/learning/agents_answers.py` 14 of 15 such labels were right, of weight 0.9 all
    /// of 8, of weight 0.5 28 of 33.
    package static let leastWeight = 0.7
    /// Of a label so many questions become examples.
    package static let perLabel = 20
    /// From so many chosen on, none are kept of a customer beyond this share of them.
    private static let fewestShared = 100
    private static let mostOfCustomer = 0.05

    package private(set) var taken: [DialogueLabelling.Labelled] = []
    package private(set) var refused: [(reason: Refusal, question: DialogueLabelling.Labelled)] = []

    /// Chooses among questions; `known` are the texts of all examples there are, `text` is a question as an example.
    package init(
        _ labelled: [DialogueLabelling.Labelled], known: [String], text: (DialogueQuestion) -> String = \.text
    ) {
        let order = labelled.indices.sorted { (labelled[$1].weight, $0) < (labelled[$0].weight, $1) }.map {
            labelled[$0]
        }
        let groups = NearDuplicates.groups(of: known + order.map { text($0.question) })
        var seen = Set(groups.prefix(known.count))
        let knownGroups = seen
        var counts: [Correction.Label: Int] = [:]
        for (item, group) in zip(order, groups.dropFirst(known.count)) {
            if item.weight < Self.leastWeight {
                refused.append((.unsure, item))
            } else if !seen.insert(group).inserted {
                refused.append((knownGroups.contains(group) ? .known : .repeated, item))
            } else if counts[item.label, default: 0] >= Self.perLabel {
                refused.append((.plenty, item))
            } else {
                counts[item.label, default: 0] += 1
                taken.append(item)
            }
        }
        shareAmongCustomers()
    }

    /// Leaves out what a customer wrote beyond a share, the least sure first.
    private mutating func shareAmongCustomers() {
        guard taken.count >= Self.fewestShared else { return }
        let most = Int(Self.mostOfCustomer * Double(taken.count))
        var counts: [String: Int] = [:]
        var kept: [DialogueLabelling.Labelled] = []
        for item in taken {
            counts[item.question.customer, default: 0] += 1
            if counts[item.question.customer, default: 0] > most {
                refused.append((.customer, item))
            } else {
                kept.append(item)
            }
        }
        taken = kept
    }
}
