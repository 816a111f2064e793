import Frontdesk
import Kernels
import Testing

@Suite("Answers that knowledge lacks")
struct AnswerProposalTests {
    private static func embed(_ texts: [String]) -> Matrix {
        var embedding = HashedEmbedding()
        return embedding.embed(texts)
    }

    private static func proposals(_ conversations: [[String]]) throws -> [ProposedAnswer] {
        var pick = QuestionPick()
        for (index, lines) in conversations.enumerated() {
            pick.add(QuestionPickTests.conversation(lines + ["c: ok \(index)"], customer: "u\(index % 4)"))
        }
        return try AnswerProposals(pick.questions, personalData: .known, embed: embed).answers
    }

    private static let wash = "Wash the wool jumper by hand at thirty degrees and dry it flat"

    @Test("The answer that agents agree on is proposed, with whom it would serve and without names")
    func proposed() throws {
        let asked = [
            "how do I wash the wool jumper", "how can I wash my wool jumper", "how to wash a wool jumper please",
        ]
        let answers = try Self.proposals(
            asked.map { ["c: \($0)", "a: Hi Anna, \(Self.wash). ^AB", "c: thanks!"] } + [
                ["c: how do I wash the jumper", "a: \(Self.wash), or write to ann@example.com.", "c: thank you"],
                ["c: how do I wash wool jumpers", "a: No idea."],
            ])
        let answer = try #require(answers.first)
        #expect(answers.count == 1)
        #expect(answer.answer.hasPrefix(Self.wash))
        #expect(!["Anna", "^AB", "ann@example.com"].contains { answer.answer.contains($0) })
        #expect(!answers.contains { "\($0)".contains("ann ") || "\($0)".contains("example") })
        #expect(answer.conversations == 4 && answer.customers == 4)
        #expect(abs(answer.agreement - 0.8) < 1e-9 && answer.solved == 1)
        #expect(!answer.aliases.isEmpty && !answer.aliases.contains(answer.question))
    }

    @Test("Of fewer than three conversations nothing is proposed, nor of replies that only ask")
    func few() throws {
        let one = ["c: how do I wash the wool jumper", "a: \(Self.wash)."]
        #expect(try Self.proposals([one, one]).isEmpty)
        let asking = ["c: how do I wash the wool jumper", "a: Which jumper do you have?"]
        #expect(try Self.proposals([asking, asking, asking]).isEmpty)
    }

    @Test(
        "Names and initials are taken out of an answer, links stay",
        arguments: [
            ("Hello Bob, see https://shop.example/wash for it. *JS", "see https://shop.example/wash for it."),
            ("My name is Joe. We open at nine. Kind regards, Joe", "We open at nine."),
            ("This is Mia from support. We open at nine - Mia", "We open at nine"),
            ("您好！我们九点开门。祝您生活愉快！", "我们九点开门。"),
        ])
    func published(text: String, published: String) {
        #expect(AgentText.published(text) == published)
    }
}
