internal import BERT
internal import Foundation
internal import Kernels

/// How long a training will take, from its arithmetic and how fast this machine is just now.
package enum ExpectedTime {
    /// Seconds for so many passes over tokens, forward and back.
    static func seconds(tokens: Int, _ sizes: EncoderConfiguration, _ engine: TrainingEngine) -> Double {
        let layer = 4 * sizes.width * sizes.width + 2 * sizes.width * sizes.innerWidth
        // Two operations a weight forward, four backward.
        let operations = 6.0 * Double(tokens) * Double(sizes.layers * layer)
        return operations / (rate(sizes, engine.products) * Double(engine.workers) * efficiency)
    }

    /// What is left of a product's speed over a whole step, measured on two processors.
    private static let efficiency = 0.5

    /// Operations a second of one worker in the encoder's largest product.
    private static func rate(_ sizes: EncoderConfiguration, _ products: PackedProducts) -> Double {
        let rows = 128
        let x = Matrix(rows: rows, columns: sizes.width, values: [Float](repeating: 0.5, count: rows * sizes.width))
        let factor = PackedFactor(products, inner: sizes.width, columns: sizes.innerWidth)
        let weight = Matrix(rows: sizes.innerWidth, columns: sizes.width)
        weight.withView { factor.packTransposed($0) }
        var y = Matrix(rows: rows, columns: sizes.innerWidth)
        let seconds = (0..<5).map { _ in
            let start = ContinuousClock.now
            products.multiply(x, factor, into: &y)
            return start.milliseconds / 1000
        }
        return 2 * Double(rows * sizes.width * sizes.innerWidth) / max(seconds.min() ?? 1, 1e-9)
    }

    /// "about 20 seconds", "about 4 minutes".
    package static func words(_ seconds: Double) -> String {
        if seconds < 90 { return "about \(max(Int((seconds / 10).rounded(.up)) * 10, 10)) seconds" }
        if seconds < 5400 { return "about \(Int((seconds / 60).rounded(.up))) minutes" }
        return String(format: "about %.1f hours", seconds / 3600)
    }
}
