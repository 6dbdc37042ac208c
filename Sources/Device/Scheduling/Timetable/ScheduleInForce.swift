public import LoaModel

/// A schedule order that holds now: its envelope's authority and area, and its body.
public struct ScheduleInForce: Hashable, Sendable {
    public var authority: AuthorityID
    /// The area it was sent to; nil when it was sent to this device alone, which is nearer than any area.
    public var area: Area?
    public var schedule: Schedule

    public init(authority: AuthorityID, area: Area?, schedule: Schedule) {
        self.authority = authority
        self.area = area
        self.schedule = schedule
    }

    /// How near its audience is to the device: the depth of the area. Nearer goes first where all else is equal.
    var nearness: Int { area?.levels.count ?? Int.max }
}
