/// An open input line: a contact, a rain gauge, a detector. Given back when the value ends.
///
/// One thread uses it. Levels and edges are after polarity: active is 1. After a failure the value is of no further
/// use: let it end and open the line again.
public protocol DigitalInput: ~Copyable, SendableMetatype {
    /// When the line was opened: nothing is known of it before.
    var opened: MonotonicTime { get }

    /// The level now, bounces included. Takes microseconds.
    mutating func isActive() throws(LineFailure) -> Bool

    /// Blocks until the line has changed and held its new level for the debounce time, at most until an instant. The
    /// changes in their order; none where the time is up.
    mutating func edges(until end: MonotonicTime) throws(LineFailure) -> [LineEdge]
}

/// How an input is opened.
public struct DigitalInputSettings: Hashable, Sendable {
    public enum Pull: String, Hashable, Sendable, CaseIterable {
        /// As the board has it.
        case asIs = "as-is"
        case up, down
    }

    public var active: LinePolarity
    public var pull: Pull
    /// How long a level must hold to count, in microseconds, at most 10,000,000; 0: each edge counts.
    public var debounceMicroseconds: Int

    public init(active: LinePolarity = .high, pull: Pull = .asIs, debounceMicroseconds: Int = 0) {
        self.active = active
        self.pull = pull
        self.debounceMicroseconds = max(0, min(10_000_000, debounceMicroseconds))
    }
}
