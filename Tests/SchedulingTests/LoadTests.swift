import LoaModel
import Testing

@testable import Scheduling

/// The largest schedule that is accepted, all of it at once.
@Suite struct LoadTests {
    @Test func `two thousand at one instant: one sounds, each has its record, an alert does not wait`() throws {
        let bulletins = try (0..<Schedule.maximumBulletins).map { try Plans.bulletin("b\($0)", at: "05:00") }
        var rig = try Rig.running(at: "04:00", Plans.timetable(bulletins))
        try rig.run(until: "05:05")
        #expect(rig.plays.map(\.id.bulletin) == ["b0"])
        #expect(rig.scheduler.live.count == bulletins.count)
        let alert = try Plans.alert("flood", issued: "05:05")
        let actions = rig.tell(.alert(alert))
        #expect(actions.contains { if case .play(let play) = $0 { play.id == alert.broadcast } else { false } })
        try rig.run(until: "06:00")
        #expect(rig.scheduler.isIdle)
        #expect(rig.records.filter { $0.event == .ended }.count == bulletins.count + 1)
        #expect(rig.scheduler.decisions < 30)
    }
}
