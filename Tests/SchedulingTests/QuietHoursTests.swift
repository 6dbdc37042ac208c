import CivilCalendar
import LoaModel
import Testing
import ZoneFiles

@testable import Scheduling

/// Invariant 3: in the quiet hours only emergencies sound, and what a signed order excepts.
@Suite struct QuietHoursTests {
    static let night = QuietHours.standard(in: .utc)

    @Test(arguments: [
        ("21:59:59", false), ("22:00", true), ("23:59:59", true), ("04:59:59", true), ("05:00", false),
        ("12:00", false),
    ]) func `the night crosses midnight`(time: String, isQuiet: Bool) throws {
        #expect(Self.night.contains(try Plans.time(time)) == isQuiet)
    }

    @Test func `equal ends mean that there are none`() throws {
        #expect(!Plans.alwaysLoud.contains(try Plans.time("00:00")))
        #expect(Plans.alwaysLoud.nextChange(after: try Plans.time("00:00")) == nil)
    }

    @Test(arguments: [("12:00", "22:00"), ("22:00", "2026-03-03T05:00"), ("23:00", "2026-03-03T05:00")])
    func `the next change`(from: String, to: String) throws {
        #expect(Self.night.nextChange(after: try Plans.time(from)) == (try Plans.time(to)))
    }

    @Test func `a day by the clock of Ho Chi Minh City`() throws {
        let zone = try ZoneFiles().rules(named: "Asia/Ho_Chi_Minh")
        let quiet = QuietHours.standard(in: zone)
        #expect(quiet.contains(try Plans.time("15:00")))
        #expect(!quiet.contains(try Plans.time("14:59:59")))
        #expect(quiet.nextChange(after: try Plans.time("15:00")) == (try Plans.time("22:00")))
    }

    /// Each end of a year of quiet hours in a zone that changes its clocks, found second by second in between.
    @Test(arguments: [
        ("Europe/Berlin", "22:00", "05:00"), ("Europe/Berlin", "02:30", "06:00"), ("Europe/Berlin", "01:00", "02:30"),
        ("America/New_York", "23:00", "01:30"), ("Australia/Lord_Howe", "01:45", "02:15"),
    ]) func `every change is found where clocks are changed`(name: String, from: String, until: String) throws {
        let quiet = QuietHours(
            from: try CivilTime(parsing: from), until: try CivilTime(parsing: until),
            zone: try ZoneFiles().rules(named: name))
        var second = try Plans.time("2026-01-01T00:00").seconds
        let end = try Plans.time("2027-01-01T00:00").seconds
        var expected: [Int64] = []
        var last = quiet.contains(Timestamp(seconds: second))
        while second < end {
            second += 900
            let now = quiet.contains(Timestamp(seconds: second))
            if now != last { expected.append(second) }
            last = now
        }
        var found: [Int64] = []
        var instant = try Plans.time("2026-01-01T00:00")
        while let change = quiet.nextChange(after: instant), change.seconds <= end {
            found.append(change.seconds)
            instant = change
        }
        #expect(found == expected)
        #expect(found.count >= 729)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bulletin: @Sendable () throws -> Bulletin
        var story: [String]
    }

