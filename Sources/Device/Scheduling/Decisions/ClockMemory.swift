import LoaModel

/// What the scheduler remembers of the clocks.
struct ClockMemory: Sendable {
    /// Monotonic time of the first event.
    var bootedAt: Int64?
    /// nil before the first event.
    var wasKnown: Bool?
    /// The first wall time of this boot that was known to be right.
    var firstKnown: Timestamp?
    /// The last wall time that was known to be right.
    var lastKnown: Timestamp?
    /// The clock was not known since broadcasts last came live.
    var wasUnknown = false
}
