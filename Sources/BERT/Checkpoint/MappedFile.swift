import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file mapped read-only into memory for as long as the object lives.
final class MappedFile: @unchecked Sendable {
    // Unchecked: the mapping is never written and ends only with the object.
    let bytes: UnsafeRawBufferPointer

    /// Maps the whole file; an empty file maps to no bytes.
    init(_ url: URL) throws {
        let path = url.path
        // Without waiting: a named pipe would keep it for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw CheckpointError.system(path, "cannot be opened", errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw CheckpointError.system(path, "cannot be read", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw CheckpointError(path, "this is not a regular file") }
        guard status.st_size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        let length = Int(status.st_size)
        let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else {
            throw CheckpointError.system(path, "cannot be mapped into memory", errno)
        }
        bytes = UnsafeRawBufferPointer(start: address, count: length)
    }

    deinit {
        guard let address = bytes.baseAddress else { return }
        munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
    }

    /// Maps the pages of a range at once instead of one fault after another.
    ///
    /// A hint: where the kernel does not know it (Linux before 5.14), pages come on first use as ever.
    func populate(_ range: UnsafeRawBufferPointer) {
        #if os(Linux)
            guard let start = range.baseAddress, range.count > 0 else { return }
            let page = UInt(getpagesize())
            let first = UInt(bitPattern: start) / page * page
            let length = UInt(bitPattern: start) + UInt(range.count) - first
            let populateRead: Int32 = 22  // MADV_POPULATE_READ, which Debian 12's headers lack
            madvise(UnsafeMutableRawPointer(bitPattern: first), Int(length), populateRead)
        #endif
    }
}
