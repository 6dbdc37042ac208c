public import LoaModel

/// How the conductor stands, for the health report.
public struct ConductorStatus: Hashable, Sendable {
    public var schedules: [HealthReport.ScheduleInForce]
    public var outputState: HealthReport.Output.State
    public var outputRate: Int?
    public var lastBroadcast: BroadcastID?
    public var nextBroadcast: BroadcastID?
}
