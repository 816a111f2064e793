internal import ArgumentParser
internal import Foundation
internal import Frontdesk

/// How the process ends: what is said to the person, and the number that a script sees.
struct ExitStatus {
    let code: Int32
    /// Goes to standard output where all is well, as help does, else to standard error.
    let message: String?

    static let success = ExitStatus(code: 0, message: nil)

    /// What becomes of an error, whoever threw it.
    init(_ error: any Error) {
        switch error {
        case let error as BotError:
            self.init(code: error.kind.rawValue, message: "frontdesk: \(error)")
        case let several as BotErrors:
            let lines = several.errors.map { "frontdesk: \($0)" }
            self.init(code: several.errors.first?.kind.rawValue ?? 1, message: lines.joined(separator: "\n"))
        case is ReaderGone:
            self = .success
        case let stopped as TrainingStopped:
            let command = (["frontdesk train --resume"] + stopped.arguments).joined(separator: " ")
            let rest = stopped.isResumable ? ". Go on with: \(command)" : ""
            self.init(code: 128 + stopped.signal, message: "frontdesk: stopped; the model that answers stays\(rest)")
        case let error as CocoaError:
            self.init(code: Self.kind(of: error).rawValue, message: "frontdesk: \(Self.sentence(error))")
        default:
            self.init(parsing: error)
        }
    }

    /// Tells the person, puts out what was printed, and returns the code: another one where even that fails.
    func show(on console: Console) -> Int32 {
        do {
            if let message, code == 0 { try console.print(StyledText(message)) }
            try console.flush()
        } catch is ReaderGone {
            return code
        } catch let failure where code == 0 {
            return ExitStatus(failure).show(on: console)
        } catch {
            // The first problem is the one to tell.
        }
        if let message, code != 0 { console.note(StyledText(message)) }
        return code
    }

    private init(code: Int32, message: String?) {
        self.code = code
        self.message = message
    }

    /// Errors of the argument parser, a wish for help among them; others that it passes on are failures.
    private init(parsing error: any Error) {
        let text = FrontdeskCommand.fullMessage(for: error)
        code = FrontdeskCommand.exitCode(for: error).rawValue
        message = text.isEmpty ? nil : code == 0 ? text : text.replacingPrefix("Error: ", with: "frontdesk: ")
    }

    private static func kind(of error: CocoaError) -> BotError.Kind {
        switch error.code {
        case .fileReadNoPermission, .fileWriteNoPermission: .permission
        case .fileReadNoSuchFile, .fileNoSuchFile: .usage
        case .fileReadCorruptFile, .fileReadInapplicableStringEncoding: .badData
        default: .inputOutput
        }
    }

    private static func sentence(_ error: CocoaError) -> String {
        let path = error.filePath ?? error.url?.path
        return [path, error.localizedDescription].compactMap { $0 }.joined(separator: ": ")
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
