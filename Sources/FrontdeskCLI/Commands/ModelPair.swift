internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// Two models to put beside one another.
struct ModelPair {
    let candidate: String
    let champion: String

    /// Without ids, the newest model that does not answer, and the one that does.
    init(_ model: String?, against other: String?, _ options: BotOptions) throws {
        let registry = try options.registry()
        champion = try other.map(registry.resolve) ?? options.champion(registry)
        let champion = champion
        guard let id = try model.map(registry.resolve) ?? registry.list().first(where: { $0.id != champion })?.id else {
            throw BotError(
                .usage, "there is no other model to put beside \(champion)", mend: "Train one with 'frontdesk train'")
        }
        guard id != champion else {
            throw BotError(
                .usage, "\(id) would be put beside itself",
                mend: "Name another with --against; see 'frontdesk model list'")
        }
        candidate = id
    }
}

/// A number of days, as `30d` or `30`.
struct Days: ExpressibleByArgument {
    private let count: Int

    init?(argument: String) {
        let digits = argument.hasSuffix("d") ? argument.dropLast() : argument[...]
        guard let count = Int(digits), count > 0 else { return nil }
        self.count = count
    }

    var beginning: Date { Date(timeIntervalSinceNow: -86_400 * Double(count)) }
}
