internal import Kernels

/// The middle of each class's examples: how near it a message lies tells best whether any class covers it.
///
/// The nearest example tells less, since with thousands of examples one is always near. A centre is the mean of its
/// class's embeddings at length one; its cosine follows from those of the examples, so only a length is kept.
struct ClassCentres: Sendable {
    /// The length of the sum of each class's embeddings (C); 0 for a class without examples.
    let lengths: [Float]

    init(lengths: [Float]) {
        self.lengths = lengths
    }

    /// The centres of embeddings (n, D), those that are excluded left out.
    init(of embeddings: Matrix, in table: ExampleTable, excluded: [Bool]) {
        var sums = Matrix(rows: table.classes, columns: embeddings.columns)
        for (example, label) in table.labels.enumerated() where !excluded[example] {
            let start = label * embeddings.columns
            for (column, value) in embeddings[row: example].enumerated() { sums.values[start + column] += value }
        }
        lengths = (0..<table.classes).map { label in
            sums[row: label].reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }

    /// The cosine of a message with each class's centre (C), from its cosines with the examples (n).
    func cosines(_ examples: ArraySlice<Float>, in table: ExampleTable, excluded: [Bool]) -> [Float] {
        var sums = [Float](repeating: 0, count: lengths.count)
        for (cosine, (label, isExcluded)) in zip(examples, zip(table.labels, excluded)) where !isExcluded {
            sums[label] += cosine
        }
        return zip(sums, lengths).map { $1 > 0 ? $0 / $1 : 0 }
    }
}
