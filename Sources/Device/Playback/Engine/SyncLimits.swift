/// How nearly planned sound is held to the clock.
enum SyncLimits {
    /// Nanoseconds of error that are borne without touching the sound, which so stays bit for bit. Once it is more, the
    /// error is corrected down to nothing for as long as planned sound goes on.
    static let bearable: Int64 = 250_000
    /// The part of the error that is corrected each second, beside the card's known drift.
    static let gain = 0.3
    /// Nanoseconds of error beyond which the sound jumps to where it should be: neighbours begin to echo.
    static let jump: Int64 = 20_000_000
    /// The same for the first error that is known after the card began to run.
    static let settling: Int64 = 1_000_000
    /// Readings of the card's position without which no error is known.
    static let leastReadings = 9
}
