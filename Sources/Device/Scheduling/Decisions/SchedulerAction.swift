public import LoaModel

/// What the scheduler wants done. The actions of one event come in this order: stops, plays, records, faults, and one
/// `.wake` as the last; do them in order, and do not let a record's disk write hold up a play.
public enum SchedulerAction: Hashable, Sendable {
    /// Fade out and end this piece now, or forget it if it has not begun. Of no effect if it has ended already.
    case stop(BroadcastID, StopReason)
    /// Make ready and play; comes `SchedulerLimits.prepareLead` before a planned start.
    case play(PlayRequest)
    /// How a broadcast stands: keep it and report it. A record whose event is `ended` is the broadcast's last.
    case record(AsRun)
    /// Comes once when the condition begins.
    case raise(FaultCode, originator: String, detail: String)
    /// Comes once when it is over.
    case clear(FaultCode, originator: String)
    /// Send `.tick` at this instant, or sooner; and whenever the wall clock was set or its trust changed. At most 24 h
    /// ahead. Replaces the wake before.
    case wake(at: Timestamp)
}
