internal import BERT
internal import Foundation
internal import Kernels

/// The vectors of some texts, with the entry and the position of each, in the order of both.
struct VectorTable: @unchecked Sendable {
    // Unchecked: the memory belongs to the owner and is not written any more.
    private let rows: VectorRows
    /// The row of each text's entry, ascending.
    private let entries: UnsafePointer<Int64>
    private let positions: UnsafePointer<Int32>
    private let owner: AnyObject

    var count: Int { rows.rows }
    var dimensions: Int { rows.columns }

    /// Vectors in memory; `floats` (texts, dimensions) are copied.
    init(entries: [Int64], positions: [Int32], floats: Matrix) {
        precondition(entries.count == floats.rows && positions.count == floats.rows)
        let memory = LargeMemory(bytes: entries.count * 12 + floats.values.count * MemoryLayout<Float>.size)
        let rows = memory.base.bindMemory(to: Int64.self, capacity: entries.count)
        let values = (memory.base + entries.count * 8).bindMemory(to: Float.self, capacity: floats.values.count)
        let places = (memory.base + entries.count * 8 + floats.values.count * 4)
            .bindMemory(to: Int32.self, capacity: positions.count)
        for index in entries.indices { (rows[index], places[index]) = (entries[index], positions[index]) }
        for index in floats.values.indices { values[index] = floats.values[index] }
        self.rows = VectorRows(ByteRows(floats), floats: values, owner: memory)
        (self.entries, self.positions, owner) = (UnsafePointer(rows), UnsafePointer(places), memory)
    }

    /// Vectors that lie in a file.
    init(_ file: Safetensors, dimensions: Int) throws {
        let count = try file.entry("entries").shape.first ?? 0
        let entries = try file.stored("entries", shape: [count], .int64, as: Int64.self)
        let positions = try file.stored("positions", shape: [count], .int32, as: Int32.self)
        let scales = try file.stored("scales", shape: [count], .float32, as: Float.self)
        let floats = try file.stored("floats", shape: [count, dimensions], .float32, as: Float.self)
        let numbers = try file.stored("numbers", shape: [count, dimensions], .int8, as: Int8.self)
        guard let rows = entries.numbers.baseAddress, let places = positions.numbers.baseAddress,
            let factors = scales.numbers.baseAddress, let values = floats.numbers.baseAddress,
            let bytes = numbers.numbers.baseAddress
        else { throw BotError(.badData, at: SourceLocation(file: file.file), "the file holds no vector") }
        let mapping = entries.owner
        self.rows = VectorRows(
            ByteRows(rows: count, columns: dimensions, numbers: bytes, scales: factors, owner: mapping),
            floats: values, owner: mapping)
        (self.entries, self.positions, owner) = (rows, places, mapping)
    }

    /// The texts nearest to a query, with their entries; fewer where the table is smaller.
    func nearest(to query: [Float], count: Int) -> [(entry: Int64, score: Float)] {
        query.withUnsafeBufferPointer { query in
            rows.nearest(to: query, count: count).map { (entries[$0.row], $0.score) }
        }
    }

    /// The places in the table of an entry's texts.
    func texts(of entry: Int64) -> Range<Int> {
        firstPlace { $0 >= entry }..<firstPlace { $0 > entry }
    }

    /// The position within its entry of the text at a place.
    func position(at place: Int) -> Int { Int(positions[place]) }

    func cosine(at place: Int, with query: [Float]) -> Float {
        query.withUnsafeBufferPointer { rows.product(of: place, with: $0) }
    }

    func vector(at place: Int) -> [Float] { Array(rows.vector(place)) }

    /// The first place whose entry is so; the places behind it are so too.
    private func firstPlace(_ isBehind: (Int64) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(entries[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
