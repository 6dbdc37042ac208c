/// Sizes fixed ahead, so that the real-time thread never allocates.
enum EngineLimits {
    /// Items that sound or wait at once.
    static let voices = 16
    /// Orders and notices in flight between the threads.
    static let messages = 512
    /// A fade, in seconds.
    static let fade = 0.02
    /// How far the limiter looks ahead, in seconds.
    static let lookAhead = 0.001_5
    /// An item that comes later than this after its instant, in nanoseconds, counts as late.
    static let late: Int64 = 1_000_000
    /// Seconds of sound that the output holds while a decoder that is behind is waited for.
    static let reserve = 0.05
    /// Nanoseconds between two looks for a decoder that is behind, while the output holds enough.
    static let decoderPause: Int64 = 1_000_000
    /// Seconds without decoded sound after which an item is given up.
    static let stall = 10.0
    /// Nanoseconds that a freshly opened output waits for the first sound, rather than queue silence before it.
    static let patience: Int64 = 30_000_000
    /// Nanoseconds between two tries to open a lost output, first and at most.
    static let firstRetry: Int64 = 100_000_000
    static let lastRetry: Int64 = 500_000_000
    /// Nanoseconds between two looks for a lost output while nothing is due.
    static let lookAgain: Int64 = 30_000_000_000
}
