internal import CKernels

extension VectorKernels {
    /// y = x · Φ(x), `count` numbers.
    package func gelu(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
        table.pointee.gelu_copy(x, y, count)
    }

    /// dx = dy times the derivative of gelu at x; `dx` may be `dy`.
    package func geluBackward(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, into dx: UnsafeMutablePointer<Float>, count: Int
    ) {
        table.pointee.gelu_backward(x, dy, dx, count)
    }

    /// Layer norm of one row that keeps what `layerNormBackward` needs: the normalised row, and 1 / √(variance + ε).
    package func layerNormForward(
        _ x: UnsafePointer<Float>, adding residual: UnsafePointer<Float>?, gain: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, epsilon: Float, normalized: UnsafeMutablePointer<Float>,
        into y: UnsafeMutablePointer<Float>, count: Int
    ) -> Float {
        table.pointee.layer_norm_forward(x, residual, gain, bias, epsilon, normalized, y, count)
    }

    /// The gradient of a layer norm's input row; `dx` may be `dy`.
    package func layerNormBackward(
        normalized: UnsafePointer<Float>, inverse: Float, gain: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
        into dx: UnsafeMutablePointer<Float>, count: Int
    ) {
        table.pointee.layer_norm_backward(normalized, inverse, gain, dy, dx, count)
    }

    /// ds = scale · p · (dp − Σ p · dp) for p = softmax(scale · s); `ds` may be `dp`.
    package func softmaxBackward(
        _ p: UnsafePointer<Float>, _ dp: UnsafePointer<Float>, scale: Float, into ds: UnsafeMutablePointer<Float>,
        count: Int
    ) {
        table.pointee.softmax_backward(p, dp, scale, ds, count)
    }

    /// y += a · b, element by element.
    package func addProduct(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
    ) {
        table.pointee.add_product(a, b, y, count)
    }

    /// Keeps each number with probability 1 − rate, divided by that, and makes the others nought.
    ///
    /// Which ones depends on the key and on `first` + place alone, never on the order of the calls.
    package func dropout(_ x: UnsafeMutablePointer<Float>, count: Int, rate: Float, key: UInt32, first: UInt32) {
        guard rate > 0 else { return }
        table.pointee.dropout(x, count, key, first, UInt32(Double(rate) * 4_294_967_296), 1 / (1 - rate))
    }

    /// One step of AdamW for `count` parameters.
    package func adamW(
        _ parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        mean: UnsafeMutablePointer<Float>, square: UnsafeMutablePointer<Float>, count: Int, _ step: AdamWStep
    ) {
        var settings = ck_adam(
            rate: step.rate, beta1: step.beta1, beta2: step.beta2, epsilon: step.epsilon, decay: step.decay,
            mean_correction: step.meanCorrection, square_correction: step.squareCorrection,
            gradient_scale: step.gradientScale)
        table.pointee.adam(parameters, gradients, mean, square, count, &settings)
    }
}

/// The numbers of one step of AdamW: p −= rate · (m̂ / (√v̂ + ε) + decay · p).
package struct AdamWStep: Sendable {
    package var rate: Float
    package var beta1: Float
    package var beta2: Float
    package var epsilon: Float
    package var decay: Float
    /// 1 / (1 − β₁ᵗ) and 1 / (1 − β₂ᵗ).
    package var meanCorrection: Float
    package var squareCorrection: Float
    /// What gradients are multiplied by first: below one where they are clipped.
    package var gradientScale: Float

    package init(
        rate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, meanCorrection: Float,
        squareCorrection: Float, gradientScale: Float
    ) {
        self.rate = rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.decay = decay
        self.meanCorrection = meanCorrection
        self.squareCorrection = squareCorrection
        self.gradientScale = gradientScale
    }
}
