import Hardware

/// Feeds the service manager's watchdog by proof of work: only when the player's thread and the conductor have turned.
struct Watchdog: Sendable {
    let service: any ServiceManager
    let player: any SoundPlayer
    let conductor: Conductor
    let pause: any Clock<Duration>

    /// Until cancelled; returns at once where no watchdog is set.
    func run() async {
        guard let seconds = service.watchdogSeconds else { return }
        while !Task.isCancelled {
            let playerTurned = await player.proveAlive(within: seconds / 4)
            _ = await conductor.proveAlive()
            if playerTurned { service.watchdog() }
            try? await pause.sleep(for: .seconds(seconds / 2))
        }
    }
}
