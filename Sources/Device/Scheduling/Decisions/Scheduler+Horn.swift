import LoaModel

/// Gives the horn to whom the choice says.
extension Scheduler {
    /// - Returns: whether anybody lost the horn for the first time.
    mutating func noteLosers(of choice: Choice, _ now: SchedulerTime) -> Bool {
        guard let winner = choice.best else { return false }
        var isNew = false
        for index in choice.losers where live[index].isWaiting {
            isNew = isNew || live[index].lostAt == nil
            live[index].lose(to: winner, now)
        }
        return isNew
    }

    mutating func carryOut(_ choice: Choice, _ now: SchedulerTime) {
        takeBackCue(unless: choice, now)
        if let best = choice.best, let opening = choice.opening { begin(best, opening, choice, now) }
        if let next = choice.next, let opening = choice.nextOpening, !live.contains(where: \.isCued) {
            play(next, opening, now)
        }
        clearHorn(now)
    }

    /// What was made ready but will not begin, or not at that instant, is taken back from the player.
    private mutating func takeBackCue(unless choice: Choice, _ now: SchedulerTime) {
        for index in live.indices {
            guard case .cued(let piece) = live[index].phase else { continue }
            let broadcast = live[index]
            let planned = now.monotonic(at: broadcast.planned)
            let moved = piece.isPlannedStart && abs(planned.saturatingMinus(piece.start)) > 1_000_000_000
            if moved || broadcast.id != choice.best && broadcast.id != choice.next {
                stop(index, .withdrawn, then: .wait, now)
            }
        }
    }

    private mutating func begin(_ id: BroadcastID, _ opening: Opening, _ choice: Choice, _ now: SchedulerTime) {
        guard let index = index(of: id) else { return }
        if live[index].isAlert {
            takeHorn(from: id, now)
            return play(id, opening, now)
        }
        // What is about to begin goes first: not for two seconds' sake.
        guard choice.next == nil, !live.contains(where: \.isCued) else { return }
        if opening.isTimed { return play(id, opening, now) }
        // The horn is not free before the player says so; only an alert does not wait for that.
        guard !live.contains(where: \.isStopping) else { return }
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
                mediaOffset: opening.mediaOffset, maximumSeconds: seconds, gainDecibels: broadcast.gainDecibels))
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

    /// Shortly before a timed start the horn is cleared for it.
    private mutating func clearHorn(_ now: SchedulerTime) {
        guard let cue = live.first(where: \.isCued), let piece = cue.piece else { return }
        let lead = Int64.nanoseconds(limits.clearLead)
        guard piece.start.saturatingMinus(lead) <= now.monotonic else { return }
        for index in live.indices {
            guard case .onHorn(let other) = live[index].phase else { continue }
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
