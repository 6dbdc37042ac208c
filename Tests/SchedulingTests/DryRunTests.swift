import CivilCalendar
import LoaModel
import Testing

@testable import Scheduling

/// What `loa-device plan` shows before a technician leaves.
@Suite struct DryRunTests {
    private func lines(
        _ bulletins: [Bulletin], from: String = "00:00", until: String = "2026-03-03T00:00",
        durations: @escaping (Source) -> Double? = { _ in nil }
    ) throws -> [String] {
        var run = DryRun(try Plans.timetable(bulletins), quietHours: .standard(in: .utc), durations: durations)
        return run.lines(from: try Plans.time(from), until: try Plans.time(until)).map { line in
            let spans = line.sounds.map { "\($0.from.clock)-\($0.until.clock)" }
            let reason = line.reason.map { $0.contains("@") ? ["<" + $0.bulletin] : [$0] } ?? []
            return ([line.broadcast.bulletin.id.text] + spans + [line.outcome.rawValue] + reason)
                .joined(separator: " ")
        }
    }

    private func media(_ id: String, at time: String, minutes: Double) throws -> Bulletin {
        var bulletin = try Plans.bulletin(id, at: time, minutes: minutes)
        bulletin.source = .media(
            MediaReference(sha256: try MediaHash(String(repeating: "0", count: 64)), bytes: 1))
        return bulletin
    }

    @Test func `what will sound, and what will not and why`() throws {
        let bulletins = try [
            Plans.bulletin("misset", at: "03:15", minutes: 20), media("relay", at: "05:00", minutes: 30),
            media("news", at: "05:20", minutes: 20), media("short", at: "05:22", minutes: 5),
            media("late", at: "21:50", minutes: 30),
        ]
        #expect(
            try lines(bulletins) == [
                "misset quiet_hours quiet_hours", "relay 05:00:00-05:30:00 played",
                "news 05:30:01-05:40:00 played <relay", "short lost <relay",
                "late 21:50:00-22:00:00 partial quiet_hours",
            ])
    }

    @Test func `known durations are believed, a tone knows its own`() throws {
        let bulletins = try [media("relay", at: "05:00", minutes: 30), Plans.bulletin("tone", at: "05:10", minutes: 5)]
        #expect(
            try lines(bulletins, durations: { _ in 200 }) == [
                "relay 05:00:00-05:03:20 played", "tone 05:10:00-05:11:00 played",
            ])
    }

    @Test func `what is in its time when the plan begins is joined`() throws {
        #expect(
            try lines([media("relay", at: "05:00", minutes: 30)], from: "05:10") == [
                "relay 05:10:01-05:30:00 played joined"
            ])
    }

    @Test func `what begins in the span is followed to its end, what begins after it is not shown`() throws {
        let bulletins = try [media("a", at: "20:50", minutes: 30), media("b", at: "21:10", minutes: 5)]
        #expect(try lines(bulletins, until: "21:00") == ["a 20:50:00-21:20:00 played"])
    }

    @Test func `no timetable, no lines`() throws {
        #expect(try lines([]) == [])
    }

    @Test func `a dry run of two weeks of a commune says what the device then does`() throws {
        let from = try Plans.time(CommuneYear.start)
        var run = DryRun(try CommuneYear.timetable(), quietHours: try CommuneYear.quietHours()) { _ in nil }
        let lines = run.lines(from: from, until: from.adding(seconds: 14 * 86_400))
        var rig = try Rig.running(
            at: CommuneYear.start, CommuneYear.timetable(), quiet: CommuneYear.quietHours())
        rig.player = SimulatedPlayer.tones()
        rig.run(until: from.adding(seconds: 14 * 86_400))
        let records = rig.records.filter { $0.event == .ended }
        #expect(lines.count > 100)
        for line in lines {
            let record = records.first { $0.broadcast == line.broadcast.id }
            #expect(record?.outcome == line.outcome, "\(line.broadcast.id)")
        }
    }
}
