import LoaModel

/// What the player tells.
extension Scheduler {
    mutating func sounding(
        _ id: BroadcastID, at instant: Timestamp, errorMicroseconds: Int?, _ now: SchedulerTime
    ) {
        guard let index = index(of: id) else { return }
        if case .cued(let piece) = live[index].phase {
            takeHorn(from: id, now)
            live[index].phase = .onHorn(piece)
        }
        if let record = live[index].beginSounding(at: instant, errorMicroseconds: errorMicroseconds, now: now) {
            actions.record(record)
        }
    }

    /// Stops whatever else has a horn that `winner` takes.
    mutating func takeHorn(from winner: BroadcastID, _ now: SchedulerTime) {
        guard let reach = index(of: winner).map({ live[$0].reach }) else { return }
        for index in live.indices where live[index].id != winner && live[index].reach.meets(reach) {
            guard case .onHorn(let piece) = live[index].phase else { continue }
            // What ends by itself at this instant has lost nothing.
            if piece.end > now.monotonic.saturatingPlus(Self.asGoodAsOver) { live[index].lose(to: winner, now) }
            noteUnheardAlert(index, winner)
            stop(index, .preempted(by: winner), then: .wait, now)
        }
    }

    /// An alert that loses the horn before its first sample has no record yet, and the journal keeps the newer order in
    /// the place of its own: after a power cut nobody would know that it had been accepted.
    private mutating func noteUnheardAlert(_ index: Int, _ winner: BroadcastID) {
        guard live[index].isAlert, live[index].record.started == nil else { return }
        actions.record(live[index].pause(reason: winner.text))
    }

    /// A piece with less than this to go is no rival any more, nanoseconds.
    static let asGoodAsOver: Int64 = 100_000_000

    mutating func ended(_ id: BroadcastID, _ end: PlayEnd, _ now: SchedulerTime) {
        guard let index = index(of: id), let piece = live[index].piece else { return }
        if end.frames > 0, !piece.hasSounded, end.rate > 0 {
            let start = end.at.adding(seconds: -Double(end.frames) / Double(end.rate))
            if let record = live[index].beginSounding(at: start, errorMicroseconds: nil, now: now) {
                actions.record(record)
            }
        }
        live[index].add(end)
        let phase = live[index].phase
        live[index].phase = .waiting
        if case .stopping(_, let after, _) = phase {
            stopped(id, after, end, piece, now)
        } else {
            endedByItself(id, end, piece, now)
        }
    }

    private mutating func stopped(
        _ id: BroadcastID, _ after: LiveBroadcast.AfterStop, _ end: PlayEnd, _ piece: Piece, _ now: SchedulerTime
    ) {
        if case .completed = end.cause { return endedByItself(id, end, piece, now) }
        guard let index = index(of: id) else { return }
        switch after {
        case .finish(.failed, _):
            if case .failed(let code) = end.cause { finish(id, .failed, code.rawValue) }
            finish(id, .failed, RecordReason.player)
        case .finish(let outcome, let reason): finish(id, outcome, reason)
        case .stayRunning: pause(index, reason: RecordReason.deviceStopping)
        case .forget:
            if live[index].record.started != nil {
                finish(id, .cancelled, RecordReason.scheduleReplaced)
            } else {
                live.remove(at: index)
                rescan(now)
            }
        case .wait:
            if case .failed = end.cause { return endedByItself(id, end, piece, now) }
            let isOver = piece.hasSounded && !live[index].isAlert && isSlotOver(piece, now)
            if isOver { return finish(id, .played, live[index].note) }
            if piece.hasSounded, chances(now).lastChance(of: live[index]) != nil { pause(index, reason: nil) }
        }
    }

    private mutating func endedByItself(_ id: BroadcastID, _ end: PlayEnd, _ piece: Piece, _ now: SchedulerTime) {
        guard let index = index(of: id) else { return }
        switch end.cause {
        case .completed: completed(index, piece)
        case .reachedMaximum:
            if piece.endsForQuiet, isQuiet(live[index], now) {
                finish(id, .partial, RecordReason.quietHours)
            } else if live[index].isAlert || isSlotOver(piece, now) {
                finish(id, .played, live[index].note)
            }
        case .stopped: failed(index, RecordReason.player, now)
        case .failed(let code):
            if code == .mediaUnreadable || code == .mediaRefused {
                finish(id, live[index].record.started == nil ? .failed : .partial, code.rawValue)
            } else {
                failed(index, code.rawValue, now)
            }
        }
    }

    /// The content is over. What was joined after its end never sounded.
    private mutating func completed(_ index: Int, _ piece: Piece) {
        let broadcast = live[index]
        if broadcast.record.frames > 0 {
            finish(broadcast.id, .played, broadcast.note)
        } else if piece.isJoined {
            let (outcome, reason) = broadcast.verdict(isSilenced: false)
            finish(broadcast.id, outcome, reason)
        } else {
            finish(broadcast.id, .failed, FaultCode.mediaUnreadable.rawValue)
        }
    }

    /// It may succeed later: it waits, longer each time.
    private mutating func failed(_ index: Int, _ reason: String, _ now: SchedulerTime) {
        live[index].setback = .failed(reason)
        live[index].failures += 1
        let delay = limits.retryDelay * Double(1 << min(10, live[index].failures - 1))
        live[index].retryAt = now.monotonic.saturatingPlus(.nanoseconds(min(delay, limits.longestRetryDelay)))
        if live[index].record.started != nil, chances(now).lastChance(of: live[index]) != nil {
            pause(index, reason: reason)
        }
    }

    private mutating func pause(_ index: Int, reason: String?) {
        guard live[index].record.started != nil else { return }
        actions.record(live[index].pause(reason: reason ?? live[index].setbackReason))
    }

    /// Whether less is left of the broadcast's time than is worth beginning.
    private func isSlotOver(_ piece: Piece, _ now: SchedulerTime) -> Bool {
        piece.slotEnd.saturatingMinus(now.monotonic) < .nanoseconds(limits.shortestPiece + limits.joinLead)
    }

    /// A piece that was to end with the quiet hours' begin did: whether they have begun. It may be a little early.
    private func isQuiet(_ broadcast: LiveBroadcast, _ now: SchedulerTime) -> Bool {
        guard let bulletin = broadcast.bulletin else { return false }
        return !now.wallIsKnown || chances(now).isSilenced(bulletin, at: now.wall.adding(seconds: 1))
    }
}

extension LiveBroadcast {
    var setbackReason: String? {
        switch setback {
        case .lost(let winner): winner.text
        case .failed(let reason): reason
        case nil: nil
        }
    }

    /// Another broadcast has the horn in this one's time.
    mutating func lose(to winner: BroadcastID, _ now: SchedulerTime) {
        setback = .lost(to: winner)
        if lostAt == nil { lostAt = begun == nil ? min(now.monotonic, now.monotonic(at: planned)) : now.monotonic }
        if bulletin?.afterLosing == .resume, begun != nil { note = winner.text }
    }

    /// What is recorded of a broadcast that will not sound again.
    func verdict(isSilenced: Bool) -> (AsRun.Outcome, String?) {
        if reach.isNowhere { return (.missed, RecordReason.noZone) }
        if record.started != nil {
            return (.partial, isSilenced ? RecordReason.quietHours : setbackReason ?? missedReason)
        }
        switch setback {
        case .lost(let winner): return (.lost, winner.text)
        case .failed(let reason): return (.failed, reason)
        case nil: return isSilenced ? (.quietHours, RecordReason.quietHours) : (.missed, missedReason)
        }
    }
}
