import Foundation
import Frontdesk
import Testing

/// The engine itself on a tiny bot, where two do at once what a command does alone.
extension TinyBot {
    private var installation: Installation {
        get throws { Installation(cache: URL(fileURLWithPath: try #require(environment["FRONTDESK_CACHE"]))) }
    }

    func review() throws -> Review { try Review(Bot(folder: folder, installation: installation)) }

    func answerReview() throws -> AnswerReview { try AnswerReview(BotFolder(folder), installation) }
}
