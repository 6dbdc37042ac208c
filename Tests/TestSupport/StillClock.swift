/// A clock for retry loops that never comes to an end of its waits: who sleeps on it sleeps until cancelled.
public struct StillClock: Clock {
    public typealias Instant = ContinuousClock.Instant

    private let start = ContinuousClock.now

    public init() {}

    public var now: ContinuousClock.Instant { start }
    public var minimumResolution: Duration { .nanoseconds(1) }

    public func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        let (never, hold) = AsyncStream.makeStream(of: Void.self)
        for await _ in never {}
        hold.finish()
        throw CancellationError()
    }
}
