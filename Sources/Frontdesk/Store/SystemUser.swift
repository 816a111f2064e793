internal import Foundation

/// Whoever runs this process, as the system calls them.
enum SystemUser {
    /// The name of the user that the process runs as, or the number where it has none.
    static let name: String = {
        var user = passwd()
        var found: UnsafeMutablePointer<passwd>?
        // The name stands in the buffer, which must outlive the call.
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let start = buffer.baseAddress,
                getpwuid_r(geteuid(), &user, start, buffer.count, &found) == 0, found != nil, let name = user.pw_name
            else { return String(geteuid()) }
            return String(cString: name)
        }
    }()
}
