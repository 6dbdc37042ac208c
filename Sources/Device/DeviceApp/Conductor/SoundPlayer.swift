public import Playback

/// What the conductor needs of a player; `Playback.Player` is one, and a test has one that plays nothing.
public protocol SoundPlayer: Sendable {
    /// What becomes of the items, in order; for one reader.
    var events: AsyncStream<PlaybackEvent> { get }
    /// Whether the system granted real-time scheduling.
    var isRealTime: Bool { get }
    /// How well the sound keeps to the clock.
    var step: PlaybackStep { get }
    /// Plays an item when it says. Returns at once; answered by exactly one `.ended`.
    func start(_ item: PlaybackItem)
    /// Fades an item out and ends it, or forgets it if it has not begun. Returns at once.
    func stop(_ id: String, reason: String)
    /// Whether the player's thread turned within so many seconds.
    func proveAlive(within seconds: Double) async -> Bool
    /// Fades out, switches the amplifier off, closes the output and ends. Returns at once; the events end when it is done.
    func shutDown()
}

extension Player: SoundPlayer {}
