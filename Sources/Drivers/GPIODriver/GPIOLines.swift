import CGPIO
public import Hardware

/// The lines of the board, through whichever libgpiod this system has.
public enum GPIOLines {
    /// All lines of all chips, in their order; empty on a board without any. Milliseconds.
    public static func list() throws(LineFailure) -> [LineDescription] {
        try list(for: "of the board")
    }

    /// The one line that an address means.
    static func find(_ address: LineAddress) throws(LineFailure) -> LineDescription {
        let lines = try list(for: "\(address)")
        let found = lines.filter { $0.isAt(address) }
        guard let line = found.first else {
            throw LineFailure(.notFound, line: "\(address)", detail: "there is no such line; \(summary(lines))")
        }
        guard found.count == 1 else {
            let places = found.map { "\($0.chip):\($0.offset)" }.joined(separator: ", ")
            throw LineFailure(.ambiguous, line: "\(address)", detail: "\(found.count) lines are so named: \(places)")
        }
        return line
    }

    private static func list(for line: String) throws(LineFailure) -> [LineDescription] {
        try load(for: line)
        let book = LineBook()
        let number = loa_gpio_visit(Unmanaged.passUnretained(book).toOpaque()) { context, line in
            guard let context, let line = line?.pointee else { return }
            Unmanaged<LineBook>.fromOpaque(context).takeUnretainedValue().lines.append(LineDescription(line))
        }
        guard number >= 0 else { throw LineFailure(gpio: number, call: "reading the chips", line: line) }
        return book.lines
    }

    /// Loads the library where that has not been done.
    static func load(for line: String) throws(LineFailure) {
        guard loa_gpio_load() < 0 else { return }
        throw LineFailure(.noLibrary, line: line, detail: String(cString: loa_gpio_problem()))
    }

    private static func summary(_ lines: [LineDescription]) -> String {
        guard !lines.isEmpty else { return "this board has no GPIO chip" }
        let names = lines.map(\.name).filter { !$0.isEmpty }
        guard !names.isEmpty else { return "no line of this board has a name" }
        let shown = names.prefix(12).joined(separator: ", ")
        return "there are \(shown)" + (names.count > 12 ? " and \(names.count - 12) more" : "")
    }
}

private final class LineBook {
    var lines: [LineDescription] = []
}

extension LineDescription {
    fileprivate init(_ line: loa_gpio_line) {
        self.init(
            chip: String(cString: line.chip), label: String(cString: line.label), offset: Int(line.offset),
            name: String(cString: line.name), consumer: String(cString: line.consumer), isUsed: line.is_used,
            isOutput: line.is_output, isActiveLow: line.is_active_low)
    }
}
