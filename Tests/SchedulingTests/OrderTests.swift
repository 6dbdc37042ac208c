import LoaModel
import Testing

@testable import Scheduling

/// Orders that change what sounds now: cancels and schedules that replace the one in force.
@Suite struct OrderTests {
    private func cancel(_ id: String, reason: String? = nil) throws -> SchedulerEvent {
        .cancel(
            try AuthorityID("commune"), Cancellation(target: .bulletin, id: try BulletinID(id), reason: reason))
    }

    @Test func `a cancelled bulletin ends now and comes again when it is planned`() throws {
        var rig = try Rig.running(
            at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00", rule: "FREQ=DAILY")]))
        try rig.run(until: "05:03")
        rig.tell(try cancel("a", reason: "wrong file"))
        try rig.run(until: "2026-03-03T06:00")
        #expect(
            rig.story == [
                "a 05:00:00-05:03:00 cancelled wrong file", "a 05:00:00-05:10:00 played",
            ])
    }

    @Test func `a bulletin that waits is cancelled too`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "05:03")
        rig.tell(.alert(try Plans.alert("flood", issued: "05:03")))
        try rig.run(until: "05:03:30")
        rig.tell(try cancel("a"))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:00:00-05:03:00 cancelled cancel_order", "flood 05:03:00-05:04:00 played"])
    }

    @Test func `a bulletin that was made ready is cancelled before it sounds`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "04:59:59")
        rig.tell(try cancel("a"))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a cancelled cancel_order"])
    }

    @Test func `content that is over before the stop has played`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]), lengths: ["a": 60])
        try rig.run(until: "05:00:59")
        rig.player.stop(try BroadcastID("nobody/none@x"), rig.now)
        rig.now = rig.now.advanced(toMonotonic: rig.now.monotonic + 1_000_000_000)
        rig.tell(try cancel("a"))
        rig.hearPlayer()
        #expect(rig.story == ["a 05:00:00-05:01:00 played"])
    }

    @Test func `the same bulletin in a new schedule goes on without a gap`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "05:03")
        rig.tell(
            .timetable(try Plans.timetable([Plans.bulletin("a", at: "05:00"), Plans.bulletin("b", at: "05:20")])))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:00:00-05:10:00 played", "b 05:20:00-05:30:00 played"])
        #expect(rig.plays.count == 2)
    }

    @Test func `a bulletin that is gone from the new schedule ends`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "05:03")
        rig.tell(.timetable(.empty))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:00:00-05:03:00 cancelled schedule_replaced"])
    }

    @Test func `a bulletin that is another in the new schedule ends`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "05:03")
        rig.tell(.timetable(try Plans.timetable([Plans.bulletin("a", at: "05:00", minutes: 20)])))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:00:00-05:03:00 cancelled schedule_replaced"])
    }

    @Test func `what was made ready follows the new schedule`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "04:59:58.500Z".asTime)
        rig.tell(.timetable(try Plans.timetable([Plans.bulletin("a", at: "05:00", minutes: 20)])))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:00:00-05:20:00 played"])

        var gone = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try gone.run(until: "04:59:59")
        gone.tell(.timetable(.empty))
        try gone.run(until: "06:00")
        #expect(gone.story == [])
    }

    @Test func `what waits while its schedule is replaced is recorded`() throws {
        let both = try Plans.timetable([
            Plans.bulletin("a", at: "05:01"), Plans.bulletin("p", at: "05:00", minutes: 5, .priority),
        ])
        var rig = try Rig.running(at: "04:00", both)
        try rig.run(until: "05:03")
        rig.tell(.timetable(try Plans.timetable([Plans.bulletin("p", at: "05:00", minutes: 5, .priority)])))
        try rig.run(until: "06:00")
        #expect(rig.story == ["p 05:00:00-05:05:00 played", "a cancelled schedule_replaced"])
    }

    @Test func `validity bounds the starts`() throws {
        var bounded = try Plans.schedule([Plans.bulletin("a", at: "05:00", rule: "FREQ=DAILY")])
        bounded.schedule.validFrom = try Plans.time("2026-03-03T00:00")
        bounded.schedule.validUntil = try Plans.time("2026-03-05T05:00")
        let found = Plans.timetable([bounded]).broadcasts(from: .epoch, until: try Plans.time("2026-04-01T00:00"))
        #expect(found.map(\.planned.description) == ["2026-03-03T05:00:00Z", "2026-03-04T05:00:00Z"])
    }

    @Test func `an unknown zone is a problem of its bulletin alone`() throws {
        let timetable = try Plans.timetable([
            Plans.bulletin("a", at: "05:00", zone: "Asia/Atlantis"), Plans.bulletin("b", at: "05:00"),
        ])
        #expect(timetable.problems.map(\.code) == [.zoneUnknown])
        var rig = try Rig.running(at: "04:00", timetable)
        #expect(rig.actions.contains { if case .raise(.zoneUnknown, _, _) = $0.action { true } else { false } })
        try rig.run(until: "06:00")
        #expect(rig.story == ["b 05:00:00-05:10:00 played"])
        let cleared = rig.tell(.timetable(.empty))
        #expect(cleared.contains { if case .clear(.zoneUnknown, _) = $0 { true } else { false } })
    }

    @Test func `the nearer of two schedules of one authority gives the broadcast`() throws {
        let timetable = Plans.timetable([
            try Plans.schedule([Plans.bulletin("a", at: "05:00", minutes: 1)], area: "vn/92"),
            try Plans.schedule([Plans.bulletin("a", at: "05:00", minutes: 2)], area: "vn/92/31528"),
        ])
        let found = timetable.broadcasts(from: .epoch, until: try Plans.time("23:00"))
        #expect(found.map(\.bulletin.maximumSeconds) == [120])
    }
}

extension String {
    fileprivate var asTime: String { "\(Plans.day)T\(self)" }
}
