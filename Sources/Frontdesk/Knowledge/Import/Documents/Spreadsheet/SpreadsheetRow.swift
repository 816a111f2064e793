/// A row of a sheet with the cells that hold something; rows and columns count from one.
struct SpreadsheetRow {
    struct Cell {
        let column: Int
        let text: String
    }

    let number: Int
    /// In the order of their columns.
    var cells: [Cell] = []
    /// What a cell holds instead of a value, such as `#REF!`.
    var failure: Cell?
}

/// Which cells of a sheet are merged into one.
struct MergedCells {
    let column: Int
    let rows: ClosedRange<Int>

    /// Reads a range such as `B2:B7`; nil for one that does not reach below its first row.
    init?(_ range: String) {
        let corners = range.split(separator: ":").map(CellPlace.init)
        guard corners.count == 2, let first = corners[0], let last = corners[1], first.row < last.row else {
            return nil
        }
        column = first.column
        rows = first.row...last.row
    }
}

/// A cell's place as files write it: `B12`.
struct CellPlace {
    let row: Int
    let column: Int

    /// The widest table that is read, and the longest sheet that there is.
    static let mostColumns = 1_024
    static let mostRows = 1_048_576

    init?(_ text: some StringProtocol) {
        var column = 0
        var row = 0
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A where row == 0: column = column * 26 + Int(byte) - 0x40
            case 0x30...0x39: row = row * 10 + Int(byte) - 0x30
            default: return nil
            }
            guard column <= 1 << 20, row <= Self.mostRows else { return nil }
        }
        guard column > 0, row > 0 else { return nil }
        self.row = row
        self.column = column
    }
}
