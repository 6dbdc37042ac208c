import CentreLink
public import LoaModel

/// How a broadcast stands on a device, by its last report of it.
public struct AsRunRecord: Hashable, Sendable {
    /// A step of the broadcast, dated by the device's clock.
    public struct Step: Hashable, Sendable {
        public var event: AsRun.Event
        public var at: Timestamp

        public init(event: AsRun.Event, at: Timestamp) {
            self.event = event
            self.at = at
        }
    }

    public var device: DeviceID
    public var asRun: AsRun
    public var received: Timestamp
    /// Planned start as the centre dates it; nil where the device's clock was right and `planned` says it.
    public var datedPlanned: Timestamp?
    /// Oldest first; empty where it was not asked for.
    public var steps: [Step]

    public init(
        device: DeviceID, asRun: AsRun, received: Timestamp, datedPlanned: Timestamp? = nil, steps: [Step] = []
    ) {
        self.device = device
        self.asRun = asRun
        self.received = received
        self.datedPlanned = datedPlanned
        self.steps = steps
    }

    /// - Parameter received: a report whose body is an as-run record; nil for any other.
    public init?(_ received: ReceivedReport) {
        guard case .asRun(let asRun) = received.report.body else { return nil }
        let correction = received.dated.nanoseconds(since: received.report.at)
        self.init(
            device: received.report.device, asRun: asRun, received: received.received,
            datedPlanned: received.report.clockSynchronised ? nil : asRun.planned.adding(nanoseconds: correction))
    }
}
