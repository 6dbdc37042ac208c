import LoaModel

/// Who has the horn now, who is next, and who never will.
extension Scheduler {
    mutating func decide(_ now: SchedulerTime) {
        bringLive(now)
        giveUpUnanswered(now)
        promoteCue(now)
        silence(now)
        expire(now)
        let choice = choose(now)
        if noteLosers(of: choice, now) { expire(now) }
        carryOut(choice, now)
    }

    /// The player owes an answer for too long: goes on as if it had given one.
    private mutating func giveUpUnanswered(_ now: SchedulerTime) {
        for broadcast in live {
            guard case .stopping(_, _, let deadline) = broadcast.phase, deadline < now.monotonic else { continue }
            let silence = PlayEnd(
                cause: .stopped, at: now.wall, frames: 0, rate: 0, mediaPosition: broadcast.mediaPosition)
            ended(broadcast.id, silence, now)
        }
        for index in live.indices {
            guard case .onHorn(let piece) = live[index].phase, overdue(piece) < now.monotonic else { continue }
            let after: LiveBroadcast.AfterStop =
                piece.hasSounded ? .finish(.played, live[index].note) : .finish(.failed, RecordReason.player)
            stop(index, .overdue, then: after, now)
        }
    }

    /// When a piece has the horn for too long. What began late, its media late, ends with its time all the same.
    func overdue(_ piece: Piece) -> Int64 {
        piece.end.saturatingPlus(.nanoseconds(piece.hasSounded ? limits.overrun : limits.answerWithin))
    }

    /// The instant for which a piece was made ready has come: it has the horn.
    private mutating func promoteCue(_ now: SchedulerTime) {
        for index in live.indices {
            guard case .cued(let piece) = live[index].phase, piece.start <= now.monotonic else { continue }
            takeHorn(from: live[index].id, now)
            live[index].phase = .onHorn(piece)
        }
    }

    /// Invariant 3: what the quiet hours forbid ends at their first instant.
    private mutating func silence(_ now: SchedulerTime) {
        let chances = chances(now)
        for index in live.indices {
            guard let bulletin = live[index].bulletin else { continue }
            switch live[index].phase {
            case .onHorn(let piece):
                // The player tells of a start when the first sound is queued: what begins as they end is not in them.
                let instant = max(now.wall, now.wall(atMonotonic: piece.start))
                guard chances.isSilenced(bulletin, at: instant) else { continue }
                // What was over at this instant anyway has lost nothing by it.
                let isOver = piece.slotEnd <= now.monotonic.saturatingPlus(Self.asGoodAsOver)
                stop(index, .quietHours, then: isOver ? .wait : .finish(.partial, RecordReason.quietHours), now)
            case .cued(let piece):
                guard chances.isSilenced(bulletin, at: now.wall(atMonotonic: piece.start)) else { continue }
                stop(index, .withdrawn, then: .wait, now)
            case .waiting, .stopping: continue
            }
        }
    }

    /// Records what will never sound again.
    private mutating func expire(_ now: SchedulerTime) {
        let chances = chances(now)
        let over = live.indices.filter { live[$0].isWaiting && chances.lastChance(of: live[$0]) == nil }
        guard !over.isEmpty else { return }
        for broadcast in over.map({ live[$0] }) {
            let (outcome, reason) = broadcast.verdict(isSilenced: chances.isSilenced(broadcast))
            finish(broadcast.id, outcome, reason)
        }
    }
}
