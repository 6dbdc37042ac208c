public import LoaModel

/// Why a piece is to be faded out, or a waiting one forgotten.
public enum StopReason: Hashable, Sendable {
    /// Another broadcast takes the horn.
    case preempted(by: BroadcastID)
    /// An order ended it.
    case cancelled
    /// The quiet hours have begun.
    case quietHours
    /// The schedule that replaced its own no longer has it.
    case scheduleReplaced
    /// It was made ready for a start that will not be: the clock was set, or something else has the horn then.
    case withdrawn
    /// It sounds on past its time, or the player has not answered.
    case overdue
    case shutDown
}
