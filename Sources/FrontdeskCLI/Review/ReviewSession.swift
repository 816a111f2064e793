internal import Foundation
internal import Frontdesk

/// A person going through the cases: one case shown, one line read.
struct ReviewSession {
    let review: Review
    let console: Console
    let cases: [ReviewCase]
    /// All messages that the cases were chosen from; nil where they tell nothing of those to come.
    let messages: Int?
    private var place = 0
    /// What was decided here, in order and with its number, so that it can be taken back; with the intent made for it.
    private var decided: [(item: ReviewCase, decision: ReviewDecision, number: Int64, made: Review.MadeIntent?)] = []
    /// The intents that were made here: from then on they are names as any other.
    private var made: Set<String> = []
    /// Those of them that Tab completes already.
    private var offered: Set<String> = []

    init(review: Review, console: Console, cases: [ReviewCase], messages: Int?) {
        self.review = review
        self.console = console
        self.cases = cases
        self.messages = messages
    }

    static let keys = ["oos", "skip", "undo", "more", "new", "keep", "help", "quit"]

    /// What Tab offers: the keys, and every name that there is by now.
    var completion: Completion {
        Completion(first: Self.keys + review.intents + made.sorted() + review.entries.sorted())
    }

    private static let help = [
        ("Enter", "the first proposal is right"), ("2, 3, …", "another proposal is"),
        ("NAME", "an intent's name or an entry's id; Tab completes it"),
        ("oos", "nothing the bot knows covers it"),
        ("new NAME", "make an intent of it: intents/NAME.yml, to which you write an answer"),
        ("keep", "the label it has is right"), ("more", "show all messages of the case"),
        ("skip", "do not ask again"), ("undo", "take the last decision back"),
        ("quit", "leave; all decisions are kept"),
    ]

    mutating func run(_ reader: inout LineReader) throws {
        guard !cases.isEmpty else { return try console.print("There is nothing to look at.") }
        repeat {
            while place < cases.count {
                try show(cases[place])
                guard try answer(&reader) else { return try finish() }
            }
        } while try wantsBack(&reader)
        try finish()
    }

    /// The last decision can be taken back as any other.
    private mutating func wantsBack(_ reader: inout LineReader) throws -> Bool {
        try console.print("\("That was the last case: Enter leaves, undo takes it back.", .faint)")
        while true {
            try console.flush()
            switch reader.next(prompt: prompt) {
            case .end: return false
            case .cleared: continue
            case .line(let line):
                switch line.trimmingCharacters(in: .whitespaces) {
                case "", "q", "quit": return false
                case "u", "undo":
                    _ = try undo()
                    return place < cases.count
                default: _ = try tell("There is no case left: Enter leaves, undo takes the last one back.")
                }
            }
        }
    }

    private var prompt: String { StyledText("review> ", .customer).rendered(inColor: console.hasColor) }

    /// Reads until the case is decided or another is to be shown; false when the person leaves.
    private mutating func answer(_ reader: inout LineReader) throws -> Bool {
        while true {
            try console.flush()
            offerNames(to: &reader)
            switch reader.next(prompt: prompt) {
            case .end: return false
            case .cleared: continue
            case .line(let line):
                if !console.isInteractive { try console.print("review> \(line)") }
                switch try perform(line.trimmingCharacters(in: .whitespaces)) {
                case .stay: continue
                case .next: return true
                case .leave: return false
                }
            }
        }
    }

    private mutating func offerNames(to reader: inout LineReader) {
        guard offered != made else { return }
        reader.offer(completion)
        offered = made
    }

    private enum Outcome {
        case stay, next, leave
    }

    private mutating func perform(_ line: String) throws -> Outcome {
        let item = cases[place]
        switch line {
        case "q", "quit": return .leave
        case "?", "help":
            for (key, meaning) in Self.help { try console.print("  \(key, .strong)  \(meaning)") }
            return .stay
        case "m", "more":
            for text in item.texts { try console.print("  \(text)") }
            return .stay
        case "u", "undo": return try undo()
        case "s", "skip": return try decide(.skip)
        case "o", "oos": return try decide(.label(.nothing))
        case "k", "keep": return try item.present.map { try decide(.label($0)) } ?? tell("It has no label yet.")
        case "":
            return try item.proposals.first.map { try decide(.label($0.label)) }
                ?? tell("There is no proposal: type a name.")
        default: return try decide(named: line, item)
        }
    }

    private mutating func decide(named line: String, _ item: ReviewCase) throws -> Outcome {
        if let number = Int(line) {
            guard item.proposals.indices.contains(number - 1) else {
                let count = item.proposals.count
                return try tell("There \(count == 1 ? "is" : "are") \(Count.of(count, "proposal")).")
            }
            return try decide(.label(item.proposals[number - 1].label))
        }
        if line.hasPrefix("new ") {
            return try makeIntent(named: line.dropFirst(4).trimmingCharacters(in: .whitespaces), item)
        }
        if made.contains(line) { return try decide(.label(.intent(line))) }
        if let label = review.label(named: line) { return try decide(.label(label)) }
        let near = Suggestion.nearest(to: line, among: review.intents + made.sorted() + Self.keys)
        return try tell(
            "'\(line)' is no intent, entry or key.\(near.map { " Did you mean \($0)?" } ?? " help lists the keys.")")
    }

