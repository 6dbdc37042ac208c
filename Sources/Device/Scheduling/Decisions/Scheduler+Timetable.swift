import LoaModel

/// From the timetable to live broadcasts.
extension Scheduler {
    mutating func start(_ past: DevicePast, _ now: SchedulerTime) {
        finished.insert(past.finished, now: now.wall)
        var past = past
        for alert in past.alerts where index(of: alert.broadcast) == nil && !finished.contains(alert.broadcast) {
            let record = past.unfinished.first { $0.broadcast == alert.broadcast }
            append(alert, now, carrying: record)
        }
        for record in past.unfinished where record.bulletinClass == .emergency && index(of: record.broadcast) == nil {
            close(record, past.lastAlive)
        }
        past.unfinished.removeAll { $0.bulletinClass == .emergency || finished.contains($0.broadcast) }
        self.past = past
    }

    mutating func nextArrival() -> Int {
        arrivals += 1
        return arrivals
    }

    /// Ends the record of something that the boot cut off and that does not go on.
    private mutating func close(_ record: AsRun, _ lastAlive: Timestamp?) {
        guard !finished.contains(record.broadcast) else { return }
        var record = record
        record.event = .ended
        record.outcome = record.started == nil ? .missed : .partial
        record.reason = RecordReason.deviceOff
        record.ended = record.started.map { max($0, record.ended ?? lastAlive ?? $0) }
        finished.insert(record.broadcast, planned: record.planned, wasMissed: false)
        actions.record(record)
    }

    mutating func adopt(_ timetable: Timetable, _ now: SchedulerTime) {
        report(timetable.problems)
        let isFirst = window == nil
        window = PlanWindow(timetable)
        guard !isFirst else { return }
        for id in live.filter({ !$0.isAlert && !$0.isOrdered }).map(\.id) { compare(id, with: timetable, now) }
        rescan(now)
    }

    private mutating func report(_ new: [TimetableProblem]) {
        for problem in problems where !new.contains(problem) { actions.clear(problem.code, problem.originator) }
        for problem in new where !problems.contains(problem) {
            actions.raise(problem.code, problem.originator, problem.detail)
        }
        problems = new
    }

    /// A live broadcast goes on if the new timetable has the very same one; else it ends.
    private mutating func compare(_ id: BroadcastID, with timetable: Timetable, _ now: SchedulerTime) {
        guard let index = index(of: id), case .bulletin(let broadcast, _) = live[index].content else { return }
        if let same = timetable.broadcast(like: broadcast) {
            live[index].content = .bulletin(same, place: timetable.priorityPlace(of: same))
            return
        }
        let wasDue = live[index].record.started != nil || broadcast.planned <= now.wall
        if live[index].isWaiting {
            let isPlannedStill = timetable.planned(broadcast.authority, broadcast.bulletin.id, at: broadcast.planned)
            if live[index].record.started == nil, !wasDue || !isPlannedStill.isEmpty {
                live.remove(at: index)
            } else {
                finish(id, .cancelled, RecordReason.scheduleReplaced)
            }
        } else {
            let after = wasDue ? LiveBroadcast.AfterStop.finish(.cancelled, RecordReason.scheduleReplaced) : .forget
            stop(index, .scheduleReplaced, then: after, now)
        }
    }

    /// Takes up what a new timetable has planned for about now: what is about to begin, and what can still be begun.
    mutating func rescan(_ now: SchedulerTime) {
        guard now.wallIsKnown, let covered, window != nil else { return }
        let chances = chances(now)
        // Nothing lasts or is played late longer than a day.
        let found = window?.broadcasts(after: now.wall.adding(seconds: -86_400), through: covered) ?? []
        for broadcast in found where broadcast.planned > now.wall || chances.canStillBegin(broadcast) {
            comeLive(broadcast, now, missedReason: RecordReason.tooLate)
        }
    }

    /// Brings live what has become due since the last time, the past that is owed a record included.
    mutating func bringLive(_ now: SchedulerTime) {
        guard now.wallIsKnown, window != nil else { return }
        let soon = now.wall.adding(seconds: limits.prepareLead)
        let first = max(covered ?? repayPast(now), now.wall.adding(seconds: -limits.lookBack))
        if first < soon {
            for broadcast in window?.broadcasts(after: first, through: soon) ?? [] {
                comeLive(broadcast, now, missedReason: missedReason(broadcast.planned, now))
            }
            covered = soon
            clock.wasUnknown = false
            finished.prune(before: now.wall.adding(seconds: -1.5 * limits.lookBack))
        }
    }

    /// Once after a boot: goes on with what was live when the device stopped, or closes it.
    /// - Returns: the instant since which planned broadcasts are owed a record.
    private mutating func repayPast(_ now: SchedulerTime) -> Timestamp {
        guard let past else { return now.wall.adding(nanoseconds: -1) }
        self.past = nil
        for record in past.unfinished {
            if let broadcast = window?.timetable.broadcast(of: record) {
                var record = record
                if record.started != nil { record.ended = record.ended ?? past.lastAlive }
                comeLive(broadcast, now, missedReason: RecordReason.deviceOff, carrying: record)
            } else {
                close(record, past.lastAlive)
            }
        }
        guard let lastAlive = past.lastAlive, lastAlive < now.wall else {
            return now.wall.adding(nanoseconds: -1)
        }
        // What had lost the horn and was still waiting for it left no record behind.
        let waited = window?.broadcasts(after: lastAlive.adding(seconds: -90_000), through: lastAlive) ?? []
        let oldest = now.wall.adding(seconds: -limits.lookBack)
        let chances = chances(now)
        for broadcast in waited where broadcast.planned > oldest && chances.longestInterest(in: broadcast) > lastAlive {
            comeLive(broadcast, now, missedReason: RecordReason.deviceOff)
        }
        return lastAlive
    }

    private mutating func comeLive(
        _ broadcast: PlannedBroadcast, _ now: SchedulerTime, missedReason: String, carrying record: AsRun? = nil
    ) {
        guard !finished.contains(broadcast.id), index(of: broadcast.id) == nil else { return }
        live.append(
            LiveBroadcast(
                broadcast, place: window?.timetable.priorityPlace(of: broadcast) ?? .max,
                reach: horns.reach(of: broadcast.bulletin), arrival: nextArrival(), at: now,
                missedReason: missedReason, carrying: record))
    }
}
