public import LoaModel

/// How the conductor stands, for the health report.
public struct ConductorStatus: Hashable, Sendable {
    public var schedules: [HealthReport.ScheduleInForce]
    public var outputState: HealthReport.Output.State
    public var outputRate: Int?
    /// Millionths by which the card's clock is faster than the system's.
    public var outputDrift: Double?
    public var lastBroadcast: BroadcastID?
    public var nextBroadcast: BroadcastID?
}
