import Fleet
import LoaModel
import Trust

/// An as-run record: the fields of the device's report, and what the centre adds.
struct AsRunView: Encodable {
    private enum Key: String, CodingKey { case device, received, datedPlanned, events }

    private struct Step: Encodable {
        var event: AsRun.Event
        var at: Timestamp
    }

    var record: AsRunRecord
    var withSteps: Bool

    init(_ record: AsRunRecord, withSteps: Bool = true) {
        self.record = record
        self.withSteps = withSteps
    }

    func encode(to encoder: any Encoder) throws {
        try record.asRun.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(record.device, forKey: .device)
        try container.encode(record.received, forKey: .received)
        try container.encodeIfPresent(record.datedPlanned, forKey: .datedPlanned)
        if withSteps {
            try container.encode(record.steps.map { Step(event: $0.event, at: $0.at) }, forKey: .events)
        }
    }
}

/// An occurrence by the schedule.
struct PlannedView: Encodable {
    private enum CodingKeys: String, CodingKey {
        case broadcast, authority, bulletin, title, planned, maxSeconds, media, inQuietHours, zones
        case bulletinClass = "class"
    }

    var broadcast: BroadcastID
    var authority: AuthorityID
    var bulletin: BulletinID
    var title: String
    var bulletinClass: BulletinClass
    var planned: Timestamp
    var maxSeconds: Double
    var media: MediaHash?
    var inQuietHours: Bool
    /// Horn zones; nil: all.
    var zones: [String]?

    init(_ planned: PlannedBroadcast) {
        broadcast = planned.broadcast
        authority = planned.authority
        bulletin = planned.bulletin.id
        title = planned.bulletin.title
        bulletinClass = planned.bulletin.bulletinClass
        self.planned = planned.planned
        maxSeconds = planned.bulletin.maximumSeconds
        media = planned.bulletin.source.media.first?.sha256
        inQuietHours = planned.bulletin.inQuietHours
        zones = planned.bulletin.hornZones
    }
}

/// A broadcast over all devices: planned, and what became of it.
struct BroadcastView: Encodable {
    private enum CodingKeys: String, CodingKey {
        case broadcast, authority, bulletin, title, planned, maxSeconds, audience, outcomes, preempted, firstStarted,
            lastEnded
        case bulletinClass = "class"
    }

    var broadcast: BroadcastID
    var authority: AuthorityID
    var bulletin: BulletinID
    var title: String
    var bulletinClass: BulletinClass
    var planned: Timestamp
    var maxSeconds: Double?
    var audience: String?
    var outcomes: [String: Int] = [:]
    var preempted = 0
    var firstStarted: Timestamp?
    var lastEnded: Timestamp?

    init(_ planned: PlannedBroadcast) {
        broadcast = planned.broadcast
        authority = planned.authority
        bulletin = planned.bulletin.id
        title = planned.bulletin.title
        bulletinClass = planned.bulletin.bulletinClass
        self.planned = planned.planned
        maxSeconds = planned.bulletin.maximumSeconds
        audience = planned.audience.description
    }

    init(_ outcome: BroadcastOutcome) {
        broadcast = outcome.sample.broadcast
        authority = outcome.sample.authority
        bulletin = outcome.sample.bulletin
        title = outcome.sample.title
        bulletinClass = outcome.sample.bulletinClass
        planned = outcome.sample.planned
        add(outcome)
    }

    mutating func add(_ outcome: BroadcastOutcome) {
        outcomes = Dictionary(uniqueKeysWithValues: outcome.devices.map { ($0.key.rawValue, $0.value) })
        preempted = outcome.preempted
        firstStarted = outcome.firstStarted
        lastEnded = outcome.lastEnded
    }

    /// Plans and outcomes joined by broadcast, in order of plan.
    static func join(_ plans: [PlannedBroadcast], _ outcomes: [BroadcastOutcome]) -> [BroadcastView] {
        var views: [BroadcastID: BroadcastView] = [:]
        for plan in plans where views[plan.broadcast] == nil { views[plan.broadcast] = BroadcastView(plan) }
        for outcome in outcomes {
            views[outcome.sample.broadcast, default: BroadcastView(outcome)].add(outcome)
        }
        return views.values.sorted { ($0.planned, $0.broadcast) < ($1.planned, $1.broadcast) }
    }
}
