import BERT
import Foundation
import Testing

/// Folders that are not a whole BERT: each is refused with the file, the reason and the mend.
@Suite struct EncoderFolderTests {
    /// A copy of the tiny BERT to be spoilt.
    private static func copy() throws -> (TemporaryFolder, URL) {
        let folder = try TemporaryFolder()
        let model = folder.url.appendingPathComponent("model")
        try FileManager.default.copyItem(at: Golden().url("tiny"), to: model)
        return (folder, model)
    }

    /// The message that loading gives after `old` has become `new` in a file.
    private static func message(_ file: String, _ old: String, _ new: String) throws -> String {
        let (folder, model) = try copy()
        return try withExtendedLifetime(folder) {
            let url = model.appendingPathComponent(file)
            let text = try String(contentsOf: url, encoding: .utf8)
            #expect(text.contains(old))
            try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
            let error = #expect(throws: (any Error).self) { try SentenceEncoder(folder: model) }
            return error.map { "\($0)".replacing(model.path, with: "model") } ?? ""
        }
    }

    @Test func otherModelsAreRefusedByName() throws {
        for name in ["roberta", "distilbert", "xlm-roberta", "albert", "gpt2"] {
            #expect(
                try Self.message("config.json", "\"bert\"", "\"\(name)\"")
                    == "model/config.json: this is a \(name) model, not BERT. Use a checkpoint whose model_type is bert"
            )
        }
    }

    @Test func aModelNamedByItsArchitecture() throws {
        let (folder, model) = try Self.copy()
        try withExtendedLifetime(folder) {
            let config = model.appendingPathComponent("config.json")
            try Data(#"{"architectures": ["DistilBertModel"], "dim": 768}"#.utf8).write(to: config)
            let error = #expect(throws: CheckpointError.self) { try Encoder(folder: model) }
            #expect(error?.problem == "this is a DistilBertModel, not BERT")
        }
    }

    @Test(arguments: [
        ("\"gelu\"", "\"gelu_new\"", "hidden_act gelu_new is not supported"),
        ("\"hidden_size\": 32", "\"hidden_size\": 33", "hidden_size 33 is no multiple of num_attention_heads 4"),
        ("\"hidden_size\": 32", "\"hidden_size\": -32", "hidden_size is -32"),
        ("\"hidden_size\": 32,", "", "the key hidden_size is missing"),
        ("\"hidden_size\": 32", "\"hidden_size\": \"32\"", "hidden_size has the wrong type"),
        ("{", "[", "this is not JSON"),
        (
            "\"hidden_size\": 32", "\"hidden_size\": 36",
            "tensor embeddings.word_embeddings.weight: expected shape [260, 36], found [260, 32]"
        ),
        (
            "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3",
            "tensor encoder.layer.2.attention.self.query.weight: not in this file"
        ),
    ]) func configurationsThatDoNotFit(_ old: String, _ new: String, _ reason: String) throws {
        #expect(try Self.message("config.json", old, new).contains(reason))
    }

    @Test func poolings() throws {
        #expect(try Pooling(folder: Golden().url("tiny")) == .mean)
        #expect(try Pooling(folder: Golden().url("tiny-prefixed")) == .cls)
        #expect(try Pooling(folder: Golden.folder()) == .mean)
        let two = try Self.message("1_Pooling/config.json", "max_tokens\": false", "max_tokens\": true")
        #expect(two.contains("one pooling mode is needed, found pooling_mode_max_tokens, pooling_mode_mean_tokens"))
        let last = try Self.message(
            "1_Pooling/config.json", "\"pooling_mode_mean_tokens\": true", "\"pooling_mode_lasttoken\": true")
        #expect(last.contains("pooling_mode_lasttoken is not supported"))
    }

    @Test func modulesThatAreNotComputed() throws {
        let message = try Self.message("modules.json", "models.Pooling", "models.Dense")
        #expect(message.contains("the module sentence_transformers.models.Dense is not supported"))
    }

    @Test func vocabulariesThatAreTooLarge() throws {
        let message = try Self.message("vocab.txt", "##us\n", "##us\nmore\n")
        #expect(message.contains("vocab.txt: 261 tokens, but the model has 260"))
    }

    @Test(arguments: ["config.json", "model.safetensors", "vocab.txt"]) func missingFiles(_ name: String) throws {
        let (folder, model) = try Self.copy()
        try withExtendedLifetime(folder) {
            try FileManager.default.removeItem(at: model.appendingPathComponent(name))
            let error = #expect(throws: (any Error).self) { try SentenceEncoder(folder: model) }
            #expect(error.map { "\($0)".contains(name) } == true)
        }
    }

    @Test func filesThatWereCut() throws {
        let (folder, model) = try Self.copy()
        try withExtendedLifetime(folder) {
            let file = model.appendingPathComponent("model.safetensors")
            let whole = try Data(contentsOf: file)
            for length in [0, 7, 8, 500, 5000, whole.count - 1] {
                try whole.prefix(length).write(to: file)
                #expect(throws: SafetensorsError.self) { try Encoder(folder: model) }
            }
        }
    }
}
