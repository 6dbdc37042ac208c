import LoaModel
import Testing

@testable import Scheduling

/// What must hold in every life of a device, whatever is planned and whatever happens.
@Suite struct PropertyTests {
    @Test(arguments: 0..<60) func `an undisturbed life`(seed: Int) throws { try live(seed, disturbed: false) }

    @Test(arguments: 1_000..<1_120) func `a disturbed life`(seed: Int) throws { try live(seed, disturbed: true) }

    private func live(_ seed: Int, disturbed: Bool) throws {
        var life = try RandomLife(seed: seed, disturbed: disturbed)
        life.rig.check = { rig in Self.checkMoment(rig, seed) }
        try life.live(days: 3)
        for alert in life.alerts { #expect(alert.playedAtOnce, "alert \(alert.id) waited, seed \(seed)") }
        checkHorn(life.rig, seed)
        checkActions(life.rig, seed)
        checkRecords(life.rig, seed, repeats: disturbed)
        if !disturbed { try checkComplete(life, seed) }
        #expect(life.rig.scheduler.isIdle, "\(life.rig.scheduler.live.map(\.id)) still live, seed \(seed)")
        #expect(life.rig.told < 6_000, "seed \(seed) asked \(life.rig.told) decisions of five days")
    }

    /// Nothing but exceptions in the quiet hours, nothing but alerts while an alert can sound.
    private static func checkMoment(_ rig: Rig, _ seed: Int) {
        // Stops take 20 ms to silence.
        let soon = rig.now.monotonic + 25_000_000
        for id in rig.player.sounding(at: soon) {
            guard let live = rig.scheduler.live.first(where: { $0.id == id }), let bulletin = live.bulletin else {
                continue
            }
            let isQuiet = rig.now.wallIsKnown && rig.scheduler.quiet.contains(rig.now.wall)
            #expect(!isQuiet || bulletin.inQuietHours, "\(id) sounds at \(rig.now.wall), seed \(seed)")
            let alert = rig.scheduler.live.first { $0.isAlert && $0.isWaiting }
            #expect(alert == nil, "\(id) sounds while \(alert?.id.text ?? "") waits, seed \(seed)")
        }
        #expect(rig.wake > rig.now.wall, "wakes in the past, seed \(seed)")
        #expect(rig.wake <= rig.now.wall.adding(seconds: 86_400.1), "sleeps too long, seed \(seed)")
    }

    /// At most one sounds, but for the fade of what gives way.
    private func checkHorn(_ rig: Rig, _ seed: Int) {
        let spans = rig.heard.sorted { $0.from < $1.from }
        var last: (id: BroadcastID, from: Int64, until: Int64?)?
        for span in spans {
            if let last, let until = last.until {
                #expect(span.from >= until - 25_000_000, "\(span.id) over \(last.id), seed \(seed)")
            }
            if (span.until ?? 0) >= (last?.until ?? 0) { last = span }
        }
        #expect(spans.allSatisfy { $0.until != nil }, "something never ended, seed \(seed)")
    }

    /// Stops before plays, one wake, and that at the end; each play is of a broadcast that the player does not have.
    private func checkActions(_ rig: Rig, _ seed: Int) {
        var asked: Set<BroadcastID> = []
        for (_, action) in rig.actions {
            switch action {
            case .play(let request):
                asked.insert(request.id)
                #expect(request.maximumSeconds > 0 && request.maximumSeconds <= 86_400, "seed \(seed)")
                #expect(request.mediaOffset >= 0, "seed \(seed)")
            case .stop(let id, _): #expect(asked.contains(id), "stop of \(id), never played, seed \(seed)")
            default: break
            }
        }
    }

    private func checkRecords(_ rig: Rig, _ seed: Int, repeats: Bool) {
        for (id, records) in Dictionary(grouping: rig.records, by: \.broadcast) {
            let finals = records.filter { $0.event == .ended }
            // What a clock set forward passed over may sound in its true time.
            let allowed = repeats ? finals.filter { $0.outcome == .missed }.count + 1 : 1
            #expect((1...allowed).contains(finals.count), "\(id) ended \(finals.count) times, seed \(seed)")
            #expect(records.last?.event == .ended, "\(id) has no end, seed \(seed)")
            let heard = rig.heard.filter { $0.id == id }
            guard let last = finals.last else { continue }
            #expect((last.started != nil) == !heard.isEmpty, "\(id) \(last.outcome), seed \(seed)")
            let seconds = heard.reduce(0.0) { $0 + Double(($1.until ?? $1.from) - $1.from) / 1e9 }
            let recorded = last.rate > 0 ? Double(last.frames) / Double(last.rate) : 0
            #expect(abs(seconds - recorded) < 0.01, "\(id) heard \(seconds) s, recorded \(recorded), seed \(seed)")
            #expect(last.outcome != .running)
            let silent: [AsRun.Outcome] = [.missed, .lost, .quietHours, .failed]
            if heard.isEmpty { #expect(silent.contains(last.outcome) || last.outcome == .cancelled) }
            if last.outcome != .played { #expect(last.reason != nil, "\(id) \(last.outcome), seed \(seed)") }
        }
    }

    /// Everything that was planned has its record, and nothing else has.
    private func checkComplete(_ life: RandomLife, _ seed: Int) throws {
        let planned = try life.timetable().broadcasts(from: Plans.time("00:00"), until: life.rig.now.wall)
            .map(\.id)
        let recorded = Set(life.rig.records.map(\.broadcast))
        #expect(recorded == Set(planned).union(life.alerts.map(\.id)), "seed \(seed)")
    }
}
