import LoaModel

/// Who goes before whom at one instant: emergency > priority > normal; among equals as `docs` of the fields say, the
/// first that differs decides.
struct Precedence: Comparable {
    let bulletinClass: BulletinClass
    /// Emergencies: the newer one. Else 0.
    let newness: Int
    /// Priority: the place in the commune's stated order, the first wins. Else 0.
    let place: Int
    /// In its own time by the schedule: goes before what plays late or after.
    let isInOwnTime: Bool
    /// Has the horn: an equal does not take it away.
    let isOnHorn: Bool
    /// Sounded before it was interrupted by something higher.
    let hasBegun: Bool
    /// First planned wins.
    let planned: Timestamp
    /// At the same instant the nearer area wins, then the name.
    let nearness: Int
    let id: BroadcastID

    /// - Parameter instant: monotonic; for which the question is asked.
    init(_ live: LiveBroadcast, at instant: Int64, now: SchedulerTime) {
        bulletinClass = live.bulletinClass
        isOnHorn = live.isOnHorn
        hasBegun = live.begun != nil
        planned = live.planned
        id = live.id
        switch live.content {
        case .alert:
            newness = live.arrival
            place = 0
            isInOwnTime = true
            nearness = 0
        case .bulletin(let broadcast, let stated):
            newness = 0
            place = broadcast.bulletin.bulletinClass == .priority ? stated : 0
            let end = live.piece?.ownEnd ?? live.begun?.ownEnd ?? now.monotonic(at: broadcast.latestEnd)
            isInOwnTime = instant < end
            nearness = broadcast.nearness
        }
    }

    /// `left < right`: right goes first.
    static func < (left: Precedence, right: Precedence) -> Bool {
        if left.bulletinClass != right.bulletinClass { return left.bulletinClass < right.bulletinClass }
        if left.newness != right.newness { return left.newness < right.newness }
        if left.place != right.place { return left.place > right.place }
        if left.isInOwnTime != right.isInOwnTime { return right.isInOwnTime }
        if left.isOnHorn != right.isOnHorn { return right.isOnHorn }
        if left.hasBegun != right.hasBegun { return right.hasBegun }
        if left.planned != right.planned { return left.planned > right.planned }
        if left.nearness != right.nearness { return left.nearness < right.nearness }
        return left.id > right.id
    }
}
