/// How many reports wait for the centre at most, per lane.
///
/// A commune's day makes about 60 records and 288 health reports: the standard limits hold two months of telemetry and
/// years of records, in about 100 MiB.
public struct OutboxLimits: Hashable, Sendable {
    /// Past it the oldest telemetry gives way; at least 1.
    public var telemetry: Int
    /// Past it no further record is taken (`outboxFull`), but the answers to accepted orders are.
    public var record: Int

    public static let standard = OutboxLimits(telemetry: 20_000, record: 100_000)

    public init(telemetry: Int, record: Int) {
        self.telemetry = max(1, telemetry)
        self.record = max(1, record)
    }
}
