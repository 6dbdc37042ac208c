import LoaModel
import Testing

@testable import Scheduling

/// Invariant 3: an emergency plays at once, over anything.
@Suite struct AlertTests {
    private func relay() throws -> Timetable { try Plans.timetable([Plans.bulletin("relay", at: "05:00")]) }

    @Test func `an alert takes the horn at once and gives it back`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "05:03")
        let actions = rig.tell(.alert(try Plans.alert("flood", minutes: 2, issued: "05:02")))
        let ids = actions.compactMap { action in
            switch action {
            case .stop(let id, .preempted(let winner)): "stop \(id.bulletin) for \(winner.bulletin)"
            case .play(let request): "play \(request.id.bulletin) \(request.start)"
            default: nil
            }
        }
        #expect(ids == ["stop relay for flood", "play flood now"])
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "relay 05:00:00-05:03:00 05:05:01-05:10:00 played <flood", "flood 05:03:00-05:05:00 played",
            ])
        let record = try #require(rig.finals(of: "flood").first)
        #expect(record.bulletinClass == .emergency)
        #expect(record.planned == (try Plans.time("05:03")))
        #expect(record.startErrorMicroseconds == nil)
    }

    @Test func `the newer alert takes over, the older sounds again for the rest of its time`() throws {
        var rig = try Rig.running(at: "05:00", .empty)
        rig.tell(.alert(try Plans.alert("storm", minutes: 5, issued: "05:00")))
        try rig.run(until: "05:02")
        rig.tell(.alert(try Plans.alert("flood", minutes: 1, issued: "05:02")))
        try rig.run(until: "06:00")
        #expect(
            rig.story == ["storm 05:00:00-05:02:00 05:03:00-05:06:00 played", "flood 05:02:00-05:03:00 played"])
        #expect(rig.plays.map(\.mediaOffset) == [0, 0, 0])
        #expect(rig.plays.map(\.maximumSeconds) == [300, 60, 180])
    }

    @Test func `an alert that loses the horn before its first sample is recorded at once`() throws {
        var rig = try Rig.running(at: "05:00", .empty)
        rig.tell(.alert(try Plans.alert("storm", minutes: 5, issued: "05:00")))
        let actions = rig.tell(.alert(try Plans.alert("flood", minutes: 1, issued: "05:00")))
        let records = actions.compactMap { if case .record(let record) = $0 { record } else { nil } }
        let storm = try #require(records.first)
        #expect(records.count == 1)
        #expect(storm.bulletin.text == "storm" && storm.event == .preempted && storm.outcome == .running)
        #expect(storm.started == nil && storm.reason?.contains("flood") == true)
        try rig.run(until: "06:00")
        #expect(rig.story == ["flood 05:00:00-05:01:00 played", "storm 05:01:00-05:06:00 played"])
    }

    @Test func `an order that expires meanwhile does not sound again`() throws {
        var rig = try Rig.running(at: "05:00", .empty)
        rig.tell(.alert(try Plans.alert("storm", minutes: 5, issued: "05:00", expires: "05:02:30")))
        try rig.run(until: "05:02")
        rig.tell(.alert(try Plans.alert("flood", minutes: 1, issued: "05:02")))
        try rig.run(until: "06:00")
        #expect(rig.story == ["storm 05:00:00-05:02:00 partial <flood", "flood 05:02:00-05:03:00 played"])
    }

    @Test func `what sounds when its order expires goes on`() throws {
        var rig = try Rig.running(at: "05:00", .empty)
        rig.tell(.alert(try Plans.alert("storm", minutes: 5, issued: "05:00", expires: "05:02")))
        try rig.run(until: "06:00")
        #expect(rig.story == ["storm 05:00:00-05:05:00 played"])
    }

    @Test func `an alert that comes twice is one alert`() throws {
        var rig = try Rig.running(at: "05:00", .empty)
        let alert = try Plans.alert("storm", issued: "05:00")
        rig.tell(.alert(alert))
        rig.tell(.alert(alert))
        try rig.run(until: "06:00")
        rig.tell(.alert(alert))
        try rig.run(until: "07:00")
        #expect(rig.story == ["storm 05:00:00-05:01:00 played"])
        #expect(rig.plays.count == 1)
    }

    @Test func `a new order for the same alert replaces it`() throws {
        var rig = try Rig.running(at: "05:00", .empty)
        rig.tell(.alert(try Plans.alert("storm", minutes: 5, issued: "05:00")))
        try rig.run(until: "05:02")
        rig.tell(.alert(try Plans.alert("storm", minutes: 1, issued: "05:02")))
        try rig.run(until: "06:00")
        #expect(rig.story == ["storm 05:00:00-05:02:00 partial <storm", "storm 05:02:00-05:03:00 played"])
    }

    @Test func `no start of a bulletin delays or ends an alert`() throws {
        var rig = try Rig.running(at: "04:59:58.500Z".asTime, relay())
        rig.tell(.alert(try Plans.alert("flood", minutes: 2, issued: "04:59")))
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "flood 04:59:58.500-05:01:58.500 played", "relay 05:01:59.500-05:10:00 played <flood",
            ])
    }

    @Test func `a storm of alerts: the newest first, every one of them recorded, memory bounded`() throws {
        var rig = try Rig.running(at: "05:00", relay())
        try rig.run(until: "05:05")
        for number in 0..<300 {
            let actions = rig.tell(.alert(try Plans.alert("a\(number)", issued: "05:05")))
            let played = actions.compactMap { if case .play(let play) = $0 { play.id.bulletin } else { nil } }
            #expect(played == ["a\(number)"])
        }
        rig.hearPlayer()
        #expect(rig.scheduler.live.count == 65)  // with the relay
        try rig.run(until: "07:00")
        #expect(rig.scheduler.isIdle)
        for number in 0..<300 { #expect(rig.finals(of: "a\(number)").count == 1) }
        #expect(rig.finals(of: "a299").map(\.outcome) == [.played])
        #expect(rig.finals(of: "relay").map(\.outcome) == [.partial])
    }

    @Test func `cancelling an alert ends it and gives the horn back`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "05:03")
        rig.tell(.alert(try Plans.alert("flood", minutes: 5, issued: "05:02")))
        try rig.run(until: "05:04")
        let cancel = Cancellation(target: .alert, id: try BulletinID("flood"))
        rig.tell(.cancel(try AuthorityID("commune"), cancel))
        #expect(rig.scheduler.onHorn?.bulletin == "flood")
        rig.tell(.cancel(try AuthorityID("province"), cancel))
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "relay 05:00:00-05:03:00 05:04:01-05:10:00 played <flood",
                "flood 05:03:00-05:04:00 cancelled cancel_order",
            ])
    }

    @Test func `an alert that cannot sound is tried again, and the horn is free meanwhile`() throws {
        var rig = try Rig.running(at: "04:00", relay())
        try rig.run(until: "05:03")
        rig.failing["flood"] = .outputUnavailable
        rig.tell(.alert(try Plans.alert("flood", issued: "05:03")))
        try rig.run(until: "05:03:07")
        rig.failing = [:]
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "relay 05:00:00-05:03:00 05:03:01-05:03:05 05:03:06-05:03:15 05:04:16-05:10:00 played <flood",
                "flood 05:03:15-05:04:15 played",
            ])
    }

    @Test func `without a clock alerts play`() throws {
        var rig = try Rig(at: "1970-01-01T00:00:10Z")
        rig.now.wallIsKnown = false
        rig.tell(.started(DevicePast()))
        rig.tell(.alert(try Plans.alert("flood", issued: "05:00", expires: "05:10")))
        try rig.run(until: "1970-01-01T00:10:00Z")
        #expect(rig.story == ["flood 00:00:10-00:01:10 played"])
    }
}

extension String {
    fileprivate var asTime: String { "\(Plans.day)T\(self)" }
}
