import LoaModel
import Testing

@testable import Scheduling

/// Invariant 7, and clocks that are set while the device lives.
@Suite struct ClockTests {
    private func relay(_ lateness: Lateness = .join) throws -> Timetable {
        try Plans.timetable([Plans.bulletin("relay", at: "05:00", late: lateness)])
    }

    @Test func `without a clock the timetable waits, and says so`() throws {
        var rig = try Rig(at: "04:00")
        rig.now.wallIsKnown = false
        let first = rig.tell(.started(DevicePast()))
        #expect(first.contains { if case .raise(.clockNotSynchronised, _, _) = $0 { true } else { false } })
        rig.tell(.timetable(try relay()))
        try rig.run(until: "05:04")
        #expect(rig.plays.isEmpty)
        rig.trustClock(true)
        #expect(rig.actions.contains { $0.action == .clear(.clockNotSynchronised, originator: "clock") })
        try rig.run(until: "06:00")
        #expect(rig.story == [])
    }

    @Test func `a clock that is found again joins what was planned meanwhile`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        rig.trustClock(false)
        try rig.run(until: "05:04")
        rig.trustClock(true)
        try rig.run(until: "06:00")
        #expect(rig.story == ["relay 05:04:01-05:10:00 played joined"])
    }

    @Test func `what passed while there was no clock is missed for that reason`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        rig.trustClock(false)
        try rig.run(until: "06:00")
        rig.trustClock(true)
        #expect(rig.story == ["relay missed clock_not_synchronised"])
    }

    @Test func `what sounds goes on when the clock is lost, nothing new starts`() throws {
        let timetable = try Plans.timetable([
            Plans.bulletin("a", at: "05:00"), Plans.bulletin("b", at: "05:10"),
            Plans.bulletin("p", at: "05:06", minutes: 2, .priority),
        ])
        var rig = try Rig.running(at: "04:00", timetable)
        try rig.run(until: "05:05:59")
        rig.trustClock(false)
        try rig.run(until: "05:30")
        #expect(rig.story.first == "a 05:00:00-05:10:00 played")
        #expect(rig.plays.map(\.id.bulletin) == ["a", "p"])
        #expect(rig.finals(of: "p").isEmpty)
        rig.trustClock(true)
        #expect(
            rig.story == [
                "a 05:00:00-05:10:00 played", "p missed clock_not_synchronised", "b missed clock_not_synchronised",
            ])
    }

    @Test func `an interrupted broadcast resumes without a clock, by monotonic time`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "05:03")
        rig.trustClock(false)
        rig.tell(.alert(try Plans.alert("flood", minutes: 2, issued: "05:02")))
        try rig.run(until: "06:00")
        #expect(rig.story[0] == "relay 05:00:00-05:03:00 05:05:00-05:10:00 played <flood")
        #expect(rig.plays.last?.mediaOffset == 300)
        #expect(rig.plays.last?.start == .now)
    }

    @Test func `a clock set forward over a start: lateness decides`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.setClock("05:03")
        try rig.run(until: "06:00")
        #expect(rig.story == ["relay 05:03:01-05:10:00 played joined"])

        var strict = try Rig.running(at: "04:00", relay(.skip))
        try strict.setClock("05:03")
        try strict.run(until: "06:00")
        #expect(strict.story == ["relay missed too_late"])
    }

    @Test func `a clock set back does not repeat what was finished`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "05:20")
        try rig.setClock("04:50")
        try rig.run(until: "06:00")
        #expect(rig.story == ["relay 05:00:00-05:10:00 played"])
    }

    @Test func `a clock set back while something sounds does not lengthen it`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "05:04")
        try rig.setClock("04:30")
        try rig.run(until: "06:00")
        #expect(rig.story == ["relay 05:00:00-04:36:00 played"])
        #expect(rig.plays.count == 1)
    }

    @Test func `a clock set back takes back what was about to start`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "04:59:59")
        try rig.setClock("04:30")
        #expect(rig.actions.contains { if case .stop(_, .withdrawn) = $0.action { true } else { false } })
        try rig.run(until: "06:00")
        #expect(rig.story == ["relay 05:00:00-05:10:00 played"])
        #expect(rig.plays.count == 2)
    }

    @Test func `a clock set a little forward moves the start with it`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "04:59:58.100Z".asTime)
        try rig.setClock("04:59:59.500Z".asTime)
        try rig.run(until: "06:00")
        #expect(rig.finals(of: "relay").map(\.outcome) == [.played])
        #expect(rig.spans.first.map { abs($0.from.seconds(since: (try? Plans.time("05:00")) ?? .epoch)) < 1.5 } == true)
    }

    @Test func `what a wrong clock passed over sounds at its true time`() throws {
        var rig = try Rig.running(at: "04:00", relay(.skip))
        try rig.setClock("09:00")
        #expect(rig.finals(of: "relay").map(\.outcome) == [.missed])
        try rig.setClock("04:00:10")
        try rig.run(until: "06:00")
        #expect(rig.story == ["relay 05:00:00-05:10:00 played"])
    }

    @Test func `a clock that jumps by years owes two days and lives on`() throws {
        let daily = try Plans.timetable([Plans.bulletin("a", at: "05:00", late: .skip, rule: "FREQ=DAILY")])
        var rig = try Rig.running(at: "04:00", daily)
        try rig.setClock("2031-03-02T12:00")
        #expect(rig.finals(of: "a").count == 2)
        try rig.setClock("04:01")
        try rig.run(until: "06:00")
        #expect(rig.finals(of: "a").last?.outcome == .played)
        #expect(rig.wake <= rig.now.wall.adding(seconds: 86_400))
    }
}

extension String {
    fileprivate var asTime: String { "\(Plans.day)T\(self)" }
}
