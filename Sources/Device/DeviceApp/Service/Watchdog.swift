import Hardware
import Logging

/// Feeds the service manager's watchdog and the board's own, both by one proof of work: the sound thread has turned, and
/// the alarm clock has woken the conductor, who has decided. Nothing else feeds them
/// (docs/decisions/0014-proof-of-work.md).
struct Watchdog: Sendable {
    let service: any ServiceManager
    /// nil: none is set.
    let board: (any BoardWatchdog)?
    let player: any SoundPlayer
    let conductor: Conductor
    let pause: any Clock<Duration>
    let log: Logger

    /// The shorter of both limits, in seconds; nil where nothing watches.
    private var limit: Double? { [service.watchdogSeconds, board?.limitSeconds].compactMap { $0 }.min() }

    /// Until cancelled; returns at once where no watchdog is set.
    ///
    /// Food comes each third of the limit, and a proof that was late still leaves room for a second one.
    func run() async {
        sayOrder()
        var hadWorked = true
        while !Task.isCancelled, let limit {
            let hasWorked = await proveWork(within: limit / 6)
            if hasWorked { await feed(within: limit / 6) }
            if hasWorked != hadWorked { say(hasWorked) }
            hadWorked = hasWorked
            // Read again: the board's is known for certain only once it is armed.
            try? await pause.sleep(for: .seconds((self.limit ?? limit) / (hasWorked ? 3 : 12)))
        }
    }

    private func proveWork(within seconds: Double) async -> Bool {
        async let conductorTurned = conductor.proveAlive()
        let playerTurned = await player.proveAlive(within: seconds)
        return await conductorTurned && playerTurned
    }

    private func feed(within seconds: Double) async {
        service.watchdog()
        await pause.atMost(seconds) { await board?.feed() }
    }

    /// The service manager must have had its turn before the board is reset.
    private func sayOrder() {
        guard let service = service.watchdogSeconds, let board = board?.limitSeconds, board <= service else { return }
        log.warning(
            "the board is reset before the daemon is restarted; raise watchdog.seconds above the unit's WatchdogSec",
            metadata: ["watchdog.seconds": "\(board)", "WatchdogSec": "\(service)"])
    }

    private func say(_ hasWorked: Bool) {
        if hasWorked {
            log.notice("work is proved again; the watchdogs are fed")
        } else {
            log.error("the sound thread or the conductor does not turn; the watchdogs are not fed")
        }
    }
}

extension Clock where Duration == Swift.Duration {
    /// Runs `body`, which must end when cancelled, but no longer than so many seconds.
    func atMost(_ seconds: Double, _ body: @escaping @Sendable () async -> Void) async {
        await withTaskGroup { group in
            group.addTask { await body() }
            group.addTask { try? await self.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }
}
