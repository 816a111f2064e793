import Foundation

/// The small JSON files of a checkpoint folder, read with errors that name the file and the key.
enum CheckpointJSON {
    /// Decodes a file that must be there; `mend` says what to do if it is not.
    static func read<Value: Decodable>(_ type: Value.Type, _ url: URL, mend: String) throws -> Value {
        guard let value = try readIfPresent(type, url) else {
            throw CheckpointError(url.path, "there is no such file", mend: mend)
        }
        return value
    }

    /// Decodes a file, or returns nil where there is none.
    static func readIfPresent<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value? {
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw CheckpointError(url.path, "cannot be read: \(error.localizedDescription)")
        }
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw CheckpointError(url.path, sentence(error), mend: "Fetch the checkpoint again")
        }
    }

    private static func sentence(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "the key \(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(path(context)) has the wrong type: \(context.debugDescription)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "this is not JSON" : "\(path(context)): \(context.debugDescription)"
        @unknown default: "this is not what was expected"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "the file" : context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
