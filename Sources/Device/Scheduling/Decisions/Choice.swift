import LoaModel

/// Who the horns go to.
struct Choice {
    /// One that goes first on all of its horns.
    struct Chosen {
        var id: BroadcastID
        var reach: HornReach
        /// How it would begin; nil where the player has it already.
        var opening: Opening?
    }

    /// In their time now, and before all others that need the same horns; each may have them already.
    var best: [Chosen] = []
    /// Begin within the lead, and will go first on their horns then.
    var next: [Chosen] = []
    /// In their time now and able to sound, but one of the best needs the same horn: places in `live`, good until it
    /// changes.
    var losers: [(index: Int, winner: BroadcastID)] = []
}

extension [Choice.Chosen] {
    /// The first that needs a horn of `reach`.
    func first(meeting reach: HornReach) -> Choice.Chosen? { first { $0.reach.meets(reach) } }
}

extension Scheduler {
    /// One who could have its horns: a place in `live`, and how it would begin (nil: the player has it already).
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
            if let candidate = candidate(index, at: now.monotonic, chances, now) { present.append(candidate) }
        }
        var choice = Choice()
        for candidate in present.sorted(by: { $1.precedence < $0.precedence }) {
            if let winner = choice.best.first(meeting: live[candidate.index].reach) {
                choice.losers.append((candidate.index, winner.id))
            } else {
                choice.best.append(chosen(candidate))
            }
        }
        chooseNext(among: coming, against: present.map(\.index), now, &choice)
        return choice
    }

    private func isComing(_ broadcast: LiveBroadcast, _ now: SchedulerTime) -> Bool {
        guard !broadcast.isAlert, broadcast.begun == nil, !broadcast.isOnHorn else { return false }
        return broadcast.planned > now.wall
    }

    /// Of those about to begin on a horn the first that will go before everything present there at its start.
    private func chooseNext(
        among coming: [Int], against present: [Int], _ now: SchedulerTime, _ choice: inout Choice
    ) {
        let chances = chances(now)
        for instant in Set(coming.map { live[$0].planned }).sorted() {
            let start = now.monotonic(at: instant)
            let candidates = coming.filter { live[$0].planned == instant }
                .compactMap { candidate($0, at: start, chances, now) }
                .sorted { $1.precedence < $0.precedence }
            let asGoodAsOver = start.saturatingPlus(Self.asGoodAsOver)
            let rivals = present.filter { !live[$0].isOnHorn || (live[$0].piece?.end ?? 0) > asGoodAsOver }
            for candidate in candidates {
                let reach = live[candidate.index].reach
                guard choice.next.first(meeting: reach) == nil,
                    !rivals.contains(where: {
                        live[$0].reach.meets(reach)
                            && candidate.precedence < Precedence(live[$0], at: start, now: now)
                    })
                else { continue }
                choice.next.append(chosen(candidate))
            }
        }
    }

    private func chosen(_ candidate: Candidate) -> Choice.Chosen {
        let broadcast = live[candidate.index]
        return Choice.Chosen(id: broadcast.id, reach: broadcast.reach, opening: candidate.opening)
    }

    private func candidate(
        _ index: Int, at start: Int64, _ chances: Chances, _ now: SchedulerTime
    ) -> Candidate? {
        let opening = live[index].isWaiting ? chances.opening(of: live[index]) : nil
        guard !live[index].isWaiting || opening != nil else { return nil }
        return Candidate(index: index, opening: opening, precedence: Precedence(live[index], at: start, now: now))
    }
}
