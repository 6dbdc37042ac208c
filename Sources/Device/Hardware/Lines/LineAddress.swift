/// Which line of the board is meant.
public enum LineAddress: Hashable, Sendable, CustomStringConvertible {
    /// By the name that the board's device tree gives it, such as `amplifier`: it stays when chips are renumbered.
    case named(String)
    /// By the name or label of its chip and its number there, such as `gpiochip0:17`, for boards that name no lines.
    case numbered(chip: String, offset: Int)

    /// Reads `NAME` or `CHIP:NUMBER`; nil where it is neither.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 64, !text.utf8.contains(0) else { return nil }
        guard let colon = text.lastIndex(of: ":"), let offset = Int(text[text.index(after: colon)...]) else {
            self = .named(text)
            return
        }
        guard colon > text.startIndex, (0...65_535).contains(offset) else { return nil }
        self = .numbered(chip: String(text[..<colon]), offset: offset)
    }

    public var description: String {
        switch self {
        case .named(let name): name
        case .numbered(let chip, let offset): "\(chip):\(offset)"
        }
    }
}
