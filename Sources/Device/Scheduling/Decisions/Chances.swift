import LoaModel

/// Whether and how a waiting broadcast can sound, by its policies, the quiet hours and what is known of the clock.
/// Instants without a type are monotonic nanoseconds.
struct Chances {
    let now: SchedulerTime
    let quiet: QuietHours
    let limits: SchedulerLimits

    /// How it would begin, could it have the horn now; nil when it cannot begin now.
    func opening(of live: LiveBroadcast) -> Opening? {
        guard now.monotonic >= live.retryAt, !live.reach.isNowhere else { return nil }
        switch live.content {
        case .alert(let alert): return opening(of: alert, live)
        case .bulletin(let broadcast, _):
            let opening = live.begun.map { resumption(of: broadcast, live, $0) } ?? beginning(of: broadcast, live)
            return opening.flatMap { held(to: broadcast.bulletin, live, $0) }
        }
    }

    private func opening(of alert: ActiveAlert, _ live: LiveBroadcast) -> Opening? {
        let left = alert.alert.maximumSeconds - live.sounded
        guard left >= limits.shortestPiece || live.begun == nil, !isExpired(alert) else { return nil }
        return Opening(start: now.monotonic, isTimed: false, mediaOffset: 0, end: after(left))
    }

    func isExpired(_ alert: ActiveAlert) -> Bool { now.wallIsKnown && alert.expires <= now.wall }

    /// A broadcast that sounded in this boot and was interrupted.
    private func resumption(
        of broadcast: PlannedBroadcast, _ live: LiveBroadcast, _ begun: LiveBroadcast.Begun
    ) -> Opening? {
        if live.lostAt != nil, broadcast.bulletin.afterLosing == .playAfter {
            let left = broadcast.bulletin.maximumSeconds - live.sounded
            return Opening(start: now.monotonic, isTimed: false, mediaOffset: live.mediaPosition, end: after(left))
        }
        // Where the clock is not known, nobody can agree on an instant with the neighbours.
        let start = now.wallIsKnown ? after(limits.joinLead) : now.monotonic
        let offset = max(0, Double(start.saturatingMinus(begun.anchor)) / 1e9)
        return Opening(
            start: start, isTimed: now.wallIsKnown, isJoined: true, mediaOffset: offset, end: begun.slotEnd)
    }

    /// A broadcast that has not sounded in this boot.
    private func beginning(of broadcast: PlannedBroadcast, _ live: LiveBroadcast) -> Opening? {
        guard now.wallIsKnown else { return nil }
        let planned = now.monotonic(at: broadcast.planned)
        let slotEnd = now.monotonic(at: broadcast.latestEnd)
        if planned >= now.monotonic {
            return Opening(start: planned, isTimed: true, isPlannedStart: true, mediaOffset: 0, end: slotEnd)
        }
        let whole = Opening(
            start: now.monotonic, isTimed: false, mediaOffset: 0, end: after(broadcast.bulletin.maximumSeconds))
        if live.lostAt != nil, broadcast.bulletin.afterLosing == .playAfter { return whole }
        switch broadcast.bulletin.lateness {
        case .playLate: return whole
        case .skip: return Opening(start: now.monotonic, isTimed: false, mediaOffset: 0, end: slotEnd)
        case .join:
            let start = after(limits.joinLead)
            return Opening(
                start: start, isTimed: true, isJoined: true,
                mediaOffset: Double(start.saturatingMinus(planned)) / 1e9, end: slotEnd)
        }
    }

    /// The same within the quiet hours' bounds; nil when nothing worth beginning is left.
    private func held(to bulletin: Bulletin, _ live: LiveBroadcast, _ opening: Opening) -> Opening? {
        var opening = opening
        if let quietFrom = quietBegin(for: bulletin, live, at: opening.start) {
            guard quietFrom > opening.start else { return nil }
            if quietFrom < opening.end {
                opening.end = quietFrom
                opening.endsForQuiet = true
            }
        }
        return opening.end.saturatingMinus(opening.start) >= .nanoseconds(limits.shortestPiece) ? opening : nil
    }

    /// When the quiet hours next silence this bulletin, from `instant` on: then itself when it is quiet then.
    private func quietBegin(for bulletin: Bulletin, _ live: LiveBroadcast, at instant: Int64) -> Int64? {
        guard !bulletin.inQuietHours else { return nil }
        guard now.wallIsKnown else { return live.begun?.quietFrom }
        let wall = now.wall(atMonotonic: instant)
        if quiet.contains(wall) { return instant }
        return quiet.nextChange(after: wall).map { now.monotonic(at: $0) }
    }

    private func after(_ seconds: Double) -> Int64 { now.monotonic.saturatingPlus(.nanoseconds(seconds)) }
}

/// One way for a broadcast to begin or go on.
struct Opening: Hashable {
    var start: Int64
    /// At `start` exactly; else as soon as it can.
    var isTimed: Bool
    var isPlannedStart = false
    /// In the midst of its content, where it would be by the clock.
    var isJoined = false
    var mediaOffset: Double
    var end: Int64
    var endsForQuiet = false
}
