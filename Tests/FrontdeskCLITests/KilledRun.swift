import Foundation

extension CommandRun {
    /// Runs the command and kills it after a while, if it has not ended by then.
    static func killed(
        _ arguments: [String], after moment: Duration, environment: [String: String] = [:], in folder: URL
    ) throws {
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = cleanEnvironment(home: folder).merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32(moment / .microseconds(1)))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
