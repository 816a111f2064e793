internal import Foundation
internal import Kernels

/// All intents of a bot, as its `intents/` folder holds them, checked against each other and the settings.
package struct IntentCatalog: Sendable {
    /// By name, in alphabetical order.
    package let intents: [Intent]
    package let wording: BotWording
    /// Messages about something else, from which the bot learns what not to answer.
    package let outOfScope: [Example]
    private let indexByName: [String: Int]

    package init(intents: [Intent], wording: BotWording = BotWording(), outOfScope: [Example] = []) {
        self.intents = intents.sorted { $0.name < $1.name }
        self.wording = wording
        self.outOfScope = outOfScope
        indexByName = Dictionary(
            self.intents.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package subscript(name: String) -> Intent? {
        indexByName[name].map { intents[$0] }
    }

    package var names: [String] { intents.map(\.name) }

    /// Whether what a label leads to is there, as far as intents go.
    func has(_ label: Correction.Label) -> Bool {
        if case .intent(let name) = label { self[name] != nil } else { true }
    }

    /// Every written example as a labelled message.
    package var trainingExamples: [TrainingExample] {
        intents.flatMap { intent in intent.examples.map { Self.trainingExample($0, of: intent.name) } }
            + outOfScope.map { Self.trainingExample($0, of: nil) }
    }

    private static func trainingExample(_ example: Example, of intent: String?) -> TrainingExample {
        TrainingExample(
            text: example.text, intent: intent, provenance: .written, key: example.key, location: example.location)
    }
}

extension IntentCatalog {
    /// Reads and checks a bot's intents; throws every problem found.
    package static func load(_ folder: BotFolder, settings: Settings) throws -> IntentCatalog {
        let (catalog, problems) = try read(folder, settings: settings)
        try problems.throwIfAny()
        return catalog
    }

    /// Reads a bot's intents with every problem found in them; without settings, facts are not looked at.
    package static func read(_ folder: BotFolder, settings: Settings?) throws -> (IntentCatalog, BotErrors) {
        var problems = BotErrors()
        var intents: [Intent] = []
        var wording = BotWording()
        var outOfScope: [Example] = []
        let files = try files(in: folder)
        let contents = concurrentMap(files.count) { index in Result { try content(of: files[index], in: folder) } }
        for content in contents {
            guard let read = try problems.collect(content.get) else { continue }
            intents += read.intents
            wording = read.wording ?? wording
            outOfScope += read.outOfScope
        }
        let catalog = IntentCatalog(intents: intents, wording: wording, outOfScope: outOfScope)
        for problem in IntentCheck(folder: folder, settings: settings).problems(in: intents, wording: wording) {
            problems.append(problem)
        }
        return (catalog, problems)
    }

    /// What one file adds to the catalog.
    struct Content: Sendable {
        var intents: [Intent] = []
        var wording: BotWording?
        var outOfScope: [Example] = []
    }

    /// Reads one file, whether or not it fits the others.
    static func content(of file: URL, in folder: BotFolder) throws -> Content {
        let name = folder.relativePath(of: file)
        let text = try TextFile.read(ofBot: file, named: name)
        let fileName = file.lastPathComponent.lowercased()
        switch file.pathExtension.lowercased() {
        case "jsonl":
            let read = try LabelledLines.intents(in: text, named: name)
            return Content(intents: read.intents, outOfScope: read.outOfScope)
        case "csv": return Content(intents: try LabelledTable.intents(in: text, named: name))
        case _ where fileName == BotWording.fileName:
            return Content(wording: try BotWording(text, named: name))
        case _ where fileName == IntentFile.outOfScopeName:
            return Content(outOfScope: try IntentFile.outOfScope(text, named: name))
        default: return Content(intents: [try IntentFile.parse(text, named: name)])
        }
    }

    /// The files of `intents/` that hold intents, in a stable order.
    static func files(in folder: BotFolder) throws -> [URL] {
        let found: [URL]
        do {
            found = try FileManager.default.contentsOfDirectory(at: folder.intents, includingPropertiesForKeys: nil)
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw SystemError.error(EACCES, doing: "read", folder.relativePath(of: folder.intents))
        } catch {
            throw BotError(
                .configuration, at: SourceLocation(file: folder.relativePath(of: folder.intents)),
                "there is no such folder: this is no bot",
                mend: "Make one with 'frontdesk init DIR', or name it with --bot DIR")
        }
        let files = found.filter {
            BotFolder.isFile($0, endings: ["yml", "yaml", "jsonl", "csv"])
        }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
        guard files.contains(where: { !$0.lastPathComponent.hasPrefix("_") }) else {
            throw BotError(
                .configuration, at: SourceLocation(file: folder.relativePath(of: folder.intents)),
                "the folder holds no intents",
                mend: "Write one, such as intents/greeting.yml, or see 'frontdesk init'")
        }
        return files
    }
}
