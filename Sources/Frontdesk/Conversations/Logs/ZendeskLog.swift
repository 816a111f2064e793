/// Tickets of Zendesk with their comments: of the JSON export, or a ticket and its comments of the API put together.
enum ZendeskLog {
    /// The author of what Zendesk writes itself.
    private static let system = "-1"

    static func isTicket(_ map: SourceMap) -> Bool {
        map["ticket"] != nil || map["comments"] != nil || map["requester_id"] != nil
    }

    /// The public comments of a ticket; notes of agents to each other are left out.
    static func conversation(_ map: SourceMap, _ output: LogOutput) throws -> ReadConversation {
        let ticket = try map["ticket"]?.map("the ticket") ?? map
        guard let comments = map["comments"] ?? ticket["comments"] else {
            throw BotError(
                .badData, at: ticket.location, "the ticket has no 'comments'",
                mend: "Export tickets with their comments, or put those of the ticket into it")
        }
        let customer = try requester(of: ticket)
        let number = try ticket.required("id").string("the id")
        var conversation = ReadConversation(
            id: "zendesk-\(number)", customer: customer, location: ticket.location)
        conversation.channel = try ticket["via"]?.map("'via'")["channel"]?.string("the channel")
        conversation.outcome = try ticket["status"]?.string("the status")
        let kept = ["subject", "tags"].compactMap { key in ticket[key].map { (key, JSONText.of($0)) } }
        if !kept.isEmpty { conversation.extra = JSONText.object(kept) }
        for comment in try comments.list("the comments") {
            if let turn = try turn(comment.map("a comment"), customer, output) { conversation.turns.append(turn) }
        }
        conversation.sortByTime()
        return conversation
    }

    private static func requester(of ticket: SourceMap) throws -> String {
        if let id = ticket["requester_id"] { return try id.string("the requester") }
        guard let requester = try ticket["requester"]?.map("the requester") else {
            throw BotError(
                .badData, at: ticket.location, "the ticket has no 'requester_id', which tells who the customer is",
                mend: "Put the ticket beside its comments: {\"ticket\": {…}, \"comments\": […]}")
        }
        return try requester.required("id").string("the requester")
    }

    /// Nil for a comment that the customer does not see.
    private static func turn(_ comment: SourceMap, _ customer: String, _ output: LogOutput) throws -> ReadTurn? {
        guard comment["public"]?.text != "false" else { return nil }
        guard let text = try (comment["body"] ?? comment["plain_body"])?.string("the body"), !text.isBlank else {
            output.skipWithoutText()
            return nil
        }
        let author = try comment["author_id"] ?? comment["author"]?.map("the author").required("id")
        let name = try author?.string("the author")
        guard let name else {
            throw BotError(.badData, at: comment.location, "the comment has no 'author_id'", mend: "Export it anew")
        }
        return ReadTurn(
            speaker: name == customer ? .customer : name == system ? .bot : .agent, text: text,
            time: try comment["created_at"]?.logTime(), location: comment.location)
    }
}
