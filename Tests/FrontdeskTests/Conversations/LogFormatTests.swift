import Foundation
import Frontdesk
import Testing

@Suite("Logs of other programs")
struct LogFormatTests {
    private let fixture: LogFixture

    init() throws {
        fixture = try LogFixture()
    }

    private static let tracker = #"""
        {"sender_id": "u1", "slots": {}, "latest_message": {"text": "bye"}, "paused": false, "events": [
          {"event": "action", "timestamp": 1763717399.1, "name": "action_session_start", "policy": null},
          {"event": "session_started", "timestamp": 1763717399.2},
          {"event": "user", "timestamp": 1763717400.25, "text": "any left?", "input_channel": "rest", "message_id": "m1",
           "parse_data": {"intent": {"name": "check_stock", "confidence": 0.97}, "entities": [], "text": "any left?"}},
          {"event": "slot", "timestamp": 1763717401.0, "name": "item", "value": "lamp"},
          {"event": "bot", "timestamp": 1763717402.0, "text": "Two.", "data": {"buttons": null}, "metadata": {}},
          {"event": "bot", "timestamp": 1763717403.0, "text": null, "data": {"image": "x.png"}}
        ]}
        """#

    @Test("Rasa trackers: one, and a list; what it predicted is no label")
    func rasaTrackers() throws {
        let result = try fixture.take(Self.tracker, named: "tracker.json")
        #expect(result.told.isEmpty)
        #expect(result.summaries[0].notes == ["left out: 1 turn without text"])
        #expect(
            try fixture.lines() == [
                #"{"channel":"rest","customer":"u1","id":"u1","turns":[{"speaker":"customer","text":"any left?","time":"2025-11-21T09:30:00.250Z","predicted_intent":"check_stock","predicted_confidence":0.97},{"speaker":"bot","text":"Two.","time":"2025-11-21T09:30:02Z"}]}"#
            ])
        #expect(try fixture.store.corrections().isEmpty)
        let two = "[\(Self.tracker), \(Self.tracker.replacing("\"u1\"", with: "\"u2\""))]"
        #expect(try fixture.take(two, named: "all.json").summaries.map { [$0.added, $0.unchanged] } == [[1, 1]])
    }

    @Test("Rasa's event broker: an event a line, those of several conversations mixed")
    func rasaEvents() throws {
        let lines = #"""
            {"event": "action", "timestamp": 1.0, "name": "action_listen", "sender_id": "u1"}
            {"event": "user", "timestamp": 1763717400, "text": "hi", "parse_data": {"intent": {"name": "greet"}}, "sender_id": "u1"}
            {"event": "user", "timestamp": 1763717401, "text": "hallo", "sender_id": "u2"}
            {"event": "bot", "timestamp": 1763717402, "text": "Hello!", "sender_id": "u1"}
            """#
        #expect(try fixture.take(lines, named: "rasa_event.log").told.isEmpty)
        #expect(try fixture.said() == ["u1": ["customer: hi", "bot: Hello!"], "u2": ["customer: hallo"]])
        let more = lines + #"{"event": "user", "timestamp": 1763717500, "text": "bye", "sender_id": "u2"}"#.prefix(0)
        #expect(try fixture.take(more, named: "events.jsonl").summaries.map(\.unchanged) == [2])
    }

    @Test("Chatwoot: a conversation with its messages")
    func chatwoot() throws {
        let json = #"""
            {"meta": {"sender": {"id": 9, "identifier": "shop-77", "name": "Ann", "type": "contact"}, "channel": "Channel::WebWidget"},
             "id": 42, "status": "resolved", "labels": ["vip"], "created_at": 1763717390, "messages": [
              {"id": 4, "content": "Two, in blue.", "message_type": 1, "created_at": 1763717430, "private": false, "sender": {"id": 1, "type": "user"}},
              {"id": 1, "content": "any left?", "message_type": 0, "created_at": 1763717400, "private": false, "sender": {"id": 9, "type": "contact"}},
              {"id": 2, "content": "I will look.", "message_type": 1, "created_at": 1763717410, "private": false, "sender": {"id": 3, "type": "agent_bot"}},
              {"id": 3, "content": "check the shelf", "message_type": 1, "created_at": 1763717420, "private": true, "sender": {"id": 1, "type": "user"}},
              {"id": 5, "content": "Conversation was resolved", "message_type": 2, "created_at": 1763717440, "private": false},
              {"id": 6, "content": null, "message_type": 0, "created_at": 1763717450, "private": false, "attachments": [{}]}
            ]}
            """#
        #expect(try fixture.take(json, named: "conversation.json").told.isEmpty)
        #expect(
            try fixture.said() == ["chatwoot-42": ["customer: any left?", "bot: I will look.", "agent: Two, in blue."]])
        let line = try fixture.lines()[0]
        #expect(
            line.hasPrefix(#"{"channel":"WebWidget","customer":"shop-77","id":"chatwoot-42","outcome":"resolved","#))
        #expect(line.hasSuffix(#","labels":["vip"]}"#))
        let list = #"{"data": {"meta": {"all_count": 1}, "payload": [\#(json)]}}"#
        #expect(try fixture.take(list, named: "list.json").summaries.map(\.unchanged) == [1])
    }

    @Test("Chatwoot: messages that name their conversation")
    func chatwootMessages() throws {
        let json = #"""
            {"meta": {"labels": []}, "payload": [
              {"id": 1, "content": "any left?", "conversation_id": 42, "message_type": 0, "created_at": 1763717400, "private": false},
              {"id": 2, "content": "Two.", "conversation_id": 42, "message_type": 1, "created_at": 1763717410, "private": false, "sender": {"type": "user"}}
            ]}
            """#
        #expect(try fixture.take(json, named: "messages.json").told.isEmpty)
        #expect(try fixture.said() == ["chatwoot-42": ["customer: any left?", "agent: Two."]])
        let wrong = try fixture.take(
            json.replacing("\"message_type\": 1", with: "\"message_type\": 9"), named: "m.json")
        #expect(wrong.told.map { $0.contains("m.json:3:") && $0.contains("'9' is no type of a message") } == [true])
    }

    private static func ticket(_ id: Int) -> String {
        #"""
        {"id": \#(id), "subject": "Broken lamp", "status": "solved", "requester_id": 11, "via": {"channel": "email"}, "tags": [], "comments": [{"id": 3, "author_id": 22, "body": "A new one is on its way.", "public": true, "created_at": "2026-11-21T10:00:00Z"}, {"id": 1, "author_id": 11, "body": "My lamp is broken.", "public": true, "created_at": "2026-11-21T09:00:00Z"}, {"id": 2, "author_id": 22, "body": "Poor fellow", "public": false, "created_at": "2026-11-21T09:30:00Z"}]}
        """#
    }

    @Test("Zendesk: tickets a line, in a list, and a ticket beside its comments")
    func zendesk() throws {
        let said = ["customer: My lamp is broken.", "agent: A new one is on its way."]
        #expect(try fixture.take(Self.ticket(1) + "\n" + Self.ticket(2), named: "tickets.jsonl").told.isEmpty)
        #expect(try fixture.said() == ["zendesk-1": said, "zendesk-2": said])
        #expect(
            try fixture.lines()[0].hasPrefix(
                #"{"channel":"email","customer":"11","id":"zendesk-1","outcome":"solved","#))
        let list = #"{"tickets": [\#(Self.ticket(2)), \#(Self.ticket(3))], "count": 2}"#
        #expect(try fixture.take(list, named: "tickets.json").summaries.map { [$0.added, $0.unchanged] } == [[1, 1]])
        let beside = #"{"ticket": {"id": 4, "requester": {"id": 11}}, "comments": [{"author_id": 11, "body": "hi"}]}"#
        #expect(try fixture.take(beside, named: "ticket.json").told.isEmpty)
        #expect(try fixture.said()["zendesk-4"] == ["customer: hi"])
        let alone = try fixture.take(#"{"comments": [{"author_id": 11, "body": "hi"}]}"#, named: "c.json")
        #expect(alone.told.map { $0.contains("the ticket has no 'requester_id'") } == [true])
        let bare = try fixture.take(#"{"id": 5, "requester_id": 1}"#, named: "b.json")
        #expect(bare.told.map { $0.contains("the ticket has no 'comments'") } == [true])
    }

    @Test("Transcripts: with rules and headings, times, lines that go on")
    func transcripts() throws {
        let text = """
            [2026-11-21 09:30] Customer: any left?
            in blue, I mean
            [2026-11-21 09:31] Agent (Anna): Two.

            ---
            # 10234
            客户：还有货吗？
            09:30 客服：有的。
            Note: by phone

            Conversation 12
            Bot: Hello!
            """
        let result = try fixture.take(text, named: "chats/monday.txt")
        #expect(result.told.isEmpty)
        #expect(
            try fixture.said() == [
                "chats/monday#1": ["customer: any left?\nin blue, I mean", "agent: Two."],
                "10234": ["customer: 还有货吗？", "agent: 有的。\nNote: by phone"], "chats/monday#3": ["bot: Hello!"],
            ])
        #expect(try fixture.store.turns(of: "chats/monday#1")[0].time == Date(timeIntervalSince1970: 1_795_253_400))
        #expect(try fixture.take(text, named: "chats/monday.txt").summaries.map(\.unchanged) == [3])
    }

    @Test("Transcripts without rules: two blank lines begin the next; names that are no speakers are told")
    func plainTranscripts() throws {
        let text = "User: hi\n\nSupport: hello\n\n\nUser: bye\nAnna: wait\nAnna: please\n"
        let result = try fixture.take(text, named: "t.txt")
        #expect(result.summaries.map(\.notes) == [["taken as text, not as speakers: 'Anna:' (2)"]])
        #expect(
            try fixture.said() == [
                "t#1": ["customer: hi", "agent: hello"], "t#2": ["customer: bye\nAnna: wait\nAnna: please"],
            ])
        let ruled = "User: a\n\(String(repeating: "=", count: 100))\nUser: b\n"
        #expect(try fixture.take(ruled, named: "r.txt").summaries.map(\.added) == [2])
        let wrong = try fixture.take("Anna: hi\nUser: hi\n", named: "w.txt")
        #expect(wrong.told.map { $0.hasPrefix("w.txt:1:1: the line names no speaker. Begin it with one") } == [true])
    }

    @Test("What is no log is told as such")
    func unknown() throws {
        #expect(
            try fixture.take("x", named: "chats.pdf").told[0].hasPrefix("chats.pdf: files of this kind are no logs"))
        let columns = try fixture.take("{}", named: "a.json", columns: ["text": "x"])
        #expect(columns.told[0].contains("--columns names the columns of tables"))
    }
}
