import LoaModel
import Testing

@testable import Scheduling

/// Players that are late, silent or broken.
@Suite struct PlayerTests {
    private func rig(_ bulletins: [Bulletin]) throws -> Rig {
        try Rig.running(at: "04:00", Plans.timetable(bulletins))
    }

    @Test func `what begins late ends with its time`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00")])
        rig.player.lateness = 120_000_000_000
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:02:00-05:10:00.500 played"])
    }

    @Test func `a player that never answers does not hold the horn for ever`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00"), Plans.bulletin("b", at: "05:20")])
        rig.player.isDead = true
        try rig.run(until: "05:15")
        rig.player.isDead = false
        try rig.run(until: "06:00")
        #expect(rig.story == ["a failed player", "b 05:20:00-05:30:00 played"])
    }

    @Test func `media that cannot be decoded fails once`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00"), Plans.bulletin("b", at: "05:05")])
        rig.failing = ["a": .mediaUnreadable]
        try rig.run(until: "06:00")
        #expect(rig.story == ["a failed media_unreadable", "b 05:05:00-05:15:00 played"])
        #expect(rig.plays.count == 2)
    }

    @Test func `an output that comes back is joined by the clock`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00")])
        rig.failing = ["a": .outputUnavailable]
        try rig.run(until: "05:03")
        rig.failing = [:]
        try rig.run(until: "06:00")
        #expect(rig.story == ["a 05:03:14-05:10:00 played output_unavailable"])
        #expect(rig.plays.count < 12)
    }

    @Test func `a card that was away for a while is told of what played all the same`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00")])
        try rig.run(until: "05:00:10")
        let id = try #require(rig.plays.first?.id)
        let end = PlayEnd(
            cause: .completed, at: rig.now.wall, frames: 240_000, rate: 48_000, mediaPosition: 8, lostOutput: true)
        rig.tell(.ended(id, end))
        #expect(rig.records.last?.outcome == .played)
        #expect(rig.records.last?.reason == "output_unavailable")
    }

    @Test func `an output that never comes back is a failure`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00", late: .skip)])
        rig.failing = ["a": .outputUnavailable]
        try rig.run(until: "06:00")
        #expect(rig.story == ["a failed output_unavailable"])
    }

    @Test func `levels of several pieces are added by power, and silence is a number`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00")])
        try rig.run(until: "05:00:10")
        let id = try #require(rig.plays.first?.id)
        func end(_ cause: PlayEnd.Cause, _ frames: Int, _ peak: Double, _ mean: Double, gain: Double) -> SchedulerEvent
        {
            .ended(
                id,
                PlayEnd(
                    cause: cause, at: rig.now.wall, frames: frames, rate: 48_000, mediaPosition: 10, peakDecibels: peak,
                    meanDecibels: mean, gainDecibels: gain, underruns: 2))
        }
        rig.tell(end(.failed(.outputUnavailable), 480_000, -3, -20, gain: 1))
        try rig.run(until: "05:00:30")
        rig.tell(end(.completed, 1_440_000, -6, -.infinity, gain: -2))
        let record = try #require(rig.finals(of: "a").first)
        #expect(record.frames == 1_920_000)
        #expect(record.peakDecibels == -3)
        #expect(abs((record.meanDecibels ?? 0) + 26.02) < 0.01)
        #expect(record.underruns == 4)
        #expect(record.gainDecibels == -2)
    }

    @Test func `answers about unknown broadcasts change nothing`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00")])
        let id = try BroadcastID("nobody/none@2026-03-02T05:00:00Z")
        let end = PlayEnd(cause: .completed, at: rig.now.wall, frames: .max, rate: 1, mediaPosition: .infinity)
        #expect(rig.tell(.ended(id, end)).count == 1)
        #expect(rig.tell(.sounding(id, at: rig.now.wall, startErrorMicroseconds: nil)).count == 1)
    }

    @Test func `numbers out of all bounds do no harm`() throws {
        var rig = try rig([Plans.bulletin("a", at: "05:00")])
        try rig.run(until: "05:00:10")
        let id = try #require(rig.plays.first?.id)
        let end = PlayEnd(
            cause: .stopped, at: Timestamp(nanoseconds: .max), frames: .max, rate: 1, mediaPosition: .nan,
            peakDecibels: .nan, meanDecibels: .infinity, underruns: .max)
        rig.tell(.ended(id, end))
        rig.tell(.ended(id, end))
        rig.player.forget(id)
        try rig.run(until: "06:00")
        #expect(rig.finals(of: "a").count == 1)
    }
}
