/// How long to wait before the next attempt to connect: short after a link that held, then doubling up to a minute,
/// always with jitter, so that 5,000 devices do not come back in one second.
struct ReconnectPause: Hashable, Sendable {
    private var failures = 0

    static let first = 0.5
    static let longest = 60.0
    /// A link must hold this long, in seconds, before its loss counts as a fresh one: a broker that throws us out
    /// again and again (two devices with one name) is not asked each second.
    static let heldLongEnough = 30.0

    /// The link that was made has ended.
    mutating func linkEnded(heldSeconds: Double) {
        if heldSeconds >= Self.heldLongEnough { failures = 0 }
    }

    /// - Parameter jitter: 0...1, drawn by the caller.
    /// - Returns: seconds, between a half and one and a half of the plan, 60 at most.
    mutating func next(jitter: Double) -> Double {
        let planned = min(Self.longest, Self.first * Double(1 << min(failures, 10)))
        failures = min(failures + 1, 10)
        return min(Self.longest, planned * (0.5 + min(1, max(0, jitter))))
    }
}
