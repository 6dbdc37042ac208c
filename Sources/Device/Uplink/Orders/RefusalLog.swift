public import LoaModel

/// Keeps a flood of refused orders from filling the outbox: each refused order is reported once, and at most so many
/// an hour; the rest is counted. A retained order that is refused comes again with each reconnect.
public struct RefusalLog: Sendable {
    private var seen: [String] = []
    private var reported: [Timestamp] = []
    /// Refused and not reported one by one.
    public private(set) var suppressed = 0

    static let remembered = 256
    static let perHour = 120

    public init() {}

    /// Whether to report this refusal.
    public mutating func shouldReport(_ hash: String, at now: Timestamp) -> Bool {
        reported.removeAll { now.seconds(since: $0) > 3_600 || $0 > now }
        guard !seen.contains(hash), reported.count < Self.perHour else {
            suppressed += 1
            return false
        }
        if seen.count >= Self.remembered { seen.removeFirst() }
        seen.append(hash)
        reported.append(now)
        return true
    }
}