    static let cases = [
        Case(
            testDescription: "a relay set to 03:15 by mistake cannot sound",
            bulletin: { try Plans.bulletin("a", at: "03:15", minutes: 20) }, story: ["a quiet_hours quiet_hours"]),
        Case(
            testDescription: "nor may a priority", bulletin: { try Plans.bulletin("a", at: "04:30", .priority) },
            story: ["a quiet_hours quiet_hours"]),
        Case(
            testDescription: "a signed exception sounds",
            bulletin: { try Plans.bulletin("a", at: "03:15", inQuietHours: true) },
            story: ["a 03:15:00-03:25:00 played"]),
        Case(
            testDescription: "what begins before the night is faded out when it begins",
            bulletin: { try Plans.bulletin("a", at: "21:50", minutes: 30) },
            story: ["a 21:50:00-22:00:00 partial quiet_hours"]),
        Case(
            testDescription: "an exception plays into the night",
            bulletin: { try Plans.bulletin("a", at: "21:50", minutes: 30, inQuietHours: true) },
            story: ["a 21:50:00-22:20:00 played"]),
        Case(
            testDescription: "what ends with the day ends by itself",
            bulletin: { try Plans.bulletin("a", at: "21:50", minutes: 10) }, story: ["a 21:50:00-22:00:00 played"]),
        Case(
            testDescription: "planned at night, joined in the morning",
            bulletin: { try Plans.bulletin("a", at: "04:50", minutes: 30) },
            story: ["a 05:00:01-05:20:00 played joined"]),
        Case(
            testDescription: "planned at night, played late in the morning",
            bulletin: { try Plans.bulletin("a", at: "04:50", late: .playLate(withinMinutes: 15)) },
            story: ["a 05:00:00-05:10:00 played"]),
        Case(
            testDescription: "planned at night, too late in the morning",
            bulletin: { try Plans.bulletin("a", at: "04:50", late: .playLate(withinMinutes: 5)) },
            story: ["a quiet_hours quiet_hours"]),
        Case(
            testDescription: "planned at night, not to be late",
            bulletin: { try Plans.bulletin("a", at: "04:59", late: .skip) }, story: ["a quiet_hours quiet_hours"]),
        Case(
            testDescription: "exactly when the night ends",
            bulletin: { try Plans.bulletin("a", at: "05:00", late: .skip) },
            story: ["a 05:00:00-05:10:00 played"]),
        Case(
            testDescription: "exactly when the night begins", bulletin: { try Plans.bulletin("a", at: "22:00") },
            story: ["a quiet_hours quiet_hours"]),
        Case(
            testDescription: "all day and night", bulletin: { try Plans.bulletin("a", at: "00:10", minutes: 1_440) },
            story: ["a 05:00:01-22:00:00 partial quiet_hours"]),
    ]

    @Test(arguments: cases) func story(_ test: Case) throws {
        var rig = try Rig.running(
            at: "2026-03-01T12:00", Plans.timetable([try test.bulletin()]), quiet: Self.night)
        try rig.run(until: "2026-03-04T00:00")
        #expect(rig.story == test.story)
        #expect(rig.finals(of: "a").count == 1)
    }

    @Test func `an alert sounds at any hour`() throws {
        var rig = try Rig.running(at: "03:00", .empty, quiet: Self.night)
        rig.tell(.alert(try Plans.alert("flood", issued: "03:00")))
        try rig.run(until: "04:00")
        #expect(rig.story == ["flood 03:00:00-03:01:00 played"])
    }

    /// The player tells of a start when the first sound is queued, a whole buffer of the card before it leaves it.
    @Test func `what begins as the night ends is told of before that, and sounds whole`() throws {
        var rig = try Rig.running(
            at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00", late: .skip)]), quiet: Self.night)
        try rig.run(until: "04:59:59.5")
        let id = try #require(rig.plays.first?.id)
        let actions = rig.tell(.sounding(id, at: try Plans.time("05:00"), startErrorMicroseconds: 0))
        let isStopped = actions.contains { if case .stop = $0 { true } else { false } }
        #expect(!isStopped)
        try rig.run(until: "06:00")
        #expect(rig.finals(of: "a").map(\.outcome) == [.played])
    }

    @Test func `quiet hours that are set while something sounds end it at once`() throws {
        var rig = try Rig.running(at: "12:00", Plans.timetable([Plans.bulletin("a", at: "13:00", minutes: 60)]))
        try rig.run(until: "13:20")
        rig.tell(
            .quietHours(
                QuietHours(from: try CivilTime(parsing: "13:00"), until: try CivilTime(parsing: "15:00"), zone: .utc)))
        rig.hearPlayer()
        #expect(rig.story == ["a 13:00:00-13:20:00 partial quiet_hours"])
    }

    @Test func `quiet hours that move away leave the rest to sound`() throws {
        var rig = try Rig.running(
            at: "21:00", Plans.timetable([Plans.bulletin("a", at: "21:50", minutes: 30)]), quiet: Self.night)
        try rig.run(until: "21:55")
        rig.tell(.quietHours(Plans.alwaysLoud))
        try rig.run(until: "23:00")
        #expect(rig.story == ["a 21:50:00-22:00:00 22:00:01-22:20:00 played"])
    }

    @Test func `what waits to resume when the night begins is over`() throws {
        var rig = try Rig.running(
            at: "21:00", Plans.timetable([Plans.bulletin("a", at: "21:50", minutes: 30)]), quiet: Self.night)
        try rig.run(until: "21:55")
        rig.tell(.alert(try Plans.alert("flood", minutes: 10, issued: "21:55")))
        try rig.run(until: "23:00")
        #expect(rig.story == ["a 21:50:00-21:55:00 partial quiet_hours", "flood 21:55:00-22:05:00 played"])
    }
}
