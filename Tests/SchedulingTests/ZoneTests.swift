import LoaModel
import Testing

@testable import Scheduling

/// Two zones are two horns: what sounds in one leaves the other alone.
@Suite struct ZoneTests {
    private func rig(_ bulletins: [Bulletin], at time: String = "04:59", horns: HornPlan = Plans.market) throws -> Rig {
        try Rig.running(at: time, try Plans.timetable(bulletins), horns: horns)
    }

    private func reaches(_ rig: Rig) -> [[[Int]]] { rig.plays.map(\.reach.groups) }

    @Test func `two bulletins at one time in two zones both play`() throws {
        var rig = try rig([
            Plans.bulletin("market", at: "05:00", in: ["cho"]), Plans.bulletin("school", at: "05:00", in: ["truong"]),
        ])
        try rig.run(until: "06:00")
        #expect(rig.story == ["market 05:00:00-05:10:00 played", "school 05:00:00-05:10:00 played"])
        #expect(Set(reaches(rig)) == [[[0]], [[1]]])
        #expect(rig.finals(of: "market").first?.hornZones == ["cho"])
    }

    @Test func `on a site without zones the same two bulletins are for others`() throws {
        var rig = try rig(
            [
                Plans.bulletin("market", at: "05:00", in: ["cho"]), Plans.bulletin("all", at: "05:00"),
            ], horns: .whole)
        try rig.run(until: "05:05")
        // Told as it is due, not before.
        #expect(rig.finals(of: "market").map(\.outcome) == [.missed])
        try rig.run(until: "06:00")
        #expect(rig.story == ["all 05:00:00-05:10:00 played", "market missed no_such_zone"])
        #expect(rig.finals(of: "market").first?.hornZones == ["cho"])
        #expect(rig.actions.allSatisfy { if case .raise = $0.action { false } else { true } })
    }

    @Test func `one for everywhere takes both zones, and the loser of each comes back where the clock says`() throws {
        var rig = try rig([
            Plans.bulletin("market", at: "05:00", in: ["cho"]), Plans.bulletin("school", at: "05:01", in: ["truong"]),
            Plans.bulletin("flood", at: "05:02", minutes: 2, .priority),
        ])
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "market 05:00:00-05:01:59.800 05:04:01-05:10:00 played <flood",
                "school 05:01:00-05:01:59.800 05:04:01-05:11:00 played <flood",
                "flood 05:02:00-05:04:00 played",
            ])
    }

    @Test func `a bulletin in one zone does not push the other, and one for everywhere waits for both`() throws {
        var rig = try rig([
            Plans.bulletin("market", at: "05:00", minutes: 3, .priority, in: ["cho"]),
            Plans.bulletin("all", at: "05:00", minutes: 10, losing: .playAfter),
            Plans.bulletin("school", at: "05:01", minutes: 5, .priority, in: ["truong"]),
        ])
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "all 05:06:00-05:16:00 played", "market 05:00:00-05:03:00 played", "school 05:01:00-05:06:00 played",
            ])
    }

    @Test func `an alert takes its zone and leaves the other alone`() throws {
        var rig = try rig([
            Plans.bulletin("market", at: "05:00", in: ["cho"]), Plans.bulletin("school", at: "05:00", in: ["truong"]),
        ])
        try rig.run(until: "05:02")
        rig.tell(.alert(try Plans.alert("fire", issued: "05:02", in: ["cho"])))
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "market 05:00:00-05:02:00 05:03:01-05:10:00 played <fire", "school 05:00:00-05:10:00 played",
                "fire 05:02:00-05:03:00 played",
            ])
        #expect(rig.finals(of: "fire").first?.hornZones == ["cho"])
    }

    @Test func `two alerts in two zones sound together, a third for everywhere over both`() throws {
        var rig = try rig([])
        rig.tell(.alert(try Plans.alert("fire", minutes: 5, issued: "04:59", in: ["cho"])))
        rig.tell(.alert(try Plans.alert("dyke", minutes: 5, issued: "04:59:01", in: ["truong"])))
        try rig.run(until: "05:00")
        #expect(rig.player.sounding(at: rig.now.monotonic).count == 2)
        rig.tell(.alert(try Plans.alert("storm", minutes: 1, issued: "05:00")))
        try rig.run(until: "05:00:30")
        #expect(rig.player.sounding(at: rig.now.monotonic).map(\.bulletin) == ["storm"])
        try rig.run(until: "06:00")
        #expect(["fire", "dyke", "storm"].allSatisfy { rig.finals(of: $0).first?.outcome == .played })
    }

    @Test func `an alert for a zone that is not there sounds on all horns, which is a fault until one is known`() throws
    {
        var rig = try rig([Plans.bulletin("school", at: "05:00", in: ["truong"])])
        try rig.run(until: "05:02")
        let told = rig.tell(.alert(try Plans.alert("fire", issued: "05:02", in: ["cho", "dinh"])))
        let isRaised = told.contains {
            if case .raise(.hornZoneUnknown, "zones", let detail) = $0 { detail.contains("'dinh'") } else { false }
        }
        #expect(isRaised)
        #expect(rig.plays.last?.reach.groups == [[0], [1]])
        try rig.run(until: "05:30")
        #expect(rig.finals(of: "fire").first?.hornZones == nil)
        #expect(
            rig.story == [
                "school 05:00:00-05:02:00 05:03:01-05:10:00 played <fire",
                "fire 05:02:00-05:03:00 played horn_zone_unknown",
            ])
        let after = rig.tell(.alert(try Plans.alert("dyke", issued: "05:30", in: ["cho"])))
        #expect(after.contains(.clear(.hornZoneUnknown, originator: "zones")))
    }

    @Test func `what is due in one zone does not hold up what comes back in the other`() throws {
        var rig = try rig([
            Plans.bulletin("market", at: "05:00", in: ["cho"]),
            Plans.bulletin("school", at: "05:02:01", in: ["truong"]),
        ])
        try rig.run(until: "05:01")
        rig.tell(.alert(try Plans.alert("fire", issued: "05:01", in: ["cho"])))
        try rig.run(until: "06:00")
        #expect(
            rig.story == [
                "market 05:00:00-05:01:00 05:02:01-05:10:00 played <fire", "fire 05:01:00-05:02:00 played",
                "school 05:02:01-05:12:01 played",
            ])
    }

    @Test func `a dry run says where`() throws {
        let bulletins = try [
            Plans.bulletin("market", at: "05:00", in: ["cho"]), Plans.bulletin("temple", at: "05:00", in: ["dinh"]),
        ]
        var run = DryRun(try Plans.timetable(bulletins), quietHours: Plans.alwaysLoud, horns: Plans.market) { _ in nil }
        let lines = run.lines(from: try Plans.time("04:00"), until: try Plans.time("06:00"))
        #expect(lines.map(\.outcome) == [.played, .missed])
        #expect(lines.map(\.reason) == [nil, "no_such_zone"])
    }
}
