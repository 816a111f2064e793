internal import Foundation

/// Bytes of another encoding made UTF-8, by the C library's `iconv`.
struct ConvertedText {
    /// What could be decoded, as UTF-8.
    private(set) var text = Data()
    /// The offset of the first byte that cannot be decoded, where there is one.
    private(set) var invalid: Int?

    /// Nil for an encoding that this system does not know.
    init?(_ data: Data, from encoding: String) {
        let converter = iconv_open("UTF-8", encoding)
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = [CChar](unsafeUninitializedCapacity: data.count) { buffer, count in
            count = data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
        }
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        let size = input.count
        let left = input.withUnsafeMutableBufferPointer { input in
            var next = input.baseAddress
            var left = size
            while left > 0, convert(converter, &next, &left, &buffer) {}
            return left
        }
        if left > 0 { invalid = size - left }
    }

    /// Converts until the input ends or the buffer is full; false where the input cannot go on.
    private mutating func convert(
        _ converter: iconv_t?, _ next: inout UnsafeMutablePointer<CChar>?, _ left: inout Int, _ buffer: inout [CChar]
    ) -> Bool {
        buffer.withUnsafeMutableBufferPointer { buffer in
            var output = buffer.baseAddress
            var room = buffer.count
            let result = iconv(converter, &next, &left, &output, &room)
            let isFull = result == -1 && errno == E2BIG
            text.append(contentsOf: UnsafeRawBufferPointer(buffer).prefix(buffer.count - room))
            return isFull
        }
    }
}
