/// Everything that is wrong with some files, so that a person mends it in one go.
package struct BotErrors: Error, Sendable, Hashable, CustomStringConvertible {
    package private(set) var errors: [BotError] = []

    package init(_ errors: [BotError] = []) {
        self.errors = errors
    }

    /// One error a line, in the order of the files.
    package var description: String {
        errors.map(\.description).joined(separator: "\n")
    }

    package mutating func append(_ error: BotError) {
        errors.append(error)
    }

    package mutating func append(contentsOf others: [BotError]) {
        errors += others
    }

    /// Runs `body` and keeps the errors that it throws; nil when it threw some.
    package mutating func collect<Value>(_ body: () throws -> Value) throws -> Value? {
        do {
            return try body()
        } catch let error as BotError {
            errors.append(error)
        } catch let several as BotErrors {
            errors += several.errors
        }
        return nil
    }

    /// Throws what was collected: one error as itself, several together.
    package func throwIfAny() throws {
        if errors.count == 1 { throw errors[0] }
        if !errors.isEmpty { throw self }
    }
}

/// What a running bot tells its owner about a problem that it lives with.
enum Notice {
    /// The problem, then what happens all the same.
    static func of(_ error: any Error, _ consequence: String) -> String {
        let problem = "\(error)"
        return problem + (problem.hasSuffix("?") || problem.hasSuffix(".") ? " " : ". ") + consequence
    }
}
