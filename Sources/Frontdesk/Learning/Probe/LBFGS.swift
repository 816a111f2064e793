/// Limited-memory BFGS for smooth convex functions (Nocedal & Wright, Numerical Optimization, algorithm 7.5).
package struct LBFGS {
    let iterations: Int
    /// It stops when three iterations running each lower the value by less than this share.
    let tolerance: Double
    /// Roughly the inverse Hessian times a vector: the nearer it is, the fewer iterations.
    let precondition: ([Float]) -> [Float]
    private let memory = 10

    package init(iterations: Int, tolerance: Double, precondition: @escaping ([Float]) -> [Float] = { $0 }) {
        self.iterations = iterations
        self.tolerance = tolerance
        self.precondition = precondition
    }

    package func minimize(
        from start: [Float], _ function: ([Float]) -> (loss: Double, gradient: [Float])
    ) -> [Float] {
        var point = start
        var (value, gradient) = function(point)
        var steps: [[Float]] = []
        var changes: [[Float]] = []
        var slow = 0
        for _ in 0..<iterations {
            var direction = descent(gradient, steps, changes)
            var slope = dot(direction, gradient)
            if slope >= 0 {
                steps = []
                changes = []
                direction = precondition(gradient).map { -$0 }
                slope = dot(direction, gradient)
            }
            guard slope < 0 else { break }
            guard let next = search(function, point, value, direction, slope) else { break }
            steps.append(difference(next.point, point))
            changes.append(difference(next.gradient, gradient))
            if dot(steps[steps.count - 1], changes[changes.count - 1]) <= 1e-12 {
                steps.removeLast()
                changes.removeLast()
            } else if steps.count > memory {
                steps.removeFirst()
                changes.removeFirst()
            }
            slow = value - next.value < tolerance * max(abs(value), 1e-6) ? slow + 1 : 0
            (point, value, gradient) = (next.point, next.value, next.gradient)
            if slow == 3 { break }
        }
        return point
    }

    /// Minus the inverse Hessian's estimate times the gradient: the two-loop recursion.
    private func descent(_ gradient: [Float], _ steps: [[Float]], _ changes: [[Float]]) -> [Float] {
        var direction = gradient.map { -$0 }
        guard let lastStep = steps.last, let lastChange = changes.last else { return precondition(direction) }
        var shares = [Double](repeating: 0, count: steps.count)
        for index in steps.indices.reversed() {
            shares[index] = dot(steps[index], direction) / dot(steps[index], changes[index])
            add(-shares[index], changes[index], to: &direction)
        }
        let scale = Float(dot(lastStep, lastChange) / dot(lastChange, precondition(lastChange)))
        direction = precondition(direction)
        for place in direction.indices { direction[place] *= scale }
        for index in steps.indices {
            let back = dot(changes[index], direction) / dot(steps[index], changes[index])
            add(shares[index] - back, steps[index], to: &direction)
        }
        return direction
    }

    /// A step along `direction` that lowers the value enough (Armijo), halving from one; nil where none does.
    private func search(
        _ function: ([Float]) -> (loss: Double, gradient: [Float]), _ point: [Float], _ value: Double,
        _ direction: [Float], _ slope: Double
    ) -> (point: [Float], value: Double, gradient: [Float])? {
        var length = 1.0
        for _ in 0..<25 {
            var next = point
            add(length, direction, to: &next)
            let (nextValue, nextGradient) = function(next)
            if nextValue <= value + 1e-4 * length * slope { return (next, nextValue, nextGradient) }
            length /= 2
        }
        return nil
    }

    private func dot(_ left: [Float], _ right: [Float]) -> Double {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                // Eight sums beside each other: the compiler makes them one vector, and rounding errors stay small.
                var sums = SIMD8<Float>.zero
                var place = 0
                while place + 8 <= left.count {
                    for lane in 0..<8 { sums[lane] += left[place + lane] * right[place + lane] }
                    place += 8
                }
                var total = Double(sums.sum())
                while place < left.count {
                    total += Double(left[place] * right[place])
                    place += 1
                }
                return total
            }
        }
    }

    private func add(_ scale: Double, _ vector: [Float], to target: inout [Float]) {
        let scale = Float(scale)
        vector.withUnsafeBufferPointer { vector in
            target.withUnsafeMutableBufferPointer { target in
                for place in target.indices { target[place] += scale * vector[place] }
            }
        }
    }

    private func difference(_ left: [Float], _ right: [Float]) -> [Float] {
        zip(left, right).map { $0 - $1 }
    }
}
