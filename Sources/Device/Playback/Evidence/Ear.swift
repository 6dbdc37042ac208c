public import Hardware

/// A microphone near the horn, whatever card it is at, which tells of each item whether it was heard.
public struct Ear: Sendable {
    /// Makes the body of the worker that listens.
    let makeTurn:
        @Sendable (SoundTap, any WorkerSystem, @escaping @Sendable (PlaybackEvent) -> Void) -> @Sendable () -> Rest

    public init<Input: AudioInput & ~Copyable>(_ input: AudioInputOpener<Input>) {
        makeTurn = { tap, workers, tell in
            let keeper = EarKeeper(opener: input, tap: tap, workers: workers, tell: tell)
            return { keeper.turn() }
        }
    }
}
