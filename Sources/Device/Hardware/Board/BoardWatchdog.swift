/// The board's own watchdog: resets the board unless it is fed within its limit.
///
/// Nothing feeds it but `feed`: it is not armed before the first call, and it has no timer of its own. Once armed it stays
/// so when the daemon crashes, is killed or hangs.
public protocol BoardWatchdog: Sendable {
    /// Seconds without food after which the board is reset: as asked until it is armed, then as the hardware has it.
    var limitSeconds: Double { get }

    /// What becomes of it, the newest only; for one reader.
    var news: AsyncStream<BoardWatchdogNews> { get }

    /// One proof of work. The first arms the watchdog; one that cannot be opened is tried again with the next. Returns
    /// when it was fed or could not be; ends early when the calling task is cancelled. A driver that hangs keeps it, so
    /// the caller bounds it.
    func feed() async

    /// Disarms it for an end that is wanted; it is never fed again. Returns as `feed` does.
    func disarm() async
}

public enum BoardWatchdogNews: Hashable, Sendable {
    /// It watches. `staysArmed` is false for hardware that gives up when the daemon dies; `hasReset` is true where it was
    /// the cause of this boot.
    case armed(limitSeconds: Double, staysArmed: Bool, hasReset: Bool)
    /// It cannot be opened or fed: what the system said.
    case unavailable(String)
}
