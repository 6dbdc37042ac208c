public import LoaModel

/// One occurrence of a bulletin, as the timetable plans it.
public struct PlannedBroadcast: Hashable, Sendable {
    public var id: BroadcastID
    public var authority: AuthorityID
    /// Depth of the area that its schedule was sent to; `Int.max` when it was sent to this device alone.
    public var nearness: Int
    public var bulletin: Bulletin
    /// Start by the schedule.
    public var planned: Timestamp

    public init(authority: AuthorityID, nearness: Int, bulletin: Bulletin, planned: Timestamp) {
        id = BroadcastID(authority: authority, bulletin: bulletin.id, planned: planned)
        self.authority = authority
        self.nearness = nearness
        self.bulletin = bulletin
        self.planned = planned
    }

    /// The end of its time by the schedule.
    public var latestEnd: Timestamp { planned.adding(seconds: bulletin.maximumSeconds) }

    /// The order of a timetable: by start, then the nearer area, then by name.
    static func precedes(_ left: PlannedBroadcast, _ right: PlannedBroadcast) -> Bool {
        if left.planned != right.planned { return left.planned < right.planned }
        if left.nearness != right.nearness { return left.nearness > right.nearness }
        return left.id < right.id
    }
}
