internal import Kernels

/// A linear layer's weight W (out, in), packed for the products of its forward pass and, in training, of its backward.
final class PackedWeight: Sendable {
    let weight: FloatTensor
    /// Wᵀ (in, out).
    let forward: PackedFactor
    /// W (out, in).
    let backward: PackedFactor?

    init(_ weight: FloatTensor, _ products: PackedProducts, isTrained: Bool, in place: PackedPlace) {
        self.weight = weight
        let (output, input) = (weight.shape[0], weight.shape[1])
        forward = PackedFactor(products, inner: input, columns: output, in: place)
        backward = isTrained ? PackedFactor(products, inner: output, columns: input, in: place) : nil
        pack()
    }

    /// Packs the weight's numbers as they are now.
    func pack() {
        weight.withMatrix { weight in
            forward.packTransposed(weight)
            backward?.pack(weight)
        }
    }
}
