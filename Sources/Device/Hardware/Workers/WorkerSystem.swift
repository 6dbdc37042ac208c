/// Starts workers and tells the time they live by. The double runs them in turn on a clock set by hand.
public protocol WorkerSystem: Sendable {
    /// The monotonic clock. Callable from any thread, real-time ones too.
    func now() -> MonotonicTime

    /// Starts a worker that calls `turn` from one thread only, first at once and then as each turn's answer says.
    /// A worker lives until its turn answers `.finished`, whether or not anybody keeps the handle.
    ///
    /// - Parameter name: At most 15 bytes are shown by the system's tools.
    func start(
        _ name: String, urgency: Urgency, turn: @escaping @Sendable () -> Rest
    ) throws(WorkerFailure) -> any Worker
}
