internal import Foundation
internal import Frontdesk

/// What the process was started with, read once and at this place only.
struct CommandEnvironment {
    let variables: [String: String]
    let console: Console

    /// The environment of this process.
    static let current = CommandEnvironment(ProcessInfo.processInfo.environment)

    private init(_ variables: [String: String]) {
        self.variables = variables
        console = Console.standard(variables)
    }

    /// Where base models are kept for this user: `FRONTDESK_CACHE`, else below `XDG_CACHE_HOME` or `~/.cache`.
    func cache() throws -> URL {
        if let folder = value("FRONTDESK_CACHE") { return URL(fileURLWithPath: folder, isDirectory: true) }
        if let folder = value("XDG_CACHE_HOME") { return Self.own(in: folder) }
        if let home = value("HOME") { return Self.own(in: home + "/.cache") }
        throw BotError(
            .configuration, "no place for base models is known: HOME is not set",
            mend: "Set FRONTDESK_CACHE to a folder that you may write to")
    }

    /// What training computes with; `FRONTDESK_KERNELS` asks for `openblas` or `float32`, to compare.
    func trainingEngine() throws -> TrainingEngine {
        switch value("FRONTDESK_KERNELS") {
        case nil: return .best
        case "openblas": return .openBLAS
        case "float32": return .float32
        case let other?:
            throw BotError(
                .configuration, "FRONTDESK_KERNELS is '\(other)'", mend: "Set it to openblas or float32, or unset it")
        }
    }

    private func value(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func own(in folder: String) -> URL {
        URL(fileURLWithPath: folder, isDirectory: true).appendingPathComponent("frontdesk", isDirectory: true)
    }
}
