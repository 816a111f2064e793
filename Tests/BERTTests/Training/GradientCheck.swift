/// Compares a gradient with what the loss does when its numbers are moved a little: finite differences.
///
/// The central difference of four points errs by the fifth derivative alone (h⁴), so that the step may be large
/// enough for a loss that is computed from floats.
struct GradientCheck {
    /// How far numbers are moved.
    var step: Float = 1 / 64
    /// What a slope may be off by, beside a thousandth of the whole gradient's length.
    var tolerance = 2e-4
    /// Numbers that are looked at one by one.
    var places = 6

    /// What is wrong with the `gradient` of `loss` at `numbers`; empty where it is right.
    ///
    /// A slope is looked at in the gradient's own direction mixed with a random one, and in single numbers: the one
    /// of the largest gradient, the last, and random ones.
    func problems(_ numbers: [Float], _ gradient: [Float], loss: ([Float]) -> Double) -> [String] {
        precondition(numbers.count == gradient.count)
        let length = Self.length(gradient)
        let noise = KernelsTests.numbers(gradient.count, seed: 41)
        let mixed = Self.unit(zip(Self.unit(gradient), Self.unit(noise)).map { $0 + $1 })
        var directions = [("along the gradient", mixed)]
        for place in chosen(gradient) {
            var single = [Float](repeating: 0, count: gradient.count)
            single[place] = 1
            directions.append(("number \(place)", single))
        }
        return directions.compactMap { name, direction in
            let expected = zip(gradient, direction).map { Double($0) * Double($1) }.reduce(0, +)
            let found = slope(numbers, direction, loss)
            let allowed = tolerance + length / 1000
            return abs(found - expected) <= allowed ? nil : "\(name): \(expected), should be \(found) ± \(allowed)"
        }
    }

    private func chosen(_ gradient: [Float]) -> [Int] {
        guard gradient.count > places else { return Array(gradient.indices) }
        let largest = gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) } ?? 0
        let random = KernelsTests.numbers(places - 2, seed: UInt64(gradient.count))
        return [largest, gradient.count - 1] + random.map { Int(($0 + 1) / 2 * Float(gradient.count - 1)) }
    }

    /// The derivative of the loss along a direction.
    private func slope(_ numbers: [Float], _ direction: [Float], _ loss: ([Float]) -> Double) -> Double {
        func at(_ steps: Float) -> Double { loss(zip(numbers, direction).map { $0 + steps * step * $1 }) }
        return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * Double(step))
    }

    private static func length(_ values: [Float]) -> Double {
        values.map { Double($0) * Double($0) }.reduce(0, +).squareRoot()
    }

    private static func unit(_ values: [Float]) -> [Float] {
        let length = Float(length(values))
        return length > 0 ? values.map { $0 / length } : values
    }
}
