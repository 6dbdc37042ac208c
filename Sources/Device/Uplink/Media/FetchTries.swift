import Hardware

/// How often a file could not be had, and when it is tried again: after 2 s, then less often, up to 5 minutes; what
/// the server has wrong is tried each 5 minutes.
struct FetchTries: Hashable, Sendable {
    private var count = 0
    private(set) var next = MonotonicTime(nanoseconds: .min)

    static let longestWait = 300.0

    mutating func failed(_ fault: MediaFault, at now: MonotonicTime) {
        count += 1
        let growing = Double(1 << min(count, 9))
        next = now.advanced(bySeconds: fault.isTransient ? min(Self.longestWait, growing) : Self.longestWait)
    }

    /// The next try may come at once.
    mutating func forgive() {
        count = 0
        next = MonotonicTime(nanoseconds: .min)
    }
}
