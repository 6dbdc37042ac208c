public import LoaModel

/// Both clocks of the board, read together.
public struct ClockReading: Hashable, Sendable {
    /// The system's wall clock, whatever it is worth.
    public var wall: Timestamp
    public var monotonic: MonotonicTime
    /// What is known of the wall clock.
    public var trust: HealthReport.Clock

    public init(wall: Timestamp, monotonic: MonotonicTime, trust: HealthReport.Clock) {
        self.wall = wall
        self.monotonic = monotonic
        self.trust = trust
    }

    /// Whether the timetable may run by this clock (invariant 7): somebody vouches for it, and it is not before an
    /// instant that has certainly passed.
    /// - Parameter floor: such an instant: when the trust list was signed.
    public func isKnown(since floor: Timestamp) -> Bool { trust.synchronised && wall >= floor }

    /// When the wall clock will show `instant`, if nobody sets it.
    public func monotonic(at instant: Timestamp) -> MonotonicTime {
        monotonic.advanced(byNanoseconds: instant.nanoseconds(since: wall))
    }

    /// What the wall clock showed, or will show, at a monotonic instant, if nobody sets it.
    public func wall(at instant: MonotonicTime) -> Timestamp {
        wall.adding(nanoseconds: instant.since(monotonic))
    }
}
