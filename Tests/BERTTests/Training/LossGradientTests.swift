import BERT
import Foundation
import Kernels
import Testing

/// The losses and the classification head: by hand, and their gradients against finite differences.
@Suite struct LossGradientTests {
    /// A matrix of numbers that a check may change, in memory of its own.
    final class Numbers {
        let view: MutableMatrixView

        init(_ rows: Int, _ columns: Int, seed: UInt64? = nil, scale: Float = 1) {
            let base = UnsafeMutablePointer<Float>.allocate(capacity: rows * columns)
            let values = seed.map { KernelsTests.numbers(rows * columns, seed: $0, scale: scale) }
            base.initialize(repeating: 0, count: rows * columns)
            if let values { base.update(from: values, count: values.count) }
            view = MutableMatrixView(base, rows: rows, columns: columns)
        }

        convenience init(copying other: Numbers) {
            self.init(other.view.rows, other.view.columns)
            view.base.update(from: other.view.base, count: values.count)
        }

        deinit { view.base.deallocate() }

        var buffer: UnsafeMutableBufferPointer<Float> {
            UnsafeMutableBufferPointer(start: view.base, count: view.rows * view.columns)
        }
        var values: [Float] { Array(buffer) }
    }

    // MARK: - Cross-entropy

    @Test func crossEntropyByHand() {
        let logits = Numbers(2, 2)
        logits.view.base.update(from: [0, Float(log(3.0)), 5, 5], count: 4)
        let loss = CrossEntropy.replaceByGradient(
            logits.view, [.label(1, smoothing: 0), .distribution([0.25, 0.75])], weight: 2)
        // Softmax: (1/4, 3/4) and (1/2, 1/2); mean of log 4/3 and log 2, twice.
        #expect(abs(loss - (log(4.0 / 3) + log(2.0))) < 1e-6)
        #expect(zip(logits.values, [0.25, -0.25, 0.25, -0.25]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func aSmoothedLabelByHand() {
        let logits = Numbers(1, 4)
        let loss = CrossEntropy.replaceByGradient(logits.view, [.label(2, smoothing: 0.2)])
        #expect(abs(loss - log(4.0)) < 1e-6)
        // 1/4 − 0.05, and for the label 1/4 − 0.85.
        #expect(zip(logits.values, [0.2, 0.2, -0.6, 0.2]).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func farApartLogitsStayFinite() {
        let logits = Numbers(1, 3)
        logits.view.base.update(from: [1e4, -1e4, 0], count: 3)
        let loss = CrossEntropy.replaceByGradient(logits.view, [.label(1, smoothing: 0.1)])
        #expect(loss.isFinite && logits.values.allSatisfy { $0.isFinite })
    }

    @Test func crossEntropy() {
        let logits = Numbers(3, 5, seed: 1, scale: 3)
        let targets: [CrossEntropy.Target] = [
            .label(4, smoothing: 0), .label(0, smoothing: 0.3), .distribution([0.1, 0.2, 0.3, 0.4, 0]),
        ]
        let gradient = Numbers(copying: logits)
        _ = CrossEntropy.replaceByGradient(gradient.view, targets, weight: 1.5)
        let problems = GradientCheck(places: 15).problems(logits.buffer, gradient.values) {
            CrossEntropy.replaceByGradient(Numbers(copying: logits).view, targets, weight: 1.5)
        }
        #expect(problems == [])
    }

    // MARK: - The head

    @Test(arguments: [0, 0.3] as [Float]) func classificationHead(_ rate: Float) {
        let (rows, width, classes) = (5, 19, 7)
        let parameters = Parameters(capacity: ClassificationHead.room(classes: classes, width: width))
        let weight = Matrix(rows: classes, columns: width, values: KernelsTests.numbers(classes * width, seed: 2))
        let head = ClassificationHead(weight: weight, bias: KernelsTests.numbers(classes, seed: 3), in: parameters)
        let x = Numbers(rows, width, seed: 4)
        let dropout = rate > 0 ? Dropout(rate: rate, seed: 1, step: 2) : .none
        let targets = (0..<rows).map { CrossEntropy.Target.label($0, smoothing: 0.1) }
        func forward(_ input: Numbers, _ logits: Numbers) -> Double {
            head.forward(input.view, into: logits.view, dropout: dropout, .best)
            return CrossEntropy.replaceByGradient(logits.view, targets)
        }
        let (input, logits, dx) = (Numbers(copying: x), Numbers(rows, classes), Numbers(rows, width))
        _ = forward(input, logits)
        head.backward(logits.view, input.view, into: dx.view, dropout: dropout, parameters, .best)
        func problems(_ numbers: UnsafeMutableBufferPointer<Float>, _ gradient: [Float]) -> [String] {
            GradientCheck(places: 20).problems(numbers, gradient) {
                forward(Numbers(copying: x), Numbers(rows, classes))
            }
        }
        #expect(problems(x.buffer, dx.values) == [])
        for slot in parameters.slots {
            let numbers = UnsafeMutableBufferPointer(
                start: parameters.values + slot.range.lowerBound, count: slot.range.count)
            #expect(problems(numbers, Array(parameters.gradient(of: slot))) == [], "\(slot.name)")
        }
    }

