public import LoaModel

/// Both clocks of the device at the moment of an event.
public struct SchedulerTime: Hashable, Sendable {
    /// What the wall clock says, whatever it is worth.
    public var wall: Timestamp
    /// Whether somebody vouches for `wall` (invariant 7).
    public var wallIsKnown: Bool
    /// Nanoseconds of a clock that never steps, since an instant fixed for this boot.
    public var monotonic: Int64

    public init(wall: Timestamp, wallIsKnown: Bool, monotonic: Int64) {
        self.wall = wall
        self.wallIsKnown = wallIsKnown
        self.monotonic = monotonic
    }

    /// What the wall clock will show at a monotonic instant, if nobody sets it.
    func wall(atMonotonic instant: Int64) -> Timestamp { wall.adding(nanoseconds: instant.saturatingMinus(monotonic)) }

    /// The monotonic instant at which the wall clock shows `instant`, if nobody sets it.
    func monotonic(at instant: Timestamp) -> Int64 { monotonic.saturatingPlus(instant.nanoseconds(since: wall)) }

    /// Both clocks moved on to a monotonic instant.
    func advanced(toMonotonic instant: Int64) -> SchedulerTime {
        SchedulerTime(wall: wall(atMonotonic: instant), wallIsKnown: wallIsKnown, monotonic: instant)
    }
}

extension Int64 {
    func saturatingPlus(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    func saturatingMinus(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    /// Seconds as nanoseconds, held at the ends of the span.
    static func nanoseconds(_ seconds: Double) -> Int64 { Int64(Swift.max(-9e18, Swift.min(9e18, seconds * 1e9))) }
}
