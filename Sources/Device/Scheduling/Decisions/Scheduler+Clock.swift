import LoaModel

extension Scheduler {
    /// Compares the clocks with what they showed before: trust gained and lost, steps back.
    mutating func note(_ now: SchedulerTime) {
        if clock.bootedAt == nil { clock.bootedAt = now.monotonic }
        if clock.wasKnown != now.wallIsKnown {
            if !now.wallIsKnown {
                actions.raise(
                    .clockNotSynchronised, "clock",
                    "The time is not known to be right: alerts play, the timetable waits until it is.")
            } else if clock.wasKnown == false {
                actions.clear(.clockNotSynchronised, "clock")
            }
            clock.wasKnown = now.wallIsKnown
        }
        guard now.wallIsKnown else {
            if !clock.wasUnknown { noteLostClock() }
            clock.wasUnknown = true
            return
        }
        clock.firstKnown = clock.firstKnown ?? now.wall
        if let last = clock.lastKnown, now.wall.adding(seconds: 1) < last { stepBack(now) }
        clock.lastKnown = now.wall
    }

    private mutating func noteLostClock() {
        for index in live.indices where !live[index].isAlert && live[index].begun == nil {
            live[index].missedReason = FaultCode.clockNotSynchronised.rawValue
        }
    }

    /// The clock was set back: what is yet to come by it is planned again; what sounds goes on by monotonic time.
    private mutating func stepBack(_ now: SchedulerTime) {
        covered = covered.map { min($0, now.wall) }
        finished.forgetMissed(after: now.wall)
        let soon = now.wall.adding(seconds: limits.prepareLead + 1)
        for index in live.indices where !live[index].isAlert && live[index].isCued && live[index].planned > soon {
            stop(index, .withdrawn, then: .forget, now)
        }
        live.removeAll { !$0.isAlert && $0.isWaiting && $0.record.started == nil && $0.planned > soon }
    }

    /// Why a broadcast that comes live only now, after its start, did not sound at its start.
    func missedReason(_ planned: Timestamp, _ now: SchedulerTime) -> String {
        let uptime = now.monotonic.saturatingMinus(clock.bootedAt ?? now.monotonic)
        let boot = now.wall(atMonotonic: now.monotonic.saturatingMinus(uptime))
        if planned < min(boot, clock.firstKnown ?? boot) { return RecordReason.deviceOff }
        return clock.wasUnknown ? FaultCode.clockNotSynchronised.rawValue : RecordReason.tooLate
    }
}
