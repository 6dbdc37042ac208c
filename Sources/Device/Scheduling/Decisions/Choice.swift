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
    /// In their time now and able to sound, but not the best: places in `live`, good until it changes.
    var losers: [Int] = []
}

extension Scheduler {
    /// One who could have the horn: a place in `live`, and how it would begin (nil: the player has it already).
    private struct Candidate {
        var index: Int
        var opening: Opening?
        var precedence: Precedence
    }

    func choose(_ now: SchedulerTime) -> Choice {
        let chances = chances(now)
        var present: [Candidate] = []
        var coming: [Int] = []
        for index in live.indices where !live[index].isStopping {
            // Without a clock, what was made ready for an instant of it is taken back.
            if live[index].isCued, live[index].begun == nil, !now.wallIsKnown { continue }
            if isComing(live[index], now) {
                coming.append(index)
                continue
            }
            let opening = live[index].isWaiting ? chances.opening(of: live[index]) : nil
            guard !live[index].isWaiting || opening != nil else { continue }
            let precedence = Precedence(live[index], at: now.monotonic, now: now)
            present.append(Candidate(index: index, opening: opening, precedence: precedence))
        }
        var choice = Choice()
        if let best = present.max(by: { $0.precedence < $1.precedence }) {
            choice.best = live[best.index].id
            choice.opening = best.opening
            choice.losers = present.map(\.index).filter { $0 != best.index }
        }
        chooseNext(among: coming, against: present.map(\.index), now, &choice)
        return choice
    }

    private func isComing(_ broadcast: LiveBroadcast, _ now: SchedulerTime) -> Bool {
        guard !broadcast.isAlert, broadcast.begun == nil, !broadcast.isOnHorn else { return false }
        return broadcast.planned > now.wall
    }

    /// The first of those about to begin that will go before everything present at its start.
    private func chooseNext(
        among coming: [Int], against present: [Int], _ now: SchedulerTime, _ choice: inout Choice
    ) {
        let chances = chances(now)
        for instant in Set(coming.map { live[$0].planned }).sorted() {
            let start = now.monotonic(at: instant)
            let first = coming.filter { live[$0].planned == instant }
                .compactMap { candidate($0, at: start, chances, now) }
                .max { $0.precedence < $1.precedence }
            let asGoodAsOver = start.saturatingPlus(Self.asGoodAsOver)
            let rivals = present.filter { !live[$0].isOnHorn || (live[$0].piece?.end ?? 0) > asGoodAsOver }
            guard let first, !rivals.contains(where: { first.precedence < Precedence(live[$0], at: start, now: now) })
            else { continue }
            choice.next = live[first.index].id
            choice.nextOpening = first.opening
            return
        }
    }

    private func candidate(
        _ index: Int, at start: Int64, _ chances: Chances, _ now: SchedulerTime
    ) -> Candidate? {
        let opening = live[index].isWaiting ? chances.opening(of: live[index]) : nil
        guard !live[index].isWaiting || opening != nil else { return nil }
        return Candidate(index: index, opening: opening, precedence: Precedence(live[index], at: start, now: now))
    }
}
