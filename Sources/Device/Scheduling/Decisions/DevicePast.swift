public import LoaModel

/// What a booting device knows of the time before, from its journal.
public struct DevicePast: Hashable, Sendable {
    /// Broadcasts that have their final record: they are neither played nor recorded again.
    public var finished: Set<BroadcastID>
    /// Records that still say `running`: what sounded or waited when the device stopped.
    public var unfinished: [AsRun]
    /// Accepted alerts that had not ended when the device stopped; each goes on if its order has not expired.
    public var alerts: [ActiveAlert]
    /// The last instant at which the device is known to have run. Broadcasts planned since then (at most 48 h back)
    /// that can no longer sound are recorded as missed. nil: the device begins its life now.
    public var lastAlive: Timestamp?

    public init(
        finished: Set<BroadcastID> = [], unfinished: [AsRun] = [], alerts: [ActiveAlert] = [],
        lastAlive: Timestamp? = nil
    ) {
        self.finished = finished
        self.unfinished = unfinished
        self.alerts = alerts
        self.lastAlive = lastAlive
    }
}
