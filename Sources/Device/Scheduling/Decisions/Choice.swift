import LoaModel

/// Who the horn goes to.
struct Choice {
    /// Goes first of all that are in their time now; it may have the horn already.
    var best: BroadcastID?
    /// How it would begin; nil where the player has it already.
    var opening: Opening?
    /// Begins within the lead, and will go first then.
    var next: BroadcastID?
    var nextOpening: Opening?
    /// In their time now and able to sound, but not the best.
    var losers: [BroadcastID] = []
}

extension Scheduler {
    func choose(_ now: SchedulerTime) -> Choice {
        let chances = chances(now)
        var present: [(live: LiveBroadcast, opening: Opening?)] = []
        var coming: [(live: LiveBroadcast, opening: Opening?)] = []
        for broadcast in live where !broadcast.isStopping {
            let opening = broadcast.isWaiting ? chances.opening(of: broadcast) : nil
            guard !broadcast.isWaiting || opening != nil else { continue }
            // Without a clock, what was made ready for an instant of it is taken back.
            if broadcast.isCued, broadcast.begun == nil, !now.wallIsKnown { continue }
            if isComing(broadcast, now) {
                coming.append((broadcast, opening))
            } else {
                present.append((broadcast, opening))
            }
        }
        var choice = Choice()
        if let best = present.max(by: { Self.isLess($0.live, $1.live, at: now.monotonic, now) }) {
            choice.best = best.live.id
            choice.opening = best.opening
            choice.losers = present.map(\.live.id).filter { $0 != best.live.id }
        }
        chooseNext(among: coming, against: present.map(\.live), now, &choice)
        return choice
    }

    private func isComing(_ broadcast: LiveBroadcast, _ now: SchedulerTime) -> Bool {
        guard !broadcast.isAlert, broadcast.begun == nil, !broadcast.isOnHorn else { return false }
        return broadcast.planned > now.wall
    }

    /// The first of those about to begin that will go before everything present at its start.
    private func chooseNext(
        among coming: [(live: LiveBroadcast, opening: Opening?)], against present: [LiveBroadcast],
        _ now: SchedulerTime, _ choice: inout Choice
    ) {
        for instant in Set(coming.map(\.live.planned)).sorted() {
            let start = now.monotonic(at: instant)
            let first = coming.filter { $0.live.planned == instant }
                .max { Self.isLess($0.live, $1.live, at: start, now) }
            let asGoodAsOver = start.saturatingPlus(Self.asGoodAsOver)
            let rivals = present.filter { !$0.isOnHorn || ($0.piece?.end ?? 0) > asGoodAsOver }
            guard let first, !rivals.contains(where: { Self.isLess(first.live, $0, at: start, now) }) else {
                continue
            }
            choice.next = first.live.id
            choice.nextOpening = first.opening
            return
        }
    }

    private static func isLess(
        _ left: LiveBroadcast, _ right: LiveBroadcast, at instant: Int64, _ now: SchedulerTime
    ) -> Bool {
        Precedence(left, at: instant, now: now) < Precedence(right, at: instant, now: now)
    }
}
