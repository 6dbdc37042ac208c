import CivilCalendar
import LoaModel

/// Alerts, cancels, speaker tests, and the end of the daemon.
extension Scheduler {
    mutating func add(_ alert: ActiveAlert, _ now: SchedulerTime) {
        guard !isShuttingDown, index(of: alert.broadcast) == nil, !finished.contains(alert.broadcast) else { return }
        for older in live.filter({ Self.is($0, alert.authority, alert.alert.id) }).map(\.id) {
            end(older, .cancelled, (.partial, alert.broadcast.text), now)
        }
        append(alert, now)
        let lasting = live.filter { $0.isAlert && !$0.isEnding }
        if lasting.count > limits.waitingAlerts, let oldest = lasting.first {
            end(oldest.id, .preempted(by: alert.broadcast), (.partial, alert.broadcast.text), now)
        }
    }

    /// Brings an alert live on its horns. Where it names zones that this site has not, it sounds on all, and that is a
    /// fault until an alert comes that names none such.
    mutating func append(_ alert: ActiveAlert, _ now: SchedulerTime, carrying record: AsRun? = nil) {
        var added = LiveBroadcast(
            alert, reach: horns.reach(of: alert.alert), arrival: nextArrival(), at: now, carrying: record)
        let unknown = horns.unknown(to: alert.alert)
        if unknown.isEmpty {
            actions.clear(.hornZoneUnknown, "zones")
        } else {
            let names = unknown.map { $0.prefix(80) }.joined(separator: "', '")
            added.note = FaultCode.hornZoneUnknown.rawValue
            actions.raise(
                .hornZoneUnknown, "zones",
                "the alert '\(alert.alert.id)' is for '\(names)', which this site has not: it sounds on all horns")
        }
        live.append(added)
    }

    private static func `is`(_ live: LiveBroadcast, _ authority: AuthorityID, _ id: BulletinID) -> Bool {
        live.isAlert && live.record.authority == authority && live.record.bulletin == id
    }

    mutating func cancel(_ authority: AuthorityID, _ cancellation: Cancellation, _ now: SchedulerTime) {
        let wantsAlert = cancellation.target == .alert
        let meant = live.filter {
            $0.isAlert == wantsAlert && $0.record.authority == authority && $0.record.bulletin == cancellation.id
        }
        for live in meant {
            end(live.id, .cancelled, (.cancelled, cancellation.reason ?? RecordReason.cancelled), now)
        }
    }

    /// A speaker test is a bulletin that was planned for the moment of its order and may be some minutes late.
    mutating func add(_ test: SpeakerTest, of authority: AuthorityID, ordered: Timestamp, _ now: SchedulerTime) {
        let bulletin = Bulletin(
            id: test.id, title: test.id.text, bulletinClass: .normal, source: .sweep(seconds: test.seconds),
            recurrence: Recurrence(start: quiet.zone.civil(atUTC: ordered.seconds)), maximumSeconds: test.seconds + 1,
            gainDecibels: test.gainDecibels,
            lateness: .playLate(withinMinutes: Self.testPatience), afterLosing: .drop, inQuietHours: test.inQuietHours)
        let broadcast = PlannedBroadcast(authority: authority, nearness: .max, bulletin: bulletin, planned: ordered)
        guard !isShuttingDown, index(of: broadcast.id) == nil, !finished.contains(broadcast.id) else { return }
        var added = LiveBroadcast(
            broadcast, place: .max, reach: horns.everywhere, arrival: nextArrival(), at: now,
            missedReason: RecordReason.tooLate)
        added.isOrdered = true
        live.append(added)
    }

    /// How long after its order a speaker test may still begin, minutes.
    private static let testPatience = 10

    /// Ends a live broadcast for good: at once where it waits, with the player's answer where it sounds.
    private mutating func end(
        _ id: BroadcastID, _ stopReason: StopReason, _ how: (AsRun.Outcome, String), _ now: SchedulerTime
    ) {
        guard let index = index(of: id) else { return }
        if live[index].isWaiting {
            finish(id, how.0, how.1)
        } else {
            stop(index, stopReason, then: .finish(how.0, how.1), now)
        }
    }

    mutating func shutDown(_ now: SchedulerTime) {
        isShuttingDown = true
        for index in live.indices where !live[index].isWaiting {
            stop(index, .shutDown, then: .stayRunning, now)
        }
    }

    /// Asks the player to stop what it has of a broadcast; what then becomes of it is decided at its `.ended`.
    mutating func stop(
        _ index: Int, _ reason: StopReason, then after: LiveBroadcast.AfterStop, _ now: SchedulerTime
    ) {
        guard let piece = live[index].piece else { return }
        let deadline = now.monotonic.saturatingPlus(.nanoseconds(limits.answerWithin))
        if case .stopping(_, let before, let deadline) = live[index].phase {
            // What was to end for good ends for the first reason given.
            if case .finish = before { return }
            live[index].phase = .stopping(piece, after, deadline: deadline)
        } else {
            live[index].phase = .stopping(piece, after, deadline: deadline)
            actions.stop(live[index].id, reason)
        }
    }

    /// The last record of a broadcast; it leaves the scheduler.
    mutating func finish(_ id: BroadcastID, _ outcome: AsRun.Outcome, _ reason: String?) {
        guard let index = index(of: id) else { return }
        var broadcast = live.remove(at: index)
        let outcome = broadcast.truth(of: outcome, reason)
        finished.insert(id, planned: broadcast.planned, wasMissed: outcome == .missed)
        actions.record(broadcast.finish(outcome, reason))
    }
}

extension LiveBroadcast {
    /// `partial` and `played` are said only of what sounded.
    fileprivate func truth(of outcome: AsRun.Outcome, _ reason: String?) -> AsRun.Outcome {
        guard record.started == nil else { return outcome }
        switch outcome {
        case .partial where reason == RecordReason.quietHours: return .quietHours
        case .partial where reason == RecordReason.player: return .failed
        case .partial: return .lost
        case .played: return .failed
        default: return outcome
        }
    }
}
