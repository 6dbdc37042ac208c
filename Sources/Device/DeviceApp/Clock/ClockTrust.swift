/// How long a clock that was right stays right. A value; told what the kernel says, answers what to believe.
///
/// The kernel calls its clock unsynchronised about 9 hours after the last word from NTP, whatever the crystal is like
/// (adjtimex(2): the assumed error grows by 500 ppm up to 16 s). A board that plays alone for 30 days (invariant 2) is
/// off by some tens of seconds then, which a timetable can bear: so trust is held over, until somebody sets the clock.
public struct ClockTrust: Hashable, Sendable {
    /// 45 days at 20 ppm are 78 s.
    static let holdoverSeconds = 45.0 * 86_400

    /// Monotonic nanoseconds at which the kernel last said that the clock is right.
    private var lastSynchronised: Int64?

    public init() {}

    public enum Belief: Hashable, Sendable {
        case synchronised
        /// Right until so many seconds ago, and left alone since.
        case heldOver(seconds: Double)
        case unknown
    }

    /// - Parameter now: monotonic nanoseconds.
    public mutating func judge(kernelSaysSynchronised: Bool, at now: Int64) -> Belief {
        if kernelSaysSynchronised {
            lastSynchronised = now
            return .synchronised
        }
        guard let lastSynchronised else { return .unknown }
        let seconds = Double(now &- lastSynchronised) / 1e9
        return seconds <= Self.holdoverSeconds ? .heldOver(seconds: seconds) : .unknown
    }

    /// Somebody set the clock: what was known of it before says nothing any more.
    public mutating func clockWasSet() { lastSynchronised = nil }
}
