import LoaModel
import Testing

@testable import Scheduling

/// What becomes of a broadcast whose start has passed: boots, late schedules, clocks that are set.
@Suite struct LatenessTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var lateness: Lateness
        /// When the device comes to life, having last lived at 04:00.
        var boot: String
        var story: [String]
    }

    static let cases = [
        Case(
            testDescription: "join: goes on where it would be", lateness: .join, boot: "05:04",
            story: ["a 05:04:01-05:10:00 played joined"]),
        Case(
            testDescription: "join: not for the last second", lateness: .join, boot: "05:09:59",
            story: ["a missed device_off"]),
        Case(
            testDescription: "late: from the beginning", lateness: .playLate(withinMinutes: 5), boot: "05:04",
            story: ["a 05:04:00-05:14:00 played"]),
        Case(
            testDescription: "late: at the last moment", lateness: .playLate(withinMinutes: 5), boot: "05:05",
            story: ["a 05:05:00-05:15:00 played"]),
        Case(
            testDescription: "late: too late", lateness: .playLate(withinMinutes: 5), boot: "05:05:01",
            story: ["a missed device_off"]),
        Case(
            testDescription: "late: even after its time", lateness: .playLate(withinMinutes: 60), boot: "05:50",
            story: ["a 05:50:00-06:00:00 played"]),
        Case(testDescription: "skip", lateness: .skip, boot: "05:00:03", story: ["a missed device_off"]),
        Case(
            testDescription: "skip: a second is not late", lateness: .skip, boot: "05:00:01",
            story: ["a 05:00:01-05:10:00 played"]),
        Case(testDescription: "on time", lateness: .skip, boot: "05:00", story: ["a 05:00:00-05:10:00 played"]),
    ]

    @Test(arguments: cases) func boot(_ test: Case) throws {
        var rig = try Rig(at: test.boot)
        rig.tell(.started(DevicePast(lastAlive: try Plans.time("04:00"))))
        rig.tell(.timetable(try Plans.timetable([Plans.bulletin("a", at: "05:00", late: test.lateness)])))
        try rig.run(until: "08:00")
        #expect(rig.story == test.story)
    }

    @Test func `a join begins at the place where it would be by the clock`() throws {
        var rig = try Rig.running(at: "05:04", .empty)
        rig.tell(.timetable(try Plans.timetable([Plans.bulletin("a", at: "05:00")])))
        let play = try #require(rig.plays.first)
        #expect(play.start == .at(try Plans.time("05:04:01")))
        #expect(play.mediaOffset == 241)
        #expect(play.maximumSeconds == 359)
        try rig.run(until: "06:00")
        #expect(rig.finals(of: "a").map(\.startErrorMicroseconds) == [nil])
    }

    @Test func `joining content that is already over is no playing`() throws {
        var rig = try Rig(at: "05:04", lengths: ["a": 60])
        rig.tell(.started(DevicePast(lastAlive: try Plans.time("04:00"))))
        rig.tell(.timetable(try Plans.timetable([Plans.bulletin("a", at: "05:00")])))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a missed device_off"])
    }

    @Test func `everything planned while the device was off is recorded once, two days back at most`() throws {
        let daily = try Plans.timetable([
            Plans.bulletin("a", at: "2026-02-01T05:00", late: .skip, rule: "FREQ=DAILY")
        ])
        var rig = try Rig(at: "12:00")
        rig.tell(.started(DevicePast(lastAlive: try Plans.time("2026-02-20T12:00"))))
        rig.tell(.timetable(daily))
        #expect(rig.finals(of: "a").map(\.planned.description) == ["2026-03-01T05:00:00Z", "2026-03-02T05:00:00Z"])
        #expect(rig.finals(of: "a").allSatisfy { $0.outcome == .missed && $0.reason == "device_off" })
        try rig.run(until: "2026-03-03T12:00")
        #expect(rig.finals(of: "a").count == 3)
    }

    @Test func `what was finished before the boot is neither played nor recorded again`() throws {
        let timetable = try Plans.timetable([Plans.bulletin("a", at: "05:00")])
        let id = try #require(timetable.broadcasts(from: .epoch, until: Plans.time("23:59")).first?.id)
        var rig = try Rig(at: "05:04")
        rig.tell(.started(DevicePast(finished: [id], lastAlive: try Plans.time("05:03"))))
        rig.tell(.timetable(timetable))
        try rig.run(until: "06:00")
        #expect(rig.story == [])
    }

    @Test func `a new device owes nothing for the time before it`() throws {
        var rig = try Rig.running(at: "12:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "13:00")
        #expect(rig.story == [])
    }

    @Test func `of a late schedule only what can still sound counts`() throws {
        var rig = try Rig.running(at: "05:04", .empty)
        rig.tell(
            .timetable(
                try Plans.timetable([
                    Plans.bulletin("joined", at: "05:00"), Plans.bulletin("gone", at: "04:00"),
                    Plans.bulletin("strict", at: "05:01", late: .skip),
                    Plans.bulletin("late", at: "04:50", minutes: 1, late: .playLate(withinMinutes: 30)),
                ])))
        try rig.run(until: "06:00")
        #expect(
            rig.story == ["late 05:10:00-05:11:00 played", "joined 05:04:01-05:10:00 played joined"])
    }
}
