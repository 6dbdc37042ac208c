/// What a worker does after one turn.
public enum Rest: Hashable, Sendable {
    /// Turns again at once.
    case none
    /// Sleeps until rung.
    case untilRung
    /// Sleeps until this instant or until rung, whichever is first.
    case until(MonotonicTime)
    /// Never turns again; its thread ends.
    case finished
}
