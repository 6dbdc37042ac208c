/// Takes the bounces out of an input's edges by their time stamps alone: a level counts once it has held for the whole
/// window. A value; late reading of early edges gives the same answer.
public struct EdgeDebouncer: Hashable, Sendable {
    /// Nanoseconds.
    private let window: Int64
    /// The level that held last.
    public private(set) var isActive: Bool
    /// Since when the line has had the other level.
    private var otherSince: MonotonicTime?

    public init(windowNanoseconds: Int64, isActive: Bool) {
        window = max(0, windowNanoseconds)
        self.isActive = isActive
    }

    /// When the line's present level will have held long enough; nil where it has.
    public var due: MonotonicTime? { otherSince?.advanced(byNanoseconds: window) }

    /// Takes the next edge of the line; what was held long enough until then is an edge that counts.
    public mutating func take(_ edge: LineEdge) -> LineEdge? {
        let held = settle(at: edge.at)
        otherSince = edge.isRising == isActive ? nil : edge.at
        return held
    }

    /// What has been held long enough by now, if all edges until now were taken.
    public mutating func settle(at now: MonotonicTime) -> LineEdge? {
        guard let since = otherSince, now.since(since) >= window else { return nil }
        isActive.toggle()
        otherSince = nil
        return LineEdge(isRising: isActive, at: since)
    }

    /// Mends what the kernel's queue lost: the line is seen to have this level now.
    public mutating func see(isActive level: Bool, at now: MonotonicTime) {
        if level == isActive { otherSince = nil } else { otherSince = otherSince ?? now }
    }
}
