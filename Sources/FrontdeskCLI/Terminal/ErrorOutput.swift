internal import Foundation

/// Standard error: the last resort, so that a failure to write there is nobody's business any more.
enum ErrorOutput {
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            if count <= 0, errno != EINTR { return }
        }
    }
}
