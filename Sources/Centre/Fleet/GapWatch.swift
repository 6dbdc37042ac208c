import LoaModel

/// Tells a report that was lost on the way from one that the device no longer has.
///
/// A device sends from its oldest report on. When the oldest that comes stays the same, sent again and again after we
/// said what we have, nothing older is left: after a centre restored from an old copy, or when a full outbox gave up
/// telemetry. Waiting longer would stop the lane for ever.
struct GapWatch: Hashable, Sendable {
    /// So often the same oldest report must come, each time sent anew: nearer together it may be one sending twice.
    static let sightingsNeeded = 3
    static let nanosecondsApart: Int64 = 5_000_000_000

    private var oldest: Int64
    private var sightings = 0
    private var last: Timestamp?

    init(number: Int64) { oldest = number }

    /// Whether it is proven now that nothing older than `number` comes any more.
    mutating func sees(_ number: Int64, at now: Timestamp) -> Bool {
        if number > oldest { return false }
        if number < oldest {
            self = GapWatch(number: number)
        }
        if let last, now.nanoseconds(since: last) < Self.nanosecondsApart { return false }
        last = now
        sightings += 1
        return sightings >= Self.sightingsNeeded
    }
}
