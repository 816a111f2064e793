internal import Foundation

/// What the operating system refused, told as a `BotError`.
package enum SystemError {
    /// The error for an `errno`: what was tried ("write"), with which file, and what mends it.
    package static func error(_ code: Int32, doing act: String, _ path: String) -> BotError {
        let location = SourceLocation(file: path)
        let reason = String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT:
            return BotError(
                .inputOutput, at: location, "cannot \(act): the disk is full", mend: "Free some space and try again")
        case EFBIG:
            return BotError(
                .inputOutput, at: location, "cannot \(act): the file would be too large", mend: "See 'ulimit -f'")
        case EACCES, EPERM:
            return BotError(
                .permission, at: location, "cannot \(act): permission denied", mend: "Check the owner and mode")
        case EROFS:
            return BotError(.permission, at: location, "cannot \(act): the file system is read-only", mend: nil)
        case ENOENT:
            return BotError(.inputOutput, at: location, "cannot \(act): no such file or folder", mend: nil)
        case ENOTDIR, EISDIR, EEXIST:
            return BotError(.cannotCreate, at: location, "cannot \(act): \(reason.lowercased())", mend: nil)
        default:
            return BotError(.inputOutput, at: location, "cannot \(act): \(reason.lowercased())", mend: nil)
        }
    }
}
