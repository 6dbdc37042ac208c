import CentreLink
import Fleet
import LoaModel
import Testing

@Suite struct `How a device stands` {
    private func record(
        _ presence: DeviceState.Presence?, heard secondsAgo: Double
    ) throws -> DeviceRecord {
        DeviceRecord(
            device: try Sample.device(), presence: presence, presenceAt: Sample.now, version: "1",
            firstHeard: .epoch, lastHeard: Sample.now.adding(seconds: -secondsAgo), health: nil, healthAt: nil,
            openFaults: [], lostReports: 0)
    }

    @Test(arguments: [
        (DeviceState.Presence.online, 0.0, DeviceCondition.online), (.offline, 10, .offline),
        (.stopping, 10, .stopping), (.online, 899, .online), (.online, 901, .silent), (.offline, 901, .silent),
        (.stopping, 901, .silent),
    ])
    func `silence outweighs what it said last`(
        presence: DeviceState.Presence, secondsAgo: Double, condition: DeviceCondition
    ) throws {
        #expect(try record(presence, heard: secondsAgo).condition(at: Sample.now, silentAfter: 900) == condition)
    }

    @Test func `a device of which only reports came is online`() throws {
        #expect(try record(nil, heard: 1).condition(at: Sample.now, silentAfter: 900) == .online)
    }

    @Test func `the will of the broker is not heard from the device`() throws {
        let state = DeviceState(device: try Sample.device(), presence: .offline, at: .epoch, version: "1")
        let change = PresenceChange(state, retained: false, at: Sample.now)
        #expect(change.heard == nil)
        #expect(change.at == Sample.now)
    }

    @Test func `a retained state says how things stood, not that somebody is there`() throws {
        let then = Sample.now.adding(seconds: -3_600)
        let state = DeviceState(device: try Sample.device(), presence: .online, at: then, version: "1")
        let change = PresenceChange(state, retained: true, at: Sample.now)
        #expect(change.heard == nil)
        #expect(change.at == then)
    }
}

@Suite struct `Dating reports` {
    @Test func `a right clock is believed`() throws {
        var clock = BootClock()
        #expect(clock.date(try Sample.report(1, at: .epoch), received: Sample.now) == .epoch)
    }

    @Test func `an unset clock is dated by the boot, once the boot is dated`() throws {
        var clock = BootClock()
        let early = try Sample.report(1, at: .epoch, synchronised: false, uptime: 10_000)
        #expect(clock.date(early, received: Sample.now) == Sample.now)
        _ = clock.date(try Sample.report(2, uptime: 60_000), received: Sample.now)
        #expect(clock.date(early, received: Sample.now) == Sample.now.adding(seconds: -50))
        let other = try Sample.report(3, at: .epoch, synchronised: false, uptime: 10_000, boot: "b2")
        #expect(clock.date(other, received: Sample.now) == Sample.now)
    }

    @Test(arguments: [Int64.min, -1, .max]) func `an impossible uptime dates nothing`(uptime: Int64) throws {
        var clock = BootClock()
        _ = clock.date(try Sample.report(1, uptime: 60_000), received: Sample.now)
        let odd = try Sample.report(2, at: .epoch, synchronised: false, uptime: uptime)
        #expect(clock.date(odd, received: Sample.now) == Sample.now)
    }
}
