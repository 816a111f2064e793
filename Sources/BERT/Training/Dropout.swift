internal import Kernels

/// Dropout whose choices depend on seed, step, place in the network and place in the batch alone.
///
/// Nothing is stored: the backward pass asks for the same choices again. How the work is shared out among threads
/// makes no difference.
package struct Dropout: Sendable {
    let rate: Float
    /// The rate of attention probabilities.
    let attentionRate: Float
    private let seed: UInt64
    private let step: UInt64

    /// No dropout.
    package static let none = Dropout(rate: 0, attentionRate: 0, seed: 0, step: 0)

    package init(rate: Float, attentionRate: Float, seed: UInt64, step: Int) {
        self.rate = rate
        self.attentionRate = attentionRate
        self.seed = seed
        self.step = UInt64(step)
    }

    /// Drops numbers of a piece of the batch; `place` names the place in the network, `first` that of the piece.
    func apply(_ x: UnsafeMutablePointer<Float>, count: Int, place: Int, first: Int, _ kernels: VectorKernels) {
        apply(x, count: count, rate: rate, place: place, first: first, kernels)
    }

    /// Drops attention probabilities.
    func applyToAttention(
        _ x: UnsafeMutablePointer<Float>, count: Int, place: Int, first: Int, _ kernels: VectorKernels
    ) {
        apply(x, count: count, rate: attentionRate, place: place, first: first, kernels)
    }

    private func apply(
        _ x: UnsafeMutablePointer<Float>, count: Int, rate: Float, place: Int, first: Int, _ kernels: VectorKernels
    ) {
        guard rate > 0 else { return }
        kernels.dropout(x, count: count, rate: rate, key: key(place), first: UInt32(truncatingIfNeeded: first))
    }

    private func key(_ place: Int) -> UInt32 {
        // SplitMix64's finaliser over the three numbers (Steele, Lea & Flood, 2014).
        var state = seed &+ step &* 0x9e37_79b9_7f4a_7c15 &+ UInt64(bitPattern: Int64(place)) &* 0xd1b5_4a32_d192_ed03
        state = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        state = (state ^ (state >> 27)) &* 0x94d0_49bb_1331_11eb
        return UInt32(truncatingIfNeeded: (state ^ (state >> 31)) >> 16)
    }
}
