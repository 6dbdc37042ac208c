import LoaModel
import Testing

@testable import Scheduling

/// A device that stops and starts in the midst of things.
@Suite struct BootTests {
    private func relay(_ lateness: Lateness = .join) throws -> Timetable {
        try Plans.timetable([Plans.bulletin("relay", at: "05:00", late: lateness)])
    }

    /// What the journal holds of a device that was cut off at a time.
    private func past(_ rig: Rig, at time: String) throws -> DevicePast {
        var last: [BroadcastID: AsRun] = [:]
        for record in rig.records { last[record.broadcast] = record }
        return DevicePast(
            finished: Set(last.values.filter { $0.event == .ended }.map(\.broadcast)),
            unfinished: last.values.filter { $0.event != .ended }, lastAlive: try Plans.time(time))
    }

    @Test func `a broadcast cut off by a power failure goes on as the same one`() throws {
        var first = try Rig.running(at: "04:00", relay())
        try first.run(until: "05:03")
        var second = try Rig(at: "05:05")
        second.tell(.started(try past(first, at: "05:03")))
        second.tell(.timetable(try relay()))
        try second.run(until: "06:00")
        #expect(second.story == ["relay 05:05:01-05:10:00 played device_off"])
        #expect(second.events(of: "relay") == [.resumed, .ended])
        #expect(second.finals(of: "relay").map(\.started) == [try Plans.time("05:00")])
    }

    @Test(arguments: [("05:20", Lateness.join), ("05:05", .skip)])
    func `a broadcast that cannot go on is closed`(boot: String, lateness: Lateness) throws {
        var first = try Rig.running(at: "04:00", relay(lateness))
        try first.run(until: "05:03")
        var second = try Rig(at: boot)
        second.tell(.started(try past(first, at: "05:03")))
        second.tell(.timetable(try relay(lateness)))
        #expect(second.story == ["relay partial device_off"])
        let record = try #require(second.finals(of: "relay").first)
        #expect(record.started == (try Plans.time("05:00")))
        #expect(record.ended == (try Plans.time("05:03")))
        try second.run(until: "06:00")
        #expect(second.records.count == 1)
    }

    @Test func `a broadcast whose schedule is gone is closed`() throws {
        var first = try Rig.running(at: "04:00", relay())
        try first.run(until: "05:03")
        var second = try Rig(at: "05:05")
        second.tell(.started(try past(first, at: "05:03")))
        second.tell(.timetable(.empty))
        #expect(second.story == ["relay partial device_off"])
    }

    @Test func `a broadcast that waited for the horn when the power failed is recorded`() throws {
        let both = try Plans.timetable([
            Plans.bulletin("a", at: "05:01"), Plans.bulletin("p", at: "05:00", minutes: 5, .priority),
        ])
        var first = try Rig.running(at: "04:00", both)
        try first.run(until: "05:03")
        var second = try Rig(at: "07:00")
        second.tell(.started(try past(first, at: "05:03")))
        second.tell(.timetable(both))
        #expect(second.story == ["p partial device_off", "a missed device_off"])
    }

    @Test func `without a clock the cut-off broadcast waits for one`() throws {
        var first = try Rig.running(at: "04:00", relay())
        try first.run(until: "05:03")
        var second = try Rig(at: "1970-01-01T00:00:00Z")
        second.now.wallIsKnown = false
        second.tell(.started(try past(first, at: "05:03")))
        second.tell(.timetable(try relay()))
        try second.run(until: "1970-01-01T00:01:00Z")
        #expect(second.records.isEmpty)
        second.now.wallIsKnown = true
        try second.setClock("05:05")
        try second.run(until: "06:00")
        #expect(second.story == ["relay 05:05:01-05:10:00 played device_off"])
    }

    @Test func `an alert cut off by a power failure sounds again while its order holds`() throws {
        let alert = try Plans.alert("flood", minutes: 5, issued: "05:00")
        var first = try Rig.running(at: "05:00", .empty)
        first.tell(.alert(alert))
        try first.run(until: "05:02")
        var past = try past(first, at: "05:02")
        var closed = try Rig(at: "05:03")
        closed.tell(.started(past))
        #expect(closed.story == ["flood partial device_off"])
        past.alerts = [alert]
        var second = try Rig(at: "05:03")
        second.tell(.started(past))
        try second.run(until: "06:00")
        #expect(second.finals(of: "flood").map(\.outcome) == [.played])
        #expect(second.events(of: "flood") == [.resumed, .ended])
    }

    @Test func `a daemon that ends leaves its broadcast running, and the next one goes on with it`() throws {
        var first = try Rig.running(at: "04:00", relay())
        try first.run(until: "05:03")
        first.tell(.shutDown)
        first.hearPlayer()
        let last = try #require(first.records.last)
        #expect(last.event == .preempted && last.outcome == .running && last.reason == "device_stopping")
        #expect(last.frames == 180 * last.rate)
        try first.run(until: "05:30")
        #expect(first.plays.count == 1)

        var second = try Rig(at: "05:03:20")
        second.tell(.started(try past(first, at: "05:03:05")))
        second.tell(.timetable(try relay()))
        try second.run(until: "06:00")
        #expect(second.story == ["relay 05:03:21-05:10:00 played device_off"])
        #expect(second.finals(of: "relay").map(\.frames) == [(180 + 399) * last.rate])
    }
}
