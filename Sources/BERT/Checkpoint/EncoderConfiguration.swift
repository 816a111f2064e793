package import Foundation

/// The sizes of an encoder, as a checkpoint's `config.json` gives them.
package struct EncoderConfiguration: Sendable, Hashable {
    package let vocabularySize: Int
    /// H, the width of a hidden state.
    package let width: Int
    package let layers: Int
    /// A, attention heads of H / A each.
    package let heads: Int
    /// The width inside the feed-forward part.
    package let innerWidth: Int
    /// The most tokens in a sequence.
    package let positions: Int
    package let tokenTypes: Int
    package let layerNormEpsilon: Float

    /// Reads `config.json` of a checkpoint folder; a model that is not BERT is refused by name.
    package init(folder: URL) throws {
        let file = folder.appendingPathComponent("config.json")
        let mend = "Name the folder of a Hugging Face BERT checkpoint"
        try Self.checkKind(CheckpointJSON.read(ModelKind.self, file, mend: mend), file.path)
        let json = try CheckpointJSON.read(
            ConfigurationFile.self, file, mend: mend)
        try Self.checkVariant(json, file.path)
        vocabularySize = json.vocabularySize
        width = json.hiddenSize
        layers = json.layers
        heads = json.heads
        innerWidth = json.intermediateSize
        positions = json.positions ?? 512
        tokenTypes = json.tokenTypes ?? 2
        layerNormEpsilon = Float(json.layerNormEpsilon ?? 1e-12)
        try checkSizes(file.path)
    }

    private static let bertNeeded = "Use a checkpoint whose model_type is bert"

    /// Looked at before any other key, as other models spell those differently.
    private static func checkKind(_ json: ModelKind, _ file: String) throws {
        if let type = json.modelType, type != "bert" {
            throw CheckpointError(file, "this is a \(type) model, not BERT", mend: bertNeeded)
        }
        if json.modelType == nil, let name = json.architectures?.first, !name.hasPrefix("Bert") {
            throw CheckpointError(file, "this is a \(name), not BERT", mend: bertNeeded)
        }
    }

    /// Refuses what BERT's code can do but this encoder does not compute.
    private static func checkVariant(_ json: ConfigurationFile, _ file: String) throws {
        if let activation = json.activation, activation != "gelu" {
            throw CheckpointError(file, "hidden_act \(activation) is not supported", mend: "Use a model with gelu")
        }
        if let positions = json.positionKind, positions != "absolute" {
            throw CheckpointError(
                file, "position_embedding_type \(positions) is not supported",
                mend: "Use a model with absolute positions")
        }
        if json.isDecoder == true || json.crossAttention == true {
            throw CheckpointError(file, "this is a decoder, not an encoder", mend: bertNeeded)
        }
    }

    private func checkSizes(_ file: String) throws {
        let sizes = [
            ("vocab_size", vocabularySize), ("hidden_size", width), ("num_hidden_layers", layers),
            ("num_attention_heads", heads), ("intermediate_size", innerWidth), ("max_position_embeddings", positions),
            ("type_vocab_size", tokenTypes),
        ]
        for (key, size) in sizes where !(1...10_000_000).contains(size) {
            throw CheckpointError(file, "\(key) is \(size)", mend: "Fetch the checkpoint again")
        }
        guard width % heads == 0 else {
            throw CheckpointError(
                file, "hidden_size \(width) is no multiple of num_attention_heads \(heads)",
                mend: "Fetch the checkpoint again")
        }
        guard layerNormEpsilon >= 0, layerNormEpsilon < 1 else {
            throw CheckpointError(file, "layer_norm_eps is \(layerNormEpsilon)", mend: "Fetch the checkpoint again")
        }
    }
}

/// `config.json` as it is spelled.
private struct ConfigurationFile: Decodable {
    let vocabularySize: Int
    let hiddenSize: Int
    let layers: Int
    let heads: Int
    let intermediateSize: Int
    let positions: Int?
    let tokenTypes: Int?
    let layerNormEpsilon: Double?
    let activation: String?
    let positionKind: String?
    let isDecoder: Bool?
    let crossAttention: Bool?

    enum CodingKeys: String, CodingKey {
        case vocabularySize = "vocab_size"
        case hiddenSize = "hidden_size"
        case layers = "num_hidden_layers"
        case heads = "num_attention_heads"
        case intermediateSize = "intermediate_size"
        case positions = "max_position_embeddings"
        case tokenTypes = "type_vocab_size"
        case layerNormEpsilon = "layer_norm_eps"
        case activation = "hidden_act"
        case positionKind = "position_embedding_type"
        case isDecoder = "is_decoder"
        case crossAttention = "add_cross_attention"
    }
}

/// What `config.json` says of the kind of model.
private struct ModelKind: Decodable {
    let modelType: String?
    let architectures: [String]?

    enum CodingKeys: String, CodingKey {
        case modelType = "model_type"
        case architectures
    }
}
