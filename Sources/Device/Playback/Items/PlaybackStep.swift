/// How well the sound keeps to the clock.
public struct PlaybackStep: Hashable, Sendable {
    /// How many millionths the card's clock is faster than the system's; nil before ten seconds of sound.
    public var drift: Double?
    /// Nanoseconds by which the last planned sound left later than it should; nil before there was one.
    public var error: Int64?
    /// Millionths by which sound is now played faster than it was made, to make that good.
    public var correction: Double
    /// How often sound jumped to where it should be, because it was too far off or the card had run dry.
    public var jumps: Int

    public init(drift: Double? = nil, error: Int64? = nil, correction: Double = 0, jumps: Int = 0) {
        self.drift = drift
        self.error = error
        self.correction = correction
        self.jumps = jumps
    }
}
