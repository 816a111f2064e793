internal import Foundation

/// Whoever runs this process, as the system calls them.
enum SystemUser {
    /// The name of the user that the process runs as, or the number where it has none.
    static let name: String = {
        var buffer = [CChar](repeating: 0, count: 16_384)
        var user = passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard getpwuid_r(geteuid(), &user, &buffer, buffer.count, &found) == 0, found != nil, let name = user.pw_name
        else { return String(geteuid()) }
        return String(cString: name)
    }()
}
