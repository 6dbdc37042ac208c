/// How soon a worker must run once it is woken.
public enum Urgency: Hashable, Sendable {
    /// Real-time scheduling where the system permits it, otherwise an ordinary thread.
    case realTime
    /// An ordinary thread.
    case ordinary
}
