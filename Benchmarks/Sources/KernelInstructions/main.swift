import Foundation
import Kernels

// Runs one inner kernel once, so that its instructions can be counted (Benchmarks/instructions/run).
//
//     KernelInstructions             prints the kernels' names
//     KernelInstructions NAME SET    runs one, compiled for SET: baseline, avx2 or avx512

/// Numbers that are the same in every run.
func numbers(_ count: Int) -> UnsafeMutablePointer<Float> {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
    for index in 0..<count { memory[index] = Float((index * 7919) % 1000) / 500 - 1 }
    return memory
}

/// Called once; its symbol is what valgrind counts within.
@_silgen_name("measured_kernel") @inline(never)
func measuredKernel(_ body: @escaping () -> Void) { body() }

let (rows, width, inner) = (26, 384, 1536)
let names = [
    "linear", "mix", "packed_product", "packed_transposed", "pack", "pack_transposed", "gelu", "softmax",
    "layer_norm", "adam",
]

func kernel(_ name: String, _ kernels: VectorKernels) -> (() -> Void)? {
    guard let products = PackedProducts(.float32, kernels.instructionSet) else { return nil }
    let (x, w, y) = (numbers(rows * inner), numbers(width * inner), numbers(rows * inner))
    let input = MatrixView(x, rows: rows, columns: width)
    let weight = MatrixView(w, rows: inner, columns: width)
    let output = MutableMatrixView(y, rows: rows, columns: inner)
    let factor = PackedFactor(products, inner: width, columns: inner)
    factor.packTransposed(weight)
    let converted = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    switch name {
    case "linear": return { kernels.linear(input, weight, bias: nil, into: y, stride: inner) }
    case "mix":
        return {
            kernels.mix(
                MatrixView(x, rows: rows, columns: rows), MatrixView(w, rows: rows, columns: 32), into: y, stride: 32)
        }
    case "packed_product": return { products.multiply(products.rows(of: input, in: converted), factor, into: output) }
    case "packed_transposed":
        let rowsPacked = PackedFactor(products, inner: rows, columns: width)
        rowsPacked.pack(input)
        let slopes = MatrixView(y, rows: rows, columns: inner)
        let gradient = MutableMatrixView(w, rows: inner, columns: width)
        return { products.multiplyTransposed(slopes, rowsPacked, columns: 0..<width, into: gradient) }
    case "pack":
        let other = PackedFactor(products, inner: inner, columns: width)
        return { other.pack(weight) }
    case "pack_transposed": return { factor.packTransposed(weight) }
    case "gelu": return { kernels.gelu(UnsafeMutableBufferPointer(start: x, count: rows * inner)) }
    case "softmax": return { kernels.softmax(UnsafeMutableBufferPointer(start: x, count: 26), scale: 0.2) }
    case "layer_norm":
        let (gain, bias) = (UnsafeBufferPointer(start: w, count: width), UnsafeBufferPointer(start: y, count: width))
        return { kernels.layerNorm(x, adding: nil, gain: gain, bias: bias, epsilon: 1e-12, into: x) }
    case "adam":
        let step = AdamWStep(
            rate: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.01, meanCorrection: 10,
            squareCorrection: 1000, gradientScale: 1)
        let square = numbers(rows * inner)
        for index in 0..<rows * inner { square[index] = abs(square[index]) }
        return { kernels.adamW(x, gradients: y, mean: w, square: square, count: rows * inner, step) }
    default: return nil
    }
}

let sets: [String: InstructionSet] = ["baseline": .baseline, "avx2": .avx2, "avx512": .avx512]
let arguments = CommandLine.arguments.dropFirst()
guard let name = arguments.first else {
    for name in names { print(name) }
    exit(0)
}
guard let set = arguments.dropFirst().first.flatMap({ sets[$0] }), let kernels = VectorKernels(set),
    let body = kernel(name, kernels)
else {
    FileHandle.standardError.write(Data("usage: KernelInstructions [NAME baseline|avx2|avx512]\n".utf8))
    exit(64)
}
measuredKernel(body)
