import Hardware
import LinuxSystem
import LinuxWorkers
import Testing

/// What can be seen without a watchdog; the real driver of the kernel is tried on the virtual board.
@Suite(.timeLimit(.minutes(1)))
struct LinuxWatchdogTests {
    @Test(arguments: ["/dev/loa-no-such-watchdog", "/dev/null"])
    func `what is no watchdog is told with each proof, and ends all the same`(_ path: String) async throws {
        let watchdog = try LinuxWatchdog(path: path, limitSeconds: 20, workers: LinuxWorkers())
        #expect(watchdog.limitSeconds == 20)
        for _ in 0..<2 {
            await watchdog.feed()
            guard case .unavailable(let detail)? = await watchdog.news.first(where: { _ in true }) else {
                Issue.record("no word of \(path)")
                return
            }
            #expect(!detail.isEmpty)
        }
        await watchdog.disarm()
    }

    @Test func `a task that does not wait any more is let go`() async throws {
        let watchdog = try LinuxWatchdog(
            path: "/dev/loa-no-such-watchdog", limitSeconds: 20, workers: WorkersThatHang())
        let feeding = Task { await watchdog.feed() }
        feeding.cancel()
        await feeding.value
    }
}

/// Workers whose thread never comes to its turn, as one that hangs in a driver.
struct WorkersThatHang: WorkerSystem {
    final class Hanging: Worker {
        let isRealTime = false

        func ring() {}
        func join() {}
    }

    func now() -> MonotonicTime { MonotonicTime(nanoseconds: 0) }

    func start(
        _ name: String, urgency: Urgency, turn: @escaping @Sendable () -> Rest
    ) throws(WorkerFailure) -> any Worker { Hanging() }
}
