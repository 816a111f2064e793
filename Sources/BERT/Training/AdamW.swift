package import Kernels

/// The optimiser: AdamW with decoupled weight decay, and clipping of the gradient by its global norm.
///
/// Loshchilov & Hutter, "Decoupled Weight Decay Regularization", 2019; neither biases nor layer norms decay.
package struct AdamW: Sendable, Equatable {
    package var beta1: Float = 0.9
    package var beta2: Float = 0.999
    package var epsilon: Float = 1e-8
    package var weightDecay: Float = 0.01
    /// The gradient is scaled down to this norm where it is longer.
    package var largestNorm: Float = 1

    package init() {}

    /// Numbers in a block whose squares are summed as floats; blocks are summed as doubles, in order.
    private static let block = 4096

    /// The Euclidean norm of all gradients.
    package func gradientNorm(_ parameters: Parameters, _ kernels: VectorKernels, _ pool: WorkerPool) -> Double {
        let blocks = (parameters.count + Self.block - 1) / Self.block
        var sums = [Double](repeating: 0, count: blocks)
        sums.withUnsafeMutableBufferPointer { sums in
            pool.run { worker in
                for block in Share(index: worker, count: pool.count).range(of: blocks) {
                    let start = block * Self.block
                    let numbers = UnsafeBufferPointer(
                        start: parameters.gradients + start, count: min(Self.block, parameters.count - start))
                    sums[block] = Double(kernels.dot(numbers, numbers))
                }
            }
        }
        return sums.reduce(0, +).squareRoot()
    }

    /// Changes the parameters by their gradients; `step` counts from 1, `norm` is that of the gradients.
    ///
    /// `then` is called for each tensor while its new numbers are still in the processor's cache.
    package func apply(
        to parameters: Parameters, step: Int, rates: [Parameters.Group: Float], norm: Double, _ kernels: VectorKernels,
        _ pool: WorkerPool, then: (Parameters.Slot) -> Void = { _ in }
    ) {
        let clipping = norm > Double(largestNorm) ? Float(Double(largestNorm) / (norm + 1e-6)) : 1
        let corrections = [beta1, beta2].map { Float(1 / (1 - Self.power(Double($0), step))) }
        let shares = Self.shares(of: parameters.slots, among: pool.count)
        pool.run { worker in
            for slot in shares[worker] {
                let settings = AdamWStep(
                    rate: rates[slot.group] ?? 0, beta1: beta1, beta2: beta2, epsilon: epsilon,
                    decay: slot.decays ? weightDecay : 0,
                    meanCorrection: corrections[0], squareCorrection: corrections[1], gradientScale: clipping)
                let start = slot.range.lowerBound
                kernels.adamW(
                    parameters.values + start, gradients: parameters.gradients + start,
                    mean: parameters.means + start, square: parameters.squares + start, count: slot.range.count,
                    settings)
                then(slot)
            }
        }
    }

    /// Each worker's tensors, the largest dealt out first.
    private static func shares(of slots: [Parameters.Slot], among workers: Int) -> [[Parameters.Slot]] {
        var shares = [[Parameters.Slot]](repeating: [], count: workers)
        var loads = [Int](repeating: 0, count: workers)
        for slot in slots.sorted(by: { ($0.range.count, $1.name) > ($1.range.count, $0.name) }) {
            let lightest = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            shares[lightest].append(slot)
            loads[lightest] += slot.range.count
        }
        return shares
    }

    /// Whole powers by squaring: the same on every machine.
    private static func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, factor, left) = (1.0, base, exponent)
        while left > 0 {
            if left % 2 == 1 { result *= factor }
            factor *= factor
            left /= 2
        }
        return result
    }
}
