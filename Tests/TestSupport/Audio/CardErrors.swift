/// What is wrong with a recording output's clock.
public struct CardErrors: Hashable, Sendable {
    /// Millionths by which it plays faster than it says.
    public var drift: Double
    /// Nanoseconds up to which it tells its position late, now more, now less.
    public var jitter: Int64
    /// Seconds from the first write until it plays.
    public var start: Double
    /// Whether it gives back what it has not played.
    public var takesBack: Bool

    public init(drift: Double = 0, jitter: Int64 = 0, start: Double = 0, takesBack: Bool = true) {
        self.drift = drift
        self.jitter = jitter
        self.start = start
        self.takesBack = takesBack
    }
}
