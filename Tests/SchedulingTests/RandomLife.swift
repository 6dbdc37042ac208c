import CivilCalendar
import LoaModel

@testable import Scheduling

/// A random device's random days, told by a seed.
struct RandomLife {
    var random: SeededRandom
    var rig: Rig
    var bulletins: [Bulletin]
    /// Alerts that were sent, and whether each was asked of the player at once.
    var alerts: [(id: BroadcastID, playedAtOnce: Bool)] = []
    let disturbed: Bool

    /// - Parameter disturbed: clocks are set, orders replaced and players fail; else only time and alerts pass.
    init(seed: Int, disturbed: Bool) throws {
        var random = SeededRandom(seed)
        let bulletins = try Self.bulletins(&random)
        var lengths: [String: Double] = [:]
        for bulletin in bulletins where random.chance(60) {
            lengths[bulletin.id.text] = Double(random.number(5...2_400))
        }
        rig = try Rig(at: "00:00", quiet: .standard(in: .utc), lengths: lengths)
        rig.player.fade = 20_000_000
        rig.player.delay = Int64(random.number(1...80)) * 1_000_000
        self.random = random
        self.bulletins = bulletins
        self.disturbed = disturbed
    }

    static func bulletins(_ random: inout SeededRandom) throws -> [Bulletin] {
        try (0..<random.number(3...14)).map { number in
            let hour = random.chance(80) ? random.number(5...9) : random.number(0...23)
            let minute = random.chance(70) ? random.number(0...11) * 5 : random.number(0...59)
            let time = "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
            return try Plans.bulletin(
                "b\(number)", at: time, minutes: Double(random.number(1...(random.chance(10) ? 300 : 40))),
                random.chance(25) ? .priority : .normal,
                late: random.pick([.join, .join, .skip, .playLate(withinMinutes: random.number(1...90))]),
                losing: random.pick(AfterLosing.allCases), rule: random.chance(70) ? "FREQ=DAILY" : nil,
                inQuietHours: random.chance(10))
        }
    }

    func timetable() throws -> Timetable {
        try Plans.timetable(bulletins, order: bulletins.indices.contains(2) ? ["commune/b2", "commune/b0"] : [])
    }

    mutating func live(days: Int) throws {
        rig.tell(.started(DevicePast()))
        rig.tell(.timetable(try timetable()))
        let end = try Plans.time("00:00").adding(seconds: Double(days) * 86_400)
        while rig.now.wall < end {
            rig.run(until: min(end, rig.now.wall.adding(seconds: Double(random.number(1...7_200)))))
            if random.chance(20) { try sendAlert() }
            if disturbed { try disturb() }
        }
        if !rig.now.wallIsKnown { rig.trustClock(true) }
        rig.failing = [:]
        // Nothing planned from here on; what waits gets its end.
        rig.run(until: end.adding(seconds: 2.1 * 86_400))
    }

    private mutating func sendAlert() throws {
        let alert = try Plans.alert(
            "x\(alerts.count)", minutes: Double(random.number(1...30)), issued: rig.now.wall.description,
            expires: rig.now.wall.adding(seconds: 3_600).description)
        let actions = rig.tell(.alert(alert))
        let played = actions.contains {
            if case .play(let play) = $0 { play.id == alert.broadcast && play.start == .now } else { false }
        }
        alerts.append((alert.broadcast, played))
        if random.chance(15) {
            rig.tell(.cancel(alert.authority, Cancellation(target: .alert, id: alert.alert.id)))
        }
    }

    private mutating func disturb() throws {
        switch random.number(0...11) {
        case 0: try setClock(by: random.number(-4_000...4_000))
        case 1: try setClock(by: random.number(-3...3))
        case 2: rig.trustClock(false)
        case 3, 4: rig.trustClock(true)
        case 5:
            bulletins = try Self.bulletins(&random)
            rig.tell(.timetable(try timetable()))
        case 6:
            let id = random.pick(bulletins).id
            rig.tell(.cancel(try AuthorityID("commune"), Cancellation(target: .bulletin, id: id)))
        case 7: rig.failing = [random.pick(bulletins).id.text: random.pick([.outputUnavailable, .mediaUnreadable])]
        case 8: rig.failing = [:]
        default: break
        }
        rig.hearPlayer()
    }

    private mutating func setClock(by seconds: Int) throws {
        rig.now.wall = rig.now.wall.adding(seconds: Double(seconds))
        rig.tell(.tick)
    }
}
