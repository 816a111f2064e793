import BERT
import Foundation
import Kernels
import Testing

/// The losses and the classification head: by hand, and their gradients against finite differences.
@Suite struct LossGradientTests {
    static func numbers(_ rows: Int, _ columns: Int, seed: UInt64, scale: Float = 1) -> Matrix {
        Matrix(rows: rows, columns: columns, values: KernelsTests.numbers(rows * columns, seed: seed, scale: scale))
    }

    private static func areNear(_ a: [Float], _ b: [Float]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    // MARK: - Cross-entropy

    private static func crossEntropy(
        _ logits: inout Matrix, _ labels: [Int], smoothing: Float = 0, weight: Float = 1
    ) -> Double {
        logits.withMutableView {
            CrossEntropy.replaceByGradient($0, labels, smoothing: smoothing, weight: weight)
        }
    }

    @Test func crossEntropyByHand() {
        var logits = Matrix(rows: 2, columns: 2, values: [0, Float(log(3.0)), 5, 5])
        let loss = Self.crossEntropy(&logits, [1, 0], weight: 2)
        // Softmax: (1/4, 3/4) and (1/2, 1/2); the mean of log 4/3 and log 2, twice.
        #expect(abs(loss - log(4.0 / 3) - log(2.0)) < 1e-6)
        #expect(Self.areNear(logits.values, [0.25, -0.25, -0.5, 0.5]))
    }

    @Test func aSmoothedLabelByHand() {
        var logits = Matrix(rows: 1, columns: 4)
        let loss = Self.crossEntropy(&logits, [2], smoothing: 0.2)
        #expect(abs(loss - log(4.0)) < 1e-6)
        // 1/4 − 0.05, and for the label 1/4 − 0.85.
        #expect(Self.areNear(logits.values, [0.2, 0.2, -0.6, 0.2]))
    }

    @Test func farApartLogitsStayFinite() {
        var logits = Matrix(rows: 1, columns: 3, values: [1e4, -1e4, 0])
        let loss = Self.crossEntropy(&logits, [1], smoothing: 0.1)
        #expect(loss.isFinite && logits.values.allSatisfy { $0.isFinite })
    }

    @Test(arguments: [0, 0.3] as [Float]) func crossEntropy(_ smoothing: Float) {
        let logits = Self.numbers(3, 5, seed: 1, scale: 3)
        var gradient = logits
        _ = Self.crossEntropy(&gradient, [4, 0, 2], smoothing: smoothing, weight: 1.5)
        let problems = GradientCheck(places: 15).problems(logits.values, gradient.values) {
            var moved = Matrix(rows: 3, columns: 5, values: $0)
            return Self.crossEntropy(&moved, [4, 0, 2], smoothing: smoothing, weight: 1.5)
        }
        #expect(problems == [])
    }

    // MARK: - Agreement of twins

    private static func consistentCrossEntropy(
        _ logits: inout Matrix, _ labels: [Int], twins: [Int], consistency: Float
    ) -> Double {
        logits.withMutableView {
            CrossEntropy.replaceByGradient(
                $0, labels, smoothing: 0.1, weight: 1.5, twins: twins, consistency: consistency, .best)
        }
    }

    @Test func consistencyByHand() {
        var logits = Matrix(rows: 2, columns: 2, values: [0, Float(log(3.0)), 5, 5])
        let (loss, slopes) = logits.withMutableView { Consistency.gradient(of: $0, twins: [1, 0], weight: 2) }
        // Softmax: (1/4, 3/4) and (1/2, 1/2).
        let forth = log(0.5) / 4 + 3 * log(1.5) / 4
        let back = (log(2.0) + log(2.0 / 3)) / 2
        #expect(abs(loss - forth - back) < 1e-6)
        let first = Float((log(0.5) - forth) / 4 + 0.25 - 0.5)
        #expect(Self.areNear(Array(slopes[row: 0]), [first, -first]))
        // The same distribution twice is no loss.
        var same = Matrix(rows: 2, columns: 2, values: [1, 3, 0, 2])
        let agreed = same.withMutableView { Consistency.gradient(of: $0, twins: [1, 0], weight: 2) }
        #expect(abs(agreed.loss) < 1e-12 && agreed.slopes.values.allSatisfy { abs($0) < 1e-6 })
    }

    @Test func consistency() {
        let (logits, twins) = (Self.numbers(4, 5, seed: 8, scale: 3), [2, 3, 0, 1])
        let labels = [4, 0, 4, 0]
        var gradient = logits
        let loss = Self.consistentCrossEntropy(&gradient, labels, twins: twins, consistency: 0.6)
        var plain = logits
        #expect(loss > Self.crossEntropy(&plain, labels, smoothing: 0.1, weight: 1.5) + 0.1)
        let problems = GradientCheck(places: 20).problems(logits.values, gradient.values) {
            var moved = Matrix(rows: 4, columns: 5, values: $0)
            return Self.consistentCrossEntropy(&moved, labels, twins: twins, consistency: 0.6)
        }
        #expect(problems == [])
    }

    // MARK: - The head

    @Test(arguments: [0, 0.3] as [Float]) func classificationHead(_ rate: Float) {
        let (rows, width, classes) = (5, 19, 7)
        let parameters = Parameters(capacity: ClassificationHead.room(classes: classes, width: width))
        let head = ClassificationHead(
            weight: Self.numbers(classes, width, seed: 2), bias: KernelsTests.numbers(classes, seed: 3), in: parameters)
        let x = Self.numbers(rows, width, seed: 4)
        let dropout = rate > 0 ? Dropout(rate: rate, attentionRate: 0, seed: 1, step: 2) : .none
        /// The loss; `dx` becomes the gradient of x.
        func loss(_ x: Matrix, dx: inout Matrix) -> Double {
            var (input, logits) = (x, Matrix(rows: rows, columns: classes))
            return input.withMutableView { input in
                logits.withMutableView { logits in
                    head.forward(input, into: logits, dropout: dropout, .best)
                    let loss = CrossEntropy.replaceByGradient(logits, Array(0..<rows), smoothing: 0.1)
                    dx.withMutableView {
                        head.backward(logits, input, into: $0, dropout: dropout, parameters, .best)
                    }
                    return loss
                }
            }
        }
        var (dx, unused) = (x, x)
        _ = loss(x, dx: &dx)
        let check = GradientCheck(places: 20)
        let gradients = parameters.slots.map { Array(parameters.gradient(of: $0)) }
        let problems = check.problems(x.values, dx.values) {
            loss(Matrix(rows: rows, columns: width, values: $0), dx: &unused)
        }
        #expect(problems == [])
        for (slot, gradient) in zip(parameters.slots, gradients) {
            let place = parameters.values + slot.range.lowerBound
            let numbers = Array(parameters.values(of: slot))
            let problems = check.problems(numbers, gradient) {
                place.update(from: $0, count: $0.count)
                return loss(x, dx: &unused)
            }
            place.update(from: numbers, count: numbers.count)
            #expect(problems == [], "\(slot.name)")
        }
    }

    // MARK: - Contrast with names

    /// The loss; the gradients are added to `dx` and `dNames`.
    private static func nameContrast(
        _ x: Matrix, _ names: Matrix, named: [Int], temperature: Float, weight: Float = 1, twins: [Int] = [],
        dx: inout Matrix, dNames: inout Matrix
    ) -> Double {
        var (x, names) = (x, names)
        return x.withMutableView { x in
            names.withMutableView { names in
                dx.withMutableView { dx in
                    dNames.withMutableView { dNames in
                        NameContrast.addGradient(
                            x, names, named: named, temperature: temperature, weight: weight, twins: twins,
                            consistency: 8, to: dx, dNames, .best)
                    }
                }
            }
        }
    }

    @Test func nameContrastByHand() {
        let x = Matrix(rows: 1, columns: 2, values: [3, 0])
        let names = Matrix(rows: 2, columns: 2, values: [0, 2, 5, 0])
        var (dx, dNames) = (Matrix(rows: 1, columns: 2), Matrix(rows: 2, columns: 2))
        let loss = Self.nameContrast(x, names, named: [1], temperature: 0.5, dx: &dx, dNames: &dNames)
        // Cosines 0 and 1, over the temperature 0 and 2; the first name has the share p.
        let p = 1 / (1 + exp(2.0))
        #expect(abs(loss + log(1 - p)) < 1e-6)
        // 2 p along what is at right angles to each, divided by its length: away from the first name.
        #expect(Self.areNear(dx.values, [0, Float(2 * p / 3)]))
        #expect(Self.areNear(dNames.values, [Float(2 * p / 2), 0, 0, 0]))
    }

    /// Without twins, and as the recipe for few examples has it: each message twice, pulled together.
    @Test(arguments: [[], [2, 3, 0, 1]]) func nameContrast(_ twins: [Int]) {
        let (x, names) = (Self.numbers(4, 9, seed: 5), Self.numbers(3, 9, seed: 6))
        func loss(_ x: Matrix, _ names: Matrix, _ dx: inout Matrix, _ dNames: inout Matrix) -> Double {
            Self.nameContrast(
                x, names, named: [0, 2, 0, 2], temperature: 0.3, weight: 0.7, twins: twins, dx: &dx,
                dNames: &dNames)
        }
        var (dx, dNames, unused) = (Matrix(rows: 4, columns: 9), Matrix(rows: 3, columns: 9), (x, names))
        _ = loss(x, names, &dx, &dNames)
        let check = GradientCheck(places: 36)
        let ofMessages = check.problems(x.values, dx.values) {
            loss(Matrix(rows: 4, columns: 9, values: $0), names, &unused.0, &unused.1)
        }
        let ofNames = check.problems(names.values, dNames.values) {
            loss(x, Matrix(rows: 3, columns: 9, values: $0), &unused.0, &unused.1)
        }
        #expect(ofMessages == [] && ofNames == [])
        // Gradients are added to what is there.
        let once = dx.values + dNames.values
        _ = loss(x, names, &dx, &dNames)
        #expect(Self.areNear(dx.values + dNames.values, once.map { 2 * $0 }))
    }

    // MARK: - Contrast of neighbours

    /// The loss; the gradient is added to `dx`.
    private static func neighbourContrast(
        _ x: Matrix, _ labels: [Int], anchors: Int, temperature: Float, twins: [Int] = [], dx: inout Matrix
    ) -> Double {
        var x = x
        return x.withMutableView { x in
            dx.withMutableView {
                NeighbourContrast.addGradient(
                    x, labels: labels, anchors: anchors, temperature: temperature, weight: 0.7, twins: twins, to: $0,
                    .best)
            }
        }
    }

    @Test func neighbourContrastByHand() {
        let x = Matrix(rows: 3, columns: 2, values: [1, 0, 2, 0, 0, 3])
        var dx = Matrix(rows: 3, columns: 2)
        let loss = Self.neighbourContrast(x, [4, 4, 9], anchors: 3, temperature: 0.5, dx: &dx)
        // The third has no company; the first two are alike (cosine 1), and at right angles to the third.
        #expect(abs(loss - 0.7 * log(1 + exp(-2.0))) < 1e-6)
        #expect(Self.neighbourContrast(x, [1, 2, 3], anchors: 3, temperature: 0.5, dx: &dx) == 0)
    }

    @Test(arguments: [4, 7]) func neighbourContrast(_ anchors: Int) {
        let (x, labels) = (Self.numbers(7, 9, seed: 7), [0, 1, 0, 2, 1, 0, 3])
        var (dx, unused) = (Matrix(rows: 7, columns: 9), x)
        let loss = Self.neighbourContrast(x, labels, anchors: anchors, temperature: 0.3, dx: &dx)
        #expect(abs(loss - 0.7 * Self.neighbourLoss(x, labels, anchors, temperature: 0.3)) < 1e-5)
        let problems = GradientCheck(places: 63).problems(x.values, dx.values) {
            let moved = Matrix(rows: 7, columns: 9, values: $0)
            return Self.neighbourContrast(moved, labels, anchors: anchors, temperature: 0.3, dx: &unused)
        }
        #expect(problems == [])
        let once = dx.values
        _ = Self.neighbourContrast(x, labels, anchors: anchors, temperature: 0.3, dx: &dx)
        #expect(Self.areNear(dx.values, once.map { 2 * $0 }))
    }

    @Test func aTwinIsNoNeighbour() {
        let (x, labels, twins) = (Self.numbers(7, 9, seed: 9), [0, 0, 1, 0, 0, 1, 1], [3, 4, 5, 0, 1, 2])
        var (dx, unused) = (Matrix(rows: 7, columns: 9), x)
        let loss = Self.neighbourContrast(x, labels, anchors: 6, temperature: 0.3, twins: twins, dx: &dx)
        #expect(abs(loss - 0.7 * Self.neighbourLoss(x, labels, 6, temperature: 0.3, twins)) < 1e-5)
        let problems = GradientCheck(places: 63).problems(x.values, dx.values) {
            let moved = Matrix(rows: 7, columns: 9, values: $0)
            return Self.neighbourContrast(moved, labels, anchors: 6, temperature: 0.3, twins: twins, dx: &unused)
        }
        #expect(problems == [])
    }

    /// The formula in doubles.
    private static func neighbourLoss(
        _ x: Matrix, _ labels: [Int], _ anchors: Int, temperature: Double, _ twins: [Int] = []
    ) -> Double {
        let rows = (0..<x.rows).map { x[row: $0].map(Double.init) }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map { $0 * $1 }.reduce(0, +) }
        func power(_ i: Int, _ j: Int) -> Double {
            exp(dot(rows[i], rows[j]) / (dot(rows[i], rows[i]) * dot(rows[j], rows[j])).squareRoot() / temperature)
        }
        let losses = (0..<anchors).compactMap { i -> Double? in
            let others = labels.indices.filter { $0 != i && (twins.isEmpty || $0 != twins[i]) }
            let company = others.filter { labels[$0] == labels[i] }
            guard !company.isEmpty else { return nil }
            return -log(company.map { power(i, $0) }.reduce(0, +) / others.map { power(i, $0) }.reduce(0, +))
        }
        return losses.reduce(0, +) / Double(losses.count)
    }
}

extension Matrix {
    /// Calls `body` with the matrix to be written.
    fileprivate mutating func withMutableView<Result>(_ body: (MutableMatrixView) throws -> Result) rethrows -> Result {
        let (rows, columns) = (rows, columns)
        return try withPointer { try body(MutableMatrixView($0, rows: rows, columns: columns)) }
    }
}
