internal import Foundation
package import Kernels

/// Pulls each message's vector towards that of its class's name, and away from the names of the batch's other classes.
///
/// With unit vectors z of messages and n of names, and temperature τ:
///
///     loss = mean over messages i of  − log( exp(z_i·n_{y_i} / τ) / Σ_c exp(z_i·n_c / τ) )
package enum NameContrast {
    /// The loss of messages x (n, H) and names (C, H), `named[i]` being the row of message i's name, times `weight`;
    /// its gradients are added to those of both. With `twins`, what rows of the same message say is pulled together too.
    package static func addGradient(
        _ x: MutableMatrixView, _ names: MutableMatrixView, named: [Int], temperature: Float, weight: Float,
        twins: [Int] = [], consistency: Float = 0, to dx: MutableMatrixView, _ dNames: MutableMatrixView,
        _ kernels: VectorKernels
    ) -> Double {
        let (messages, anchors) = (UnitRows(x, kernels), UnitRows(names, kernels))
        var slopes = Matrix.similarities(messages.z, anchors.z, kernels)
        slopes.values.withUnsafeMutableBufferPointer { kernels.scale($0, by: 1 / temperature) }
        let (rows, columns) = (slopes.rows, slopes.columns)
        let loss = slopes.withPointer {
            CrossEntropy.replaceByGradient(
                MutableMatrixView($0, rows: rows, columns: columns), named, weight: weight, twins: twins,
                consistency: consistency, kernels)
        }
        slopes.values.withUnsafeMutableBufferPointer { kernels.scale($0, by: 1 / temperature) }
        messages.addGradient(.product(slopes, anchors.z, kernels), to: dx, kernels)
        anchors.addGradient(
            .product(slopes, messages.z, transposingFirst: true, kernels), to: dNames, kernels)
        return loss
    }
}
