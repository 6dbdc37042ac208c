import CentreLink
import Fleet
import LoaModel

/// A device in lists and events.
struct DeviceView: Encodable {
    var device: DeviceID
    var area: Area?
    var state: DeviceCondition
    var presence: DeviceState.Presence?
    var presenceAt: Timestamp?
    var lastHeard: Timestamp
    var version: String?
    var clockSynchronised: Bool?
    var output: HealthReport.Output?
    var schedules: [HealthReport.ScheduleInForce]
    var outbox: HealthReport.Outbox?
    var nextBroadcast: BroadcastID?
    var lastBroadcast: BroadcastID?
    var faults: [FaultCode]
    var lostReports: Int64

    init(_ record: DeviceRecord, at now: Timestamp, silentAfter seconds: Int64) {
        device = record.device
        area = record.area
        state = record.condition(at: now, silentAfter: seconds)
        presence = record.presence
        presenceAt = record.presenceAt
        lastHeard = record.lastHeard
        version = record.version
        clockSynchronised = record.health?.clock.synchronised
        output = record.health?.output
        schedules = record.health?.schedules ?? []
        outbox = record.health?.outbox
        nextBroadcast = record.health?.nextBroadcast
        lastBroadcast = record.health?.lastBroadcast
        faults = record.openFaults
        lostReports = record.lostReports
    }
}

/// One device whole.
struct DeviceDetailView: Encodable {
    private enum Key: String, CodingKey { case firstHeard, health, healthAt, faults, orders, running }

    var summary: DeviceView
    var record: DeviceRecord
    var faults: [FaultView]
    var orders: [OrderView]
    var running: [AsRunView]

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(record.firstHeard, forKey: .firstHeard)
        try container.encodeIfPresent(record.health, forKey: .health)
        try container.encodeIfPresent(record.healthAt, forKey: .healthAt)
        try container.encode(faults, forKey: .faults)
        try container.encode(orders, forKey: .orders)
        try container.encode(running, forKey: .running)
    }
}

struct FaultView: Encodable {
    var code: FaultCode
    var originator: String
    var since: Timestamp
    var cleared: Timestamp?
    var detail: String
    var remedy: String

    init(_ fault: Fault) {
        code = fault.code
        originator = fault.originator
        since = fault.since
        cleared = fault.cleared
        detail = fault.detail
        remedy = fault.code.remedy
    }
}

struct DeviceFaultView: Encodable {
    var device: DeviceID
    var fault: FaultView
}
