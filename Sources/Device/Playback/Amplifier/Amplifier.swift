public import Hardware

/// An amplifier to be switched with the sound, whatever relay does it.
public struct Amplifier: Sendable {
    let times: AmplifierTimes
    /// Makes the body of the worker that switches it.
    let makeTurn: @Sendable (AmplifierLink, any WorkerSystem, @escaping AmplifierTeller) -> @Sendable () -> Rest

    public init<Switch: Relay & ~Copyable>(_ relay: RelayOpener<Switch>, times: AmplifierTimes) {
        self.times = times
        makeTurn = { link, workers, tell in
            let keeper = AmplifierKeeper(relay: relay, times: times, link: link, workers: workers, tell: tell)
            return { keeper.turn() }
        }
    }
}

typealias AmplifierTeller = @Sendable (PlaybackEvent) -> Void

/// What lies between the engine and the worker that switches.
///
/// `@unchecked Sendable`: `worker` is set once before the engine starts; the queue guards itself.
final class AmplifierLink: @unchecked Sendable {
    let cues = MessageQueue<AmplifierCue>(capacity: EngineLimits.messages)
    var worker: (any Worker)?

    /// False where the queue is full. Never blocks.
    func send(_ cue: AmplifierCue) -> Bool {
        let sent = cues.send(cue)
        worker?.ring()
        return sent
    }
}
