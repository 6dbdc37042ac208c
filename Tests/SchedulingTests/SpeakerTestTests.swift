import CivilCalendar
import LoaModel
import Testing

@testable import Scheduling

/// A speaker test is a bulletin that was ordered for now.
@Suite struct SpeakerTestTests {
    private let authority: AuthorityID
    private let empty = Timetable([], zones: { _ in .utc })

    init() throws { authority = try AuthorityID("ubnd") }

    private func event(_ time: String, inQuietHours: Bool = false) throws -> SchedulerEvent {
        .speakerTest(
            authority, SpeakerTest(id: try BulletinID("test"), seconds: 4, inQuietHours: inQuietHours),
            ordered: try Plans.time(time))
    }

    @Test func `sounds at once, once, and leaves a record`() throws {
        var rig = try Rig.running(at: "12:00", empty, lengths: ["test": 4])
        rig.tell(try event("12:00"))
        rig.tell(try event("12:00"))
        try rig.run(until: "12:01")
        #expect(rig.spans.count == 1)
        let record = try #require(rig.records.last)
        #expect(record.outcome == .played && record.event == .ended && record.bulletin.text == "test")
        rig.tell(try event("12:00"))
        try rig.run(until: "12:05")
        #expect(rig.spans.count == 1)
    }

    @Test func `keeps the quiet hours, unless the order names the exception`() throws {
        var rig = try Rig.running(at: "23:00", empty, quiet: QuietHoursTests.night, lengths: ["test": 4])
        rig.tell(try event("23:00"))
        try rig.run(until: "23:20")
        #expect(rig.spans.isEmpty)
        #expect(rig.records.map(\.outcome) == [.quietHours])
        var excepted = try Rig.running(at: "23:00", empty, quiet: QuietHoursTests.night, lengths: ["test": 4])
        excepted.tell(try event("23:00", inQuietHours: true))
        try excepted.run(until: "23:20")
        #expect(excepted.spans.count == 1 && excepted.records.last?.outcome == .played)
    }

    @Test func `a new timetable does not take it away, and one that comes an hour late is missed`() throws {
        var rig = try Rig.running(at: "12:00", empty, lengths: ["test": 4])
        rig.tell(try event("12:00"))
        rig.tell(.timetable(empty))
        try rig.run(until: "12:01")
        #expect(rig.records.last?.outcome == .played)
        var late = try Rig.running(at: "13:00", empty, lengths: ["test": 4])
        late.tell(try event("12:00"))
        try late.run(until: "13:20")
        #expect(late.spans.isEmpty && late.records.map(\.outcome) == [.missed])
    }
}
