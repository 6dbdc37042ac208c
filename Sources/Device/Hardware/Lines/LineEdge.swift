/// A change of an input, timed by the kernel.
public struct LineEdge: Hashable, Sendable {
    /// From inactive to active, after polarity.
    public var isRising: Bool
    /// When the line began to hold its new level.
    public var at: MonotonicTime

    public init(isRising: Bool, at: MonotonicTime) {
        self.isRising = isRising
        self.at = at
    }
}
