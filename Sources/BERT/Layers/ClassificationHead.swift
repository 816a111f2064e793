package import Kernels

/// logits = dropout(x) · Wᵀ + b over pooled vectors x (B, H); W (C, H), b (C).
package struct ClassificationHead: Sendable {
    package let weight: FloatTensor
    package let bias: FloatTensor

    /// A head with the given numbers, trained from there; W (C, H) in rows.
    package init(weight: Matrix, bias: [Float], in parameters: Parameters) {
        precondition(bias.count == weight.rows)
        let shape = [weight.rows, weight.columns]
        self.weight = parameters.add("classifier.weight", shape: shape, group: .head, decays: true) {
            _ = $0.update(from: weight.values)
        }
        self.bias = parameters.add("classifier.bias", shape: [bias.count], group: .head, decays: false) {
            _ = $0.update(from: bias)
        }
    }

    /// The room that a head takes among the parameters.
    package static func room(classes: Int, width: Int) -> Int {
        Parameters.room([classes, width]) + Parameters.room([classes])
    }

    package var classes: Int { weight.shape[0] }

    /// logits (B, C) of x (B, H), which dropout changes in place.
    package func forward(
        _ x: MutableMatrixView, into logits: MutableMatrixView, dropout: Dropout, _ kernels: VectorKernels
    ) {
        dropout.apply(x.base, count: x.rows * x.columns, place: -1, first: 0, kernels)
        weight.withMatrix { weight in
            kernels.linear(x.view, weight, bias: bias.values.baseAddress, into: logits.base, stride: logits.stride)
        }
    }

    /// dx (B, H), dW and db from d logits (B, C) and the x of the forward pass.
    package func backward(
        _ dLogits: MutableMatrixView, _ x: MutableMatrixView, into dx: MutableMatrixView, dropout: Dropout,
        _ parameters: Parameters, _ kernels: VectorKernels
    ) {
        weight.withMatrix { kernels.mix(dLogits.view, $0, into: dx.base, stride: dx.stride) }
        dropout.apply(dx.base, count: dx.rows * dx.columns, place: -1, first: 0, kernels)
        let dWeight = parameters.gradient(of: weight)
        kernels.mixTransposed(dLogits.view, x.view, into: dWeight.base, stride: dWeight.stride)
        addRows(dLogits, to: parameters.gradient(of: bias), Share(index: 0, count: 1), kernels)
    }
}
