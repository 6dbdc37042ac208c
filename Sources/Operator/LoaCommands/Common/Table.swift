/// Columns of text, the first line their names.
struct Table {
    private var rows: [[String]]

    init(_ names: String...) { rows = [names] }

    /// A cell without a value is shown as `-`.
    mutating func add(_ cells: String?...) { rows.append(cells.map { $0 ?? "-" }) }

    func show() {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? Terminal.shown($0[column]).count : 0 }.max() ?? 0
        }
        for row in rows {
            let padded = zip(row, widths).map { cell, width in
                let text = Terminal.shown(cell)
                return text + String(repeating: " ", count: width - text.count)
            }
            var line = padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            Terminal.say(line)
        }
    }
}
