package import Foundation
import Kernels

/// How the hidden states of a text become one vector.
package enum Pooling: String, Sendable, CaseIterable {
    /// The mean over all tokens: the default.
    case mean
    /// The state of the first token, [CLS].
    case cls
    /// The largest of each number over all tokens.
    case max
    /// The sum over all tokens, divided by the square root of their number.
    case meanOverRoot

    /// What `1_Pooling/config.json` of a sentence-transformers folder says; the mean where there is no such file.
    package init(folder: URL) throws {
        let file = folder.appendingPathComponent("1_Pooling/config.json")
        guard let json = try CheckpointJSON.readIfPresent(PoolingFile.self, file) else {
            self = .mean
            return
        }
        let chosen = json.modes
        guard chosen.count == 1, let only = chosen.first else {
            let names = chosen.isEmpty ? "none" : chosen.map(\.key).joined(separator: ", ")
            throw CheckpointError(file.path, "one pooling mode is needed, found \(names)", mend: Self.mend)
        }
        guard let pooling = only.pooling else {
            throw CheckpointError(file.path, "\(only.key) is not supported", mend: Self.mend)
        }
        self = pooling
    }

    private static let mend = "Use a model that pools by the mean, the [CLS] token or the maximum"

    /// The gradient of the rows `tokens` of `hidden` from that of their vector; what `apply` does, turned round.
    func backward(
        _ gradient: UnsafePointer<Float>, _ hidden: MutableMatrixView, _ tokens: Range<Int>,
        into dHidden: MutableMatrixView
    ) {
        let width = hidden.columns
        let factor: Float =
            switch self {
            case .cls, .max: 1
            case .mean: 1 / Float(tokens.count)
            case .meanOverRoot: 1 / Float(tokens.count).squareRoot()
            }
        for column in 0..<width {
            // The maximum hands everything to the first row that has it.
            let chosen = self == .max ? tokens.max { hidden.row($0)[column] < hidden.row($1)[column] } : tokens.first
            for row in tokens {
                let shares = self == .mean || self == .meanOverRoot || row == chosen
                dHidden.row(row)[column] = shares ? factor * gradient[column] : 0
            }
        }
    }

    /// One vector of H from the rows `tokens` of `hidden`, written to `output`.
    func apply(
        _ hidden: Matrix, _ tokens: Range<Int>, into output: UnsafeMutableBufferPointer<Float>, _ kernels: VectorKernels
    ) {
        hidden.withView { apply($0, tokens, into: output, kernels) }
    }

    /// One vector of H from the rows `tokens` of `hidden`, written to `output`.
    func apply(
        _ hidden: MatrixView, _ tokens: Range<Int>, into output: UnsafeMutableBufferPointer<Float>,
        _ kernels: VectorKernels
    ) {
        func row(_ index: Int) -> UnsafeBufferPointer<Float> {
            UnsafeBufferPointer(start: hidden.base + index * hidden.stride, count: hidden.columns)
        }
        _ = output.update(from: row(tokens.lowerBound))
        switch self {
        case .cls: return
        case .max: for index in tokens.dropFirst() { kernels.maximum(row(index), into: output) }
        case .mean, .meanOverRoot: for index in tokens.dropFirst() { kernels.add(row(index), to: output) }
        }
        let count = Float(tokens.count)
        if self == .mean { kernels.scale(output, by: 1 / count) }
        if self == .meanOverRoot { kernels.scale(output, by: 1 / count.squareRoot()) }
    }
}

/// `1_Pooling/config.json`: a flag for each mode, or in newer folders the mode's name.
private struct PoolingFile: Decodable {
    /// The modes that are switched on, as they are spelled; those without a pooling are not supported.
    let modes: [(key: String, pooling: Pooling?)]

    private static let poolings: [String: Pooling] = [
        "pooling_mode_cls_token": .cls, "cls": .cls,
        "pooling_mode_mean_tokens": .mean, "mean": .mean,
        "pooling_mode_max_tokens": .max, "max": .max,
        "pooling_mode_mean_sqrt_len_tokens": .meanOverRoot, "mean_sqrt_len_tokens": .meanOverRoot,
    ]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        var names: [String] = []
        for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
            if key.stringValue == "pooling_mode" {
                names.append(try container.decode(String.self, forKey: key))
            } else if key.stringValue.hasPrefix("pooling_mode_"), try container.decode(Bool.self, forKey: key) {
                names.append(key.stringValue)
            }
        }
        modes = names.map { ($0, Self.poolings[$0]) }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
