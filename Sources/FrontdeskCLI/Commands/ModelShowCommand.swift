internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// `frontdesk model show`
struct ModelShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a model is made of.",
        discussion: "Without an id, the model that answers. The beginning of an id is enough.")

    @Argument(help: ArgumentHelp("The model's id.", valueName: "id"))
    var model: String?

    @OptionGroup var options: BotOptions

    func run() throws {
        let console = CommandEnvironment.current.console
        let registry = try options.registry()
        let id = try model.map(registry.resolve) ?? options.champion(registry)
        let manifest = try ModelManifest.load(from: registry.folder(of: id))
        if options.json { return try console.print(json: Shown(model: id, manifest: manifest)) }
        var table = Table([.init(), .init(shrinks: true)])
        table.rows = rows(id, manifest)
        for line in table.lines(limit: console.columns) { try console.print(line) }
    }

    private func rows(_ id: String, _ manifest: ModelManifest) -> [[Table.Cell]] {
        let examples = manifest.examplesByProvenance.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let metrics = manifest.metrics.sorted { $0.key < $1.key }.map { ($0.key, String(format: "%.4g", $0.value)) }
        let fixed = [
            ("model", id), ("recipe", manifest.recipe), ("base", manifest.base), ("seed", String(manifest.seed)),
            ("data", manifest.data), ("examples", examples.joined(separator: ", ")),
        ]
        let files = manifest.files.keys.sorted().map { ("file", $0) }
        return (fixed + metrics + files).map { name, value in
            [.init(name.replacing("_", with: " "), .faint), .init(value)]
        }
    }

    private struct Shown: Encodable {
        let model: String
        let manifest: ModelManifest
    }
}
