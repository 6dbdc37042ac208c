public import LoaModel
public import Playback

/// How the conductor stands, for the health report.
public struct ConductorStatus: Hashable, Sendable {
    public var schedules: [HealthReport.ScheduleInForce]
    public var outputState: HealthReport.Output.State
    public var outputRate: Int?
    /// How well the sound keeps to the clock.
    public var outputStep: PlaybackStep
    public var lastBroadcast: BroadcastID?
    public var nextBroadcast: BroadcastID?
}