    // MARK: - Contrasts

    @Test func nameContrastByHand() {
        let (x, names) = (Numbers(1, 2), Numbers(2, 2))
        x.view.base.update(from: [3, 0], count: 2)
        names.view.base.update(from: [0, 2, 5, 0], count: 4)
        let (dx, dNames) = (Numbers(1, 2), Numbers(2, 2))
        let loss = NameContrast.addGradient(
            x.view, names.view, named: [1], temperature: 0.5, weight: 1, to: dx.view, dNames.view, .best)
        // Cosines 0 and 1, over the temperature 0 and 2.
        #expect(abs(loss - log(1 + exp(-2.0))) < 1e-6)
        // Towards the second name, away from the first; a vector's length changes nothing.
        #expect(dx.values[0] == 0 && dx.values[1] > 0 && dNames.values[0] > 0 && dNames.values[2] == 0)
    }

    @Test func nameContrast() {
        let (x, names) = (Numbers(4, 9, seed: 5), Numbers(3, 9, seed: 6))
        let named = [0, 2, 2, 1]
        let (dx, dNames) = (Numbers(4, 9), Numbers(3, 9))
        func loss(_ dx: MutableMatrixView, _ dNames: MutableMatrixView) -> Double {
            NameContrast.addGradient(
                x.view, names.view, named: named, temperature: 0.3, weight: 0.7, to: dx, dNames, .best)
        }
        _ = loss(dx.view, dNames.view)
        let check = GradientCheck(places: 36)
        for (numbers, gradient) in [(x, dx), (names, dNames)] {
            #expect(
                check.problems(numbers.buffer, gradient.values) { loss(Numbers(4, 9).view, Numbers(3, 9).view) } == [])
        }
        // Added to what is there.
        let once = dx.values + dNames.values
        _ = loss(dx.view, dNames.view)
        #expect(Self.isTwice(dx.values + dNames.values, once))
    }

    @Test func neighbourContrastByHand() {
        let x = Numbers(3, 2)
        x.view.base.update(from: [1, 0, 2, 0, 0, 3], count: 6)
        let dx = Numbers(3, 2)
        let loss = NeighbourContrast.addGradient(
            x.view, labels: [4, 4, 9], anchors: 3, temperature: 0.5, weight: 1, to: dx.view, .best)
        // The third has no company; the first two are alike (cosine 1), and at right angles to the third.
        #expect(abs(loss - log(1 + exp(-2.0))) < 1e-6)
        let alone = NeighbourContrast.addGradient(
            x.view, labels: [1, 2, 3], anchors: 3, temperature: 0.5, weight: 1, to: dx.view, .best)
        #expect(alone == 0)
    }

    @Test(arguments: [4, 7]) func neighbourContrast(_ anchors: Int) {
        let (x, dx) = (Numbers(7, 9, seed: 7), Numbers(7, 9))
        let labels = [0, 1, 0, 2, 1, 0, 3]
        func loss(_ dx: MutableMatrixView) -> Double {
            NeighbourContrast.addGradient(
                x.view, labels: labels, anchors: anchors, temperature: 0.3, weight: 0.7, to: dx, .best)
        }
        #expect(abs(loss(dx.view) - Self.neighbourLoss(x, labels, anchors, temperature: 0.3) * 0.7) < 1e-5)
        let problems = GradientCheck(places: 63).problems(x.buffer, dx.values) { loss(Numbers(7, 9).view) }
        #expect(problems == [])
        let once = dx.values
        _ = loss(dx.view)
        #expect(Self.isTwice(dx.values, once))
    }

    private static func isTwice(_ sum: [Float], _ once: [Float]) -> Bool {
        zip(sum, once).allSatisfy { abs($0 - 2 * $1) < 1e-6 }
    }

    /// The formula in doubles.
    private static func neighbourLoss(_ x: Numbers, _ labels: [Int], _ anchors: Int, temperature: Double) -> Double {
        let rows = (0..<x.view.rows).map { row in (0..<x.view.columns).map { Double(x.view.row(row)[$0]) } }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map { $0 * $1 }.reduce(0, +) }
        func power(_ i: Int, _ j: Int) -> Double {
            exp(dot(rows[i], rows[j]) / (dot(rows[i], rows[i]) * dot(rows[j], rows[j])).squareRoot() / temperature)
        }
        let losses = (0..<anchors).compactMap { i -> Double? in
            let others = labels.indices.filter { $0 != i }
            let company = others.filter { labels[$0] == labels[i] }
            guard !company.isEmpty else { return nil }
            return -log(company.map { power(i, $0) }.reduce(0, +) / others.map { power(i, $0) }.reduce(0, +))
        }
        return losses.reduce(0, +) / Double(losses.count)
    }
}
