/// One time at which a recurrence comes: what the wall shows, and the instant.
public struct Occurrence: Hashable, Sendable {
    /// As the rule gives it; where the clock skips over it, what the rule says and not what the wall shows.
    public let civil: CivilDateTime
    /// Seconds since 1970-01-01T00:00:00Z.
    public let utcSeconds: Int64

    public init(civil: CivilDateTime, utcSeconds: Int64) {
        self.civil = civil
        self.utcSeconds = utcSeconds
    }
}
