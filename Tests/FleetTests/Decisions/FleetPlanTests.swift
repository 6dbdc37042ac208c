import CivilCalendar
import Fleet
import LoaModel
import Testing
import Trust

@Suite struct `What schedules plan` {
    private let zone: @Sendable (String) -> ZoneRules? = { name in
        name == "Asia/Ho_Chi_Minh" ? .fixed(seconds: 7 * 3_600, name: name) : nil
    }

    private func order(_ schedule: Schedule) throws -> CentreOrder {
        let compact = try Signatory().order(.schedule(schedule))
        return try CentreOrder(stored: compact, hash: orderHash(compact), received: Sample.now)
    }

    private func plan(_ schedule: Schedule, hours: Double = 48, limit: Int = 100) throws -> FleetPlan {
        FleetPlan(
            [try order(schedule)], from: Sample.now, until: Sample.now.adding(seconds: hours * 3_600), limit: limit,
            zone: zone)
    }

    @Test func `a daily bulletin comes once a day at its civil time`() throws {
        let plan = try plan(try Sample.schedule())
        #expect(plan.broadcasts.map(\.planned.description) == ["2026-11-21T22:00:00Z", "2026-11-22T22:00:00Z"])
        #expect(plan.broadcasts.first?.broadcast.text == "ubnd-92/sang@2026-11-21T22:00:00Z")
        #expect(!plan.truncated)
    }

    @Test func `outside its validity a schedule plans nothing`() throws {
        var schedule = try Sample.schedule()
        schedule.validFrom = Sample.now.adding(seconds: 24 * 3_600)
        #expect(try plan(schedule).broadcasts.count == 1)
        schedule.validUntil = Sample.now.adding(seconds: 25 * 3_600)
        #expect(try plan(schedule).broadcasts.isEmpty)
    }

    @Test func `an unknown zone plans nothing and hurts nobody`() throws {
        #expect(try plan(try Sample.schedule(zone: "Mars/Olympus")).broadcasts.isEmpty)
    }

    @Test func `more than fits is cut and said`() throws {
        let plan = try plan(try Sample.schedule(), hours: 24 * 30, limit: 10)
        #expect(plan.broadcasts.count == 10)
        #expect(plan.truncated)
    }

    @Test(arguments: [
        ("area:vn/92", "vn/92/31528", true), ("area:vn/92/31528", "vn/92", false), ("area:vn", "vn/92/31528", true),
        ("device:loa-0001", "vn/1", true), ("device:loa-0002", "vn/92", false),
    ])
    func `an order speaks to the devices of its audience`(audience: String, area: String, speaks: Bool) throws {
        let compact = try Signatory(areas: ["vn"]).order(.alert(try Sample.alert()), audience: audience)
        let order = try CentreOrder(stored: compact, hash: "", received: Sample.now)
        #expect(order.speaks(to: try Sample.device(), in: try Area(area)) == speaks)
    }
}
