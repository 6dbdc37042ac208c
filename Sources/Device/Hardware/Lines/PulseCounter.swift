/// Counts the pulses of an input, such as the tips of a rain gauge, from its debounced edges.
///
/// What the line does while it settles is no pulse: a count begins once the line has been open for the debounce time.
/// A restart counts nothing, whatever the level, and neither does the pull-up that first charges the wire.
public struct PulseCounter: Hashable, Sendable {
    public private(set) var count = 0
    private let settled: MonotonicTime

    public init(opened: MonotonicTime, debounceMicroseconds: Int) {
        settled = opened.advanced(byNanoseconds: Int64(max(0, min(10_000_000, debounceMicroseconds))) * 1_000)
    }

    /// Whether the edge was counted.
    public mutating func take(_ edge: LineEdge) -> Bool {
        guard edge.isRising, edge.at >= settled else { return false }
        count += 1
        return true
    }
}