    private mutating func makeIntent(named name: String, _ item: ReviewCase) throws -> Outcome {
        let intent: Review.MadeIntent
        do {
            intent = try review.makeIntent(name, of: item)
        } catch let error as BotError {
            return try tell("\(error)")
        }
        made.insert(name)
        decided.append((item, .label(.intent(name)), intent.decision, intent))
        place += 1
        return try tell("\(intent.file) is there: write its answer.", .next)
    }

    private func tell(_ sentence: String, _ outcome: Outcome = .stay) throws -> Outcome {
        try console.print("\(sentence, .faint)")
        return outcome
    }

    private mutating func decide(_ decision: ReviewDecision) throws -> Outcome {
        let item = cases[place]
        let number = try review.decide(decision, about: item)
        decided.append((item, decision, number, nil))
        place += 1
        if case .label(let label) = decision {
            let title = try review.title(of: label, for: item.text)
            return try tell("\(Count.of(item.messages.count, "message")): \(title)", .next)
        }
        return .next
    }

    private mutating func undo() throws -> Outcome {
        guard let last = decided.popLast(), try review.undo(last.number) else {
            return try tell("There is nothing to take back.")
        }
        place = cases.firstIndex { $0.id == last.item.id } ?? place
        return try last.made.map { try takeBack($0) } ?? .next
    }

    private mutating func takeBack(_ intent: Review.MadeIntent) throws -> Outcome {
        guard try review.remove(intent) else {
            return try tell("\(intent.file) was changed since it was made: it stays.", .next)
        }
        made.remove(intent.name)
        return try tell("\(intent.file) is gone again.", .next)
    }
}

extension ReviewSession {
    private static let words: [ReviewCase.Reason: String] = [
        .unanswered: "the bot had no answer", .bad: "the reply was called bad",
        .unsure: "the bot is not sure", .mislabelled: "the other examples speak against its label",
        .doubtful: "another label is about as likely as its own",
    ]

    private func show(_ item: ReviewCase) throws {
        let reasons = item.reasons.compactMap { Self.words[$0] }.joined(separator: ", ")
        let size = "\(Count.of(item.messages.count, "message")) of \(Count.of(item.customers, "customer"))"
        try console.print("")
        try console.print("\("\(place + 1) of \(cases.count)", .strong) \("· \(size) · \(reasons)", .faint)")
        try showContext(of: item)
        let others = item.texts.dropFirst().prefix(3)
        if !others.isEmpty { try console.print("\("also: \(others.joined(separator: " · "))", .faint)") }
        if let present = item.present { try console.print("\("its label is \(present.name)", .warning)") }
        var table = Table([.init(.right), .init(shrinks: true), .init(shrinks: true), .init(.right)], indent: 2)
        table.rows = try item.proposals.enumerated().map { index, proposal in
            [
                .init("\(index + 1)", .strong), .init(proposal.label.name),
                .init(try review.title(of: proposal.label, for: item.text), .faint),
                .init(Percent.of(proposal.confidence)),
            ]
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
    }

    private func showContext(of item: ReviewCase) throws {
        let context = try review.context(of: item)
        guard let place = context.place else { return try console.print("  \(item.text, .strong)") }
        var table = Table([.init(), .init(shrinks: true)], indent: 2)
        table.rows = context.turns.enumerated().map { index, turn in
            [.init(turn.speaker.rawValue, .faint), .init(turn.text, index == place ? .strong : .faint)]
        }
        for line in table.lines(limit: console.columns) { try console.print(line) }
    }

    /// What was done, and what it may be worth.
    private func finish() throws {
        guard !decided.isEmpty else { return try console.print("Nothing was decided.") }
        let count = decided.filter { $0.decision != .skip }.reduce(0) { $0 + $1.item.messages.count }
        let learnt = count > 0 ? " They count from now on; 'frontdesk train' learns them." : ""
        try console.print("")
        try console.print(
            "\(Count.of(decided.count, "case")) decided, \(Count.of(count, "message")) labelled.\(learnt)")
        try forecast()
    }

    /// Of how many messages the answer is known now: what was labelled with something that has no answer is not among them.
    private func forecast() throws {
        guard let messages, messages > 0 else { return }
        let answered = try decided.reduce(0) { sum, one in
            guard case .label(let label) = one.decision, try review.isAnswered(label, for: one.item.text) else {
                return sum
            }
            return sum + one.item.messages.count
        }
        let share = Int((1000 * Double(answered) / Double(messages)).rounded())
        guard share > 0 else { return }
        let count = share < 1000 ? "about \(share)" : "all"
        try console.print(
            "\("Of 1,000 messages like these, \(count) will be answered by what you said instead of by a guess.", .faint)"
        )
    }
}
