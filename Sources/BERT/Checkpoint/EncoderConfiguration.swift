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

    package var headWidth: Int { width / heads }

    /// Reads `config.json` of a checkpoint folder; a model that is not BERT is refused by name.
    package init(folder: URL) throws {
        let file = folder.appendingPathComponent("config.json")
        let json = try CheckpointJSON.read(
            ConfigurationFile.self, file, mend: "Name the folder of a Hugging Face BERT checkpoint")
        try Self.checkKind(json, file.path)
        vocabularySize = json.vocab_size
        width = json.hidden_size
        layers = json.num_hidden_layers
        heads = json.num_attention_heads
        innerWidth = json.intermediate_size
        positions = json.max_position_embeddings ?? 512
        tokenTypes = json.type_vocab_size ?? 2
        layerNormEpsilon = Float(json.layer_norm_eps ?? 1e-12)
        try checkSizes(file.path)
    }

    private static func checkKind(_ json: ConfigurationFile, _ file: String) throws {
        let mend = "Use a checkpoint whose model_type is bert"
        if let type = json.model_type, type != "bert" {
            throw CheckpointError(file, "this is a \(type) model, not BERT", mend: mend)
        }
        if json.model_type == nil, let name = json.architectures?.first, !name.hasPrefix("Bert") {
            throw CheckpointError(file, "this is a \(name), not BERT", mend: mend)
        }
        if let activation = json.hidden_act, activation != "gelu" {
            throw CheckpointError(file, "hidden_act \(activation) is not supported", mend: "Use a model with gelu")
        }
        if let positions = json.position_embedding_type, positions != "absolute" {
            throw CheckpointError(
                file, "position_embedding_type \(positions) is not supported",
                mend: "Use a model with absolute positions")
        }
        if json.is_decoder == true || json.add_cross_attention == true {
            throw CheckpointError(file, "this is a decoder, not an encoder", mend: mend)
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
    let model_type: String?
    let architectures: [String]?
    let vocab_size: Int
    let hidden_size: Int
    let num_hidden_layers: Int
    let num_attention_heads: Int
    let intermediate_size: Int
    let max_position_embeddings: Int?
    let type_vocab_size: Int?
    let layer_norm_eps: Double?
    let hidden_act: String?
    let position_embedding_type: String?
    let is_decoder: Bool?
    let add_cross_attention: Bool?
}
