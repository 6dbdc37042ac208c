import LoaModel

extension Scheduler {
    /// The next instant at which time alone changes anything.
    mutating func nextWake(_ now: SchedulerTime) -> Timestamp {
        let last = now.monotonic.saturatingPlus(.nanoseconds(limits.longestSleep))
        var next = last
        func consider(_ instant: Int64) {
            if instant > now.monotonic { next = min(next, instant) }
        }
        let chances = chances(now)
        for broadcast in live { wakes(for: broadcast, chances, now).forEach(consider) }
        if now.wallIsKnown {
            if live.contains(where: { !$0.isAlert }), let change = quiet.nextChange(after: now.wall) {
                consider(now.monotonic(at: change))
            }
            if !isShuttingDown, let covered, let planned = window?.next(after: covered) {
                consider(now.monotonic(at: planned).saturatingMinus(.nanoseconds(limits.prepareLead)))
            }
        }
        // Never at once again: whatever goes wrong, the daemon does not spin.
        return max(now.wall(atMonotonic: next), now.wall.adding(nanoseconds: 1_000_000))
    }

    private func wakes(for broadcast: LiveBroadcast, _ chances: Chances, _ now: SchedulerTime) -> [Int64] {
        switch broadcast.phase {
        case .waiting:
            var wakes = [broadcast.retryAt]
            if let last = chances.lastChance(of: broadcast), last < .max { wakes.append(last.saturatingPlus(1)) }
            if now.wallIsKnown { wakes.append(now.monotonic(at: broadcast.planned)) }
            return wakes
        case .cued(let piece): return [piece.start.saturatingMinus(.nanoseconds(limits.clearLead)), piece.start]
        case .onHorn(let piece):
            return [piece.ownEnd, overdue(piece).saturatingPlus(1)]
        case .stopping(_, _, let deadline): return [deadline.saturatingPlus(1)]
        }
    }
}
