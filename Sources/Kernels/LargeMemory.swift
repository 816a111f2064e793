#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Zeroed memory that lives as long as the object; in large pages where the system has them.
///
/// Weights and activations run to tens of megabytes: with pages of four kilobytes, looking pages up would take a good
/// part of the time.
package final class LargeMemory: @unchecked Sendable {
    // Unchecked: whoever writes to it sees to it that nobody reads meanwhile.
    package let base: UnsafeMutableRawPointer
    package let count: Int
    private let mapping: UnsafeMutableRawPointer
    private let mapped: Int

    private static let largePage = 2 << 20

    /// So many bytes, at an address that vectors and pages like; none is touched before it is used.
    package init(bytes: Int) {
        count = (max(bytes, 1) + Self.largePage - 1) / Self.largePage * Self.largePage
        // One large page more than needed, to begin at a multiple of its size.
        let mapping = mmap(nil, count + Self.largePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapping, mapping != MAP_FAILED else { fatalError("no memory for \(bytes) bytes") }
        (self.mapping, mapped) = (mapping, count + Self.largePage)
        let over = Int(bitPattern: mapping) % Self.largePage
        base = mapping + (over == 0 ? 0 : Self.largePage - over)
        #if os(Linux)
            // Without large pages it is slower and nothing else; small memory is not worth a whole one.
            if bytes >= Self.largePage { _ = madvise(base, count, MADV_HUGEPAGE) }
        #endif
    }

    deinit {
        munmap(mapping, mapped)
    }
}
