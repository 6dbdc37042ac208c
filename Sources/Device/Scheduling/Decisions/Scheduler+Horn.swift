import LoaModel

/// Gives each horn to whom the choice says.
extension Scheduler {
    /// - Returns: whether anybody lost the horn for the first time.
    mutating func noteLosers(of choice: Choice, _ now: SchedulerTime) -> Bool {
        var isNew = false
        for (index, winner) in choice.losers where live[index].isWaiting {
            isNew = isNew || live[index].lostAt == nil
            live[index].lose(to: winner, now)
        }
        return isNew
    }

    mutating func carryOut(_ choice: Choice, _ now: SchedulerTime) {
        takeBackCue(unless: choice, now)
        for best in choice.best { begin(best, choice, now) }
        for next in choice.next where !isMet(next.reach, by: \.isCued) {
            if let opening = next.opening { play(next.id, opening, now) }
        }
        clearHorns(now)
    }

    /// What was made ready but will not begin, or not at that instant, is taken back from the player.
    private mutating func takeBackCue(unless choice: Choice, _ now: SchedulerTime) {
        for index in live.indices {
            guard case .cued(let piece) = live[index].phase else { continue }
            let broadcast = live[index]
            let planned = now.monotonic(at: broadcast.planned)
            let moved = piece.isPlannedStart && abs(planned.saturatingMinus(piece.start)) > 1_000_000_000
            if moved || !(choice.best + choice.next).contains(where: { $0.id == broadcast.id }) {
                stop(index, .withdrawn, then: .wait, now)
            }
        }
    }

    /// Whether something of which `state` holds needs the same horn.
    private func isMet(_ reach: HornReach, by state: (LiveBroadcast) -> Bool) -> Bool {
        live.contains { state($0) && $0.reach.meets(reach) }
    }

    private mutating func begin(_ best: Choice.Chosen, _ choice: Choice, _ now: SchedulerTime) {
        let id = best.id
        guard let opening = best.opening, let index = index(of: id) else { return }
        if live[index].isAlert {
            takeHorn(from: id, now)
            return play(id, opening, now)
        }
        // What is about to begin goes first: not for two seconds' sake.
        guard choice.next.first(meeting: best.reach) == nil, !isMet(best.reach, by: \.isCued) else { return }
        if opening.isTimed { return play(id, opening, now) }
        // The horn is not free before the player says so; only an alert does not wait for that.
        guard !isMet(best.reach, by: \.isStopping) else { return }
        takeHorn(from: id, now)
        play(id, opening, now)
    }

    private mutating func play(_ id: BroadcastID, _ opening: Opening, _ now: SchedulerTime) {
        guard let index = index(of: id) else { return }
        let broadcast = live[index]
        let seconds = Double(opening.end.saturatingMinus(opening.start)) / 1e9
        let piece = Piece(
            start: opening.start, end: opening.end, maximumSeconds: seconds, mediaOffset: opening.mediaOffset,
            isTimed: opening.isTimed, isPlannedStart: opening.isPlannedStart, isJoined: opening.isJoined,
            endsForQuiet: opening.endsForQuiet, slotEnd: slotEnd(of: broadcast, opening, now),
            ownEnd: ownEnd(of: broadcast, now))
        live[index].phase = opening.isTimed ? .cued(piece) : .onHorn(piece)
        actions.play(
            PlayRequest(
                id: id, bulletinClass: broadcast.bulletinClass, content: broadcast.playContent,
                start: opening.isTimed ? .at(now.wall(atMonotonic: opening.start)) : .now,
                mediaOffset: opening.mediaOffset, maximumSeconds: seconds, gainDecibels: broadcast.gainDecibels,
                reach: broadcast.reach))
    }

    /// The end of its time: by the schedule, or what it takes from where it begins late.
    private func slotEnd(of broadcast: LiveBroadcast, _ opening: Opening, _ now: SchedulerTime) -> Int64 {
        guard opening.endsForQuiet else { return opening.end }
        return broadcast.begun?.slotEnd ?? max(opening.end, ownEnd(of: broadcast, now))
    }

    private func ownEnd(of broadcast: LiveBroadcast, _ now: SchedulerTime) -> Int64 {
        guard case .bulletin(let planned, _) = broadcast.content else { return .max }
        return broadcast.begun?.ownEnd ?? now.monotonic(at: planned.latestEnd)
    }

    /// Shortly before a timed start its horns are cleared for it.
    private mutating func clearHorns(_ now: SchedulerTime) {
        for cue in live where cue.isCued { clearHorns(for: cue, now) }
    }

    private mutating func clearHorns(for cue: LiveBroadcast, _ now: SchedulerTime) {
        guard let piece = cue.piece else { return }
        let lead = Int64.nanoseconds(limits.clearLead)
        guard piece.start.saturatingMinus(lead) <= now.monotonic else { return }
        for index in live.indices {
            guard case .onHorn(let other) = live[index].phase, live[index].reach.meets(cue.reach) else { continue }
            // What ends by itself at that instant needs no stop.
            guard other.end > piece.start.saturatingPlus(Self.asGoodAsOver) else { continue }
            live[index].lose(to: cue.id, now)
            stop(index, .preempted(by: cue.id), then: .wait, now)
        }
    }
}

extension LiveBroadcast {
    var playContent: PlayRequest.Content {
        switch content {
        case .bulletin(let broadcast, _): .source(broadcast.bulletin.source)
        case .alert(let alert): .alert(alert.alert)
        }
    }

    var gainDecibels: Double {
        switch content {
        case .bulletin(let broadcast, _): broadcast.bulletin.gainDecibels
        case .alert(let alert): alert.alert.gainDecibels
        }
    }
}
