public import LoaModel

/// What a dry run found of one broadcast: when it will sound, or why not.
public struct PlanLine: Hashable, Sendable {
    public struct Span: Hashable, Sendable {
        public var from: Timestamp
        public var until: Timestamp
    }

    public var broadcast: PlannedBroadcast
    /// When it sounds; several spans where something interrupts it, none where it never sounds.
    public var sounds: [Span]
    /// `played`, `partial`, or why it does not sound: `lost`, `quietHours`, `missed`.
    public var outcome: AsRun.Outcome
    /// A code of `RecordReason` or the id of the broadcast that takes the horn from it.
    public var reason: String?
}
