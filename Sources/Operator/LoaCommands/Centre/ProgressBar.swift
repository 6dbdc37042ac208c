/// A line on the standard error that grows while something long is done; silent where nobody watches.
struct ProgressBar: Sendable {
    let title: String
    private let isWatched: Bool

    init(_ title: String) {
        self.title = Terminal.shown(title)
        isWatched = Terminal.isWatched
    }

    private static let width = 30

    /// Any thread, several times a second.
    func show(_ done: Int, of total: Int) {
        guard isWatched, total > 0 else { return }
        let part = min(1, max(0, Double(done) / Double(total)))
        let full = Int(part * Double(Self.width))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
        Terminal.show("\r\(title) [\(bar)] \(Int(part * 100)) %")
    }

    /// Clears the line.
    func end() {
        if isWatched { Terminal.show("\r\u{1b}[K") }
    }
}
