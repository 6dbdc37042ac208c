/// How nearly planned sound is held to the clock.
enum SyncLimits {
    /// Nanoseconds of error that are borne without touching the sound, which so stays bit for bit. Once it is more, and it
    /// is the card that drifts, the error is corrected down to nothing for as long as planned sound goes on.
    static let bearable: Int64 = 250_000
    /// A card drifts for sure where its drift is so many standard deviations from none.
    static let certain: Int64 = 6
    /// The part of the error that is corrected each second, beside the card's known drift.
    static let gain = 0.3
    /// Nanoseconds of error beyond which the sound jumps to where it should be: neighbours begin to echo.
    static let jump: Int64 = 20_000_000
    /// The same, beside what the readings scatter, for the first second after the card began to run. Less is borne: it is
    /// how exactly the start was placed.
    static let settling: Int64 = 1_000_000
    /// Readings of the card's position without which no error is known.
    static let leastReadings = 9
}
