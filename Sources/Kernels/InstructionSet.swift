import CKernels

/// The instruction sets that the kernels are compiled for, slowest first.
package enum InstructionSet: Int32, Sendable, CaseIterable {
    /// What every processor of the architecture has: SSE2 on x86-64, NEON on 64-bit ARM.
    case baseline = 0
    /// x86-64-v3: AVX2 with fused multiply-add.
    case avx2 = 1
    /// x86-64-v4: AVX-512.
    case avx512 = 2

    /// Whether this processor and this build have it.
    package var isSupported: Bool {
        ck_table_for(rawValue) != nil
    }

    /// The fastest one that this processor has.
    package static var best: InstructionSet {
        allCases.last { $0.isSupported } ?? .baseline
    }
}
