/// A thread of its own that works in turns and sleeps between them without waking.
public protocol Worker: AnyObject, Sendable {
    /// True where the system granted real-time scheduling.
    var isRealTime: Bool { get }

    /// Wakes the worker for at least one more turn. Never blocks, allocates or is lost; any thread may call it, a
    /// real-time one too. Rings during a turn lead to one more turn.
    func ring()

    /// Blocks until the worker has finished. Never called from the worker itself.
    func join()
}
