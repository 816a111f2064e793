internal import Frontdesk

/// An explanation as `--json` prints it.
struct ExplanationJSON: Encodable {
    private struct Neighbour: Encodable {
        let text: String
        let intent: String
        let similarity: Double
        let location: String?
    }

    private struct Hit: Encodable {
        let id: String
        let question: String
        let confidence: Double
        let parts: String
        let location: String
    }

    private let message: String
    private let rule: String
    private let route: String
    private let ranking: [Reply.Ranked]
    private let outOfScope: Double
    private let thresholds: [String: Double]
    private let examples: [Neighbour]
    private let knowledge: [Hit]

    enum CodingKeys: String, CodingKey {
        case message, rule, route, ranking, thresholds, examples, knowledge
        case outOfScope = "out_of_scope"
    }

    init(_ explanation: Explanation) {
        message = explanation.message
        rule = explanation.rule
        route = explanation.route
        ranking = explanation.ranking
        outOfScope = explanation.outOfScope
        thresholds = explanation.thresholds
        examples = explanation.neighbours.map {
            Neighbour(text: $0.text, intent: $0.intent, similarity: $0.similarity, location: $0.location?.description)
        }
        knowledge = explanation.hits.map {
            Hit(
                id: $0.id, question: $0.question, confidence: $0.confidence, parts: $0.parts,
                location: $0.location.description)
        }
    }
}
