import Foundation
import Frontdesk

/// A conversation store in a folder of its own.
struct TestConversations {
    private let folder: TemporaryFolder
    let store: ConversationStore

    init() throws {
        folder = try TemporaryFolder()
        store = ConversationStore(try Store(folder: folder.url))
    }

    /// Stores a message and its reply, both at the same time.
    func say(
        _ text: String = "hello", in conversation: String = "c", _ route: String = "template", intent: String? = nil,
        entry: String? = nil, model: String? = nil, at time: Date = Date()
    ) throws {
        _ = try store.append(
            .init(
                conversation: conversation, customer: nil,
                message: Turn(speaker: .customer, text: text, time: time, intent: intent),
                reply: Turn(
                    speaker: .bot, text: "reply", time: time, intent: intent, route: route, answerID: entry,
                    model: model),
                state: ConversationState()))
    }
}
