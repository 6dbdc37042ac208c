import LoaModel

extension Chances {
    /// Until when a waiting broadcast may still begin or go on; nil when it never will again.
    func lastChance(of live: LiveBroadcast) -> Int64? {
        switch live.content {
        case .alert(let alert): return lastChance(of: alert, live)
        case .bulletin(let broadcast, _):
            guard let own = ownChance(of: broadcast, live) else { return nil }
            guard let quietEnd = quietEnd(for: broadcast) else { return own }
            // Quiet now: what has begun is over, what has not waits if the quiet hours end in time.
            return live.begun == nil && quietEnd <= own ? own : nil
        }
    }

    /// As `lastChance`, were there no quiet hours.
    private func ownChance(of broadcast: PlannedBroadcast, _ live: LiveBroadcast) -> Int64? {
        let last = live.begun.map { lastResumption(of: broadcast, live, $0) } ?? lastBeginning(of: broadcast, live)
        return last.flatMap { $0 >= now.monotonic ? $0 : nil }
    }

    /// Whether it is the quiet hours that keep it from sounding, now or at its planned start.
    func isSilenced(_ live: LiveBroadcast) -> Bool {
        guard case .bulletin(let broadcast, _) = live.content else { return false }
        if live.begun == nil, isSilenced(broadcast.bulletin, at: broadcast.planned) { return true }
        return isSilenced(broadcast.bulletin, at: now.wall) && ownChance(of: broadcast, live) != nil
    }

    private func lastChance(of alert: ActiveAlert, _ live: LiveBroadcast) -> Int64? {
        let left = alert.alert.maximumSeconds - live.sounded
        guard left >= limits.shortestPiece || live.begun == nil, !isExpired(alert) else { return nil }
        let patience = live.arrived.saturatingPlus(.nanoseconds(limits.longestAlertWait))
        let last = now.wallIsKnown ? min(patience, now.monotonic(at: alert.expires)) : patience
        return last >= now.monotonic ? last : nil
    }

    private func lastResumption(
        of broadcast: PlannedBroadcast, _ live: LiveBroadcast, _ begun: LiveBroadcast.Begun
    ) -> Int64? {
        let bulletin = broadcast.bulletin
        guard let lostAt = live.lostAt else { return joinable(until: begun.slotEnd) }
        switch bulletin.afterLosing {
        case .drop: return nil
        case .resume: return joinable(until: begun.slotEnd)
        case .playAfter:
            guard bulletin.maximumSeconds - live.sounded >= limits.shortestPiece else { return nil }
            return lostAt.saturatingPlus(.nanoseconds(patience(of: bulletin)))
        }
    }

    private func lastBeginning(of broadcast: PlannedBroadcast, _ live: LiveBroadcast) -> Int64? {
        // Without a clock nobody knows; it waits for one.
        guard now.wallIsKnown else { return .max }
        let bulletin = broadcast.bulletin
        let planned = now.monotonic(at: broadcast.planned)
        if planned > now.monotonic { return .max }
        if live.reach.isNowhere { return nil }
        if live.lostAt != nil, bulletin.afterLosing == .drop { return nil }
        if live.lostAt != nil, bulletin.afterLosing == .playAfter {
            return planned.saturatingPlus(.nanoseconds(patience(of: bulletin)))
        }
        switch bulletin.lateness {
        case .join: return joinable(until: now.monotonic(at: broadcast.latestEnd))
        case .playLate(let minutes): return planned.saturatingPlus(.nanoseconds(Double(minutes) * 60))
        case .skip: return live.lostAt == nil ? planned.saturatingPlus(.nanoseconds(limits.punctuality)) : nil
        }
    }

    /// Whether a broadcast that is not live yet, planned in the past, could still begin.
    func canStillBegin(_ broadcast: PlannedBroadcast) -> Bool {
        let live = LiveBroadcast(
            broadcast, place: 0, reach: .everywhere, arrival: 0, at: now, missedReason: "")
        return lastBeginning(of: broadcast, live).map { $0 >= now.monotonic } ?? false
    }

    /// Until when a broadcast can have been waited for: its time, or longer where it may play late or after.
    func longestInterest(in broadcast: PlannedBroadcast) -> Timestamp {
        max(broadcast.latestEnd, broadcast.planned.adding(seconds: patience(of: broadcast.bulletin)))
    }

    /// When the quiet hours that silence it now end; nil when none do.
    private func quietEnd(for broadcast: PlannedBroadcast) -> Int64? {
        guard isSilenced(broadcast.bulletin, at: now.wall), broadcast.planned <= now.wall else { return nil }
        return quiet.nextChange(after: now.wall).map { now.monotonic(at: $0) } ?? .max
    }

    /// Whether the quiet hours forbid it at an instant; false where nobody knows the time.
    func isSilenced(_ bulletin: Bulletin, at instant: Timestamp) -> Bool {
        guard now.wallIsKnown, !bulletin.inQuietHours else { return false }
        return quiet.contains(instant)
    }

    private func patience(of bulletin: Bulletin) -> Double {
        if case .playLate(let minutes) = bulletin.lateness { Double(minutes) * 60 } else { limits.playAfterWithin }
    }

    /// The last instant at which something can be joined that ends at `end`.
    private func joinable(until end: Int64) -> Int64 {
        end.saturatingMinus(.nanoseconds(limits.joinLead + limits.shortestPiece))
    }
}
