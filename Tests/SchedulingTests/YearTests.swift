import LoaModel
import Testing

@testable import Scheduling

/// A year of a commune, minute by minute, clock steps, a lost clock and alerts included.
@Suite struct YearTests {
    @Test func `a year of a commune`() throws {
        var rig = try Rig(at: CommuneYear.start, quiet: try CommuneYear.quietHours())
        rig.keepsActions = false
        rig.tell(.started(DevicePast()))
        rig.tell(.timetable(try CommuneYear.timetable()))
        let start = rig.now.wall
        var alerts = 0
        for minute in 1...525_600 {
            rig.run(until: start.adding(seconds: Double(minute) * 60))
            rig.tell(.tick)
            // Ten times a year, each time at another hour.
            switch minute % 52_000 {
            case 605: rig.now.wall = rig.now.wall.adding(seconds: 120)
            case 6_300: rig.now.wall = rig.now.wall.adding(seconds: -90)
            case 20_000: rig.trustClock(false)
            case 20_600: rig.trustClock(true)
            case 30_000:
                let now = rig.now.wall.description
                rig.tell(.alert(try Plans.alert("a\(alerts)", minutes: 3, issued: now, expires: CommuneYear.end)))
                alerts += 1
            default: break
            }
        }
        try expectRecords(rig)
        expectOutcomes(rig, alerts)
        // The cost, in work and not in seconds: a tick with nothing due is answered without a decision, and the
        // timetable is worked out for weeks at once. Built for release, this year takes a fifth of a second.
        #expect(rig.told > 525_600)
        #expect(rig.scheduler.decisions < 25_000)
        #expect(rig.scheduler.window?.expansions ?? .max < 30)
    }

    private func expectRecords(_ rig: Rig) throws {
        let planned = try CommuneYear.timetable().broadcasts(
            from: Plans.time(CommuneYear.start), until: Plans.time(CommuneYear.end).adding(seconds: -3_600))
        let finals = Dictionary(grouping: rig.records.filter { $0.event == .ended }, by: \.broadcast)
        #expect(planned.count > 2_800)
        for broadcast in planned { #expect(finals[broadcast.id]?.count == 1, "\(broadcast.id)") }
    }

    private func expectOutcomes(_ rig: Rig, _ alerts: Int) {
        var table: [String: [AsRun.Outcome: Int]] = [:]
        for record in rig.records where record.event == .ended {
            table[record.bulletinClass == .emergency ? "alert" : record.bulletin.text, default: [:]][
                record.outcome, default: 0] += 1
        }
        #expect(table["alert"] == [.played: alerts])
        #expect(table["misset"] == [.quietHours: 52])
        #expect(table["late-show"] == [.partial: 52])
        #expect(table["midnight"] == [.played: 1])
        #expect(table["first-monday"] == [.played: 12])
        #expect(table["last-day"] == [.played: 12])
        #expect(table["flag"] == [.played: 1])
        let relay = table["relay-morning"] ?? [:]
        #expect(relay[.played, default: 0] + relay[.missed, default: 0] == 365)
        #expect(relay[.missed, default: 0] < 8)
        #expect(table["news"]?.values.reduce(0, +) == 360)
    }
}
