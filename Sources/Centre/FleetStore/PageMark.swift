/// Where the rest of a list begins: the value that it is sorted by, and the row's own number among equal ones.
struct PageMark: Sendable {
    var value: Int64
    var row: Int64

    init(value: Int64, row: Int64) {
        self.value = value
        self.row = row
    }

    /// nil for a text that is no mark of ours.
    init?(_ text: String) {
        let parts = text.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, let value = Int64(parts[0]), let row = Int64(parts[1]) else { return nil }
        self.init(value: value, row: row)
    }

    var text: String { "\(value)_\(row)" }
}
