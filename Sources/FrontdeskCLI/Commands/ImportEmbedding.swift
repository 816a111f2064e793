internal import Frontdesk

/// What an import ends with: the new texts are embedded, so that no reply has to wait for them.
struct ImportEmbedding {
    private let bot: BotFolder
    private let store: Store
    private let console: Console

    private struct Stopped: Error {
        let signal: Int32
    }

    init(_ bot: BotFolder, _ store: Store, _ console: Console) {
        (self.bot, self.store, self.console) = (bot, store, console)
    }

    /// Embeds until all is done; returns the signal that stopped it before.
    func run() throws -> Int32? {
        try console.flush()
        let embedding = try KnowledgeEmbedding(bot, store) {
            Installation(cache: try CommandEnvironment.current.cache())
        }
        guard let embedding else { return nil }
        let progress = JobProgressLine(on: console)
        defer { progress.finish() }
        StopSignals.note()
        do {
            try embedding.run { step in
                if let signal = StopSignals.signal { throw Stopped(signal: signal) }
                progress.show(step)
            }
            return nil
        } catch let stopped as Stopped {
            progress.finish()
            console.note(
                """
                frontdesk: stopped; what was imported stays. 'frontdesk train', or the same import again, embeds the rest
                """)
            return stopped.signal
        }
    }
}
