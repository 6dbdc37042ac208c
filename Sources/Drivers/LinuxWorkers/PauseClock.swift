import Glibc
import Hardware
public import OwnThread
import Synchronization

/// Sleeps of tasks, by the kernel's monotonic clock, on one thread that wakes when the next sleep ends and at no other
/// time. In the place of `ContinuousClock`, whose sleeps go through Dispatch (see `TaskThreads`).
public final class PauseClock: Clock {
    /// An instant of CLOCK_MONOTONIC.
    public struct Instant: InstantProtocol {
        var time: MonotonicTime

        public func advanced(by duration: Duration) -> Instant {
            Instant(time: time.advanced(bySeconds: duration / .seconds(1)))
        }

        public func duration(to other: Instant) -> Duration { .nanoseconds(other.time.since(time)) }

        public static func < (left: Instant, right: Instant) -> Bool { left.time < right.time }
    }

    private let sleepers = Mutex(Deadlines<CheckedContinuation<Void, any Error>>())
    private let wake = WakeUp()

    private init() {}

    /// Starts the thread, which lives as long as the process.
    /// - Throws: the system gives no thread.
    public static func start() throws(ThreadFailure) -> PauseClock {
        let clock = PauseClock()
        try OwnThread.start("loa-pauses") { clock.run() }
        return clock
    }

    public var now: Instant { Instant(time: LinuxWorkers().now()) }
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// - Parameter tolerance: is not used.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let ticket = sleepers.withLock { $0.ticket() }
        defer { sleepers.withLock { $0.forget(ticket) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isKept, isFirst) = sleepers.withLock { sleepers in
                    let next = sleepers.next
                    let isKept = sleepers.add(continuation, ticket: ticket, due: deadline.time)
                    return (isKept, next.map { deadline.time < $0 } ?? true)
                }
                if !isKept { continuation.resume(throwing: CancellationError()) } else if isFirst { wake.post() }
            }
        } onCancel: {
            let sleeper = sleepers.withLock { $0.cancel(ticket) }
            sleeper?.resume(throwing: CancellationError())
        }
    }

    private func run() {
        while true {
            let (due, next) = sleepers.withLock { [now = now.time] sleepers in
                (sleepers.takeDue(at: now), sleepers.next)
            }
            for sleeper in due { sleeper.resume() }
            wake.wait(until: next)
        }
    }
}
