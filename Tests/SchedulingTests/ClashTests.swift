import LoaModel
import Testing

@testable import Scheduling

/// Who wins when two want the horn, and what becomes of the other.
@Suite struct ClashTests {
    @Test func `a bulletin sounds from its planned instant for its time`() throws {
        var rig = try Rig.running(at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]))
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:00:00-05:10:00 played"])
        #expect(rig.events(of: "a") == [.started, .ended])
        let play = try #require(rig.plays.first)
        #expect(play.start == .at(try Plans.time("05:00")))
        #expect(play.maximumSeconds == 600)
        #expect(rig.actions.first { $0.action == .play(play) }?.at == (try Plans.time("04:59:58")))
        #expect(rig.finals(of: "a").first?.startErrorMicroseconds == 0)
        #expect(rig.scheduler.isIdle)
    }

    @Test func `content that is over ends the broadcast before its longest time`() throws {
        var rig = try Rig.running(
            at: "04:00", Plans.timetable([Plans.bulletin("a", at: "05:00")]), lengths: ["a": 45])
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:00:00-05:00:45 played"])
    }

    @Test func `of two normal bulletins the first planned wins`() throws {
        var rig = try Rig.running(
            at: "04:00",
            Plans.timetable([
                Plans.bulletin("late", at: "05:05", minutes: 10), Plans.bulletin("early", at: "05:00", minutes: 10),
            ]))
        try rig.run(until: "06:00")
        #expect(rig.story == ["early 05:00:00-05:10:00 played", "late 05:10:01-05:15:00 played <early"])
    }
}
