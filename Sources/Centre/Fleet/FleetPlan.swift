public import CivilCalendar
public import LoaModel
public import Trust

/// What schedules in force plan. Clashes and quiet hours are decided on the device.
public struct FleetPlan: Sendable {
    public var broadcasts: [PlannedBroadcast]
    /// There were more than fit.
    public var truncated: Bool

    /// The work is bounded by the span and by `limit` for each bulletin, whatever the rules say.
    /// - Parameters:
    ///   - orders: schedule orders; others plan nothing.
    ///   - zone: the rules of an IANA zone; a bulletin whose zone is unknown plans nothing here.
    public init(
        _ orders: [CentreOrder], from: Timestamp, until: Timestamp, limit: Int, zone: (String) -> ZoneRules?
    ) {
        var zones: [String: ZoneRules] = [:]
        var all: [PlannedBroadcast] = []
        var truncated = false
        for order in orders {
            guard case .schedule(let schedule) = order.order.body else { continue }
            let first = max(from, schedule.validFrom ?? from)
            let end = min(until, schedule.validUntil ?? until)
            for bulletin in schedule.bulletins {
                let name = bulletin.zone ?? schedule.zone
                guard let rules = zones[name] ?? zone(name) else { continue }
                zones[name] = rules
                let instants = bulletin.recurrence.instants(
                    fromUTC: first.seconds, untilUTC: end.seconds, in: rules, limit: limit &+ 1)
                truncated = truncated || instants.count > limit
                all += instants.map {
                    PlannedBroadcast(bulletin, of: order.order, at: Timestamp(seconds: $0.utcSeconds))
                }
            }
        }
        all.sort { ($0.planned, $0.broadcast) < ($1.planned, $1.broadcast) }
        self.truncated = truncated || all.count > limit
        broadcasts = Array(all.prefix(limit))
    }
}

/// One occurrence by the schedule.
public struct PlannedBroadcast: Hashable, Sendable {
    public var broadcast: BroadcastID
    public var authority: AuthorityID
    public var audience: Audience
    public var bulletin: Bulletin
    public var planned: Timestamp

    init(_ bulletin: Bulletin, of order: Order, at planned: Timestamp) {
        broadcast = BroadcastID(authority: order.issuer, bulletin: bulletin.id, planned: planned)
        authority = order.issuer
        audience = order.audience
        self.bulletin = bulletin
        self.planned = planned
    }
}
