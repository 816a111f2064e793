internal import Foundation
internal import Synchronization

/// The wish to stop, by Ctrl-C or `kill`, noted for a job that stops where nothing is lost.
enum StopSignals {
    private static let received = Atomic<Int32>(0)

    /// From now on the two signals are noted; the same one again ends the process at once.
    static func note() {
        // What a handler touches must be there before it runs.
        received.store(0, ordering: .relaxed)
        var wanted = sigset_t()
        sigemptyset(&wanted)
        for number in [SIGINT, SIGTERM] {
            sigaddset(&wanted, number)
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { @Sendable number in
                StopSignals.received.store(number, ordering: .relaxed)
            }
            // Back to what the system does with it, once it has been noted.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | Int32(SA_RESTART)
            sigaction(number, &action, nil)
        }
        // A program that started this one may have left them blocked.
        pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
    }

    /// The signal that came; nil if none did.
    static var signal: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
