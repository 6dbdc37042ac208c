public import LoaModel

/// A numbered message device -> centre. It stays in the device's outbox until the centre has acknowledged its number.
public struct Report: Hashable, Sendable {
    /// The centre's acknowledgement runs per lane, so that old telemetry never holds up a record.
    public enum Lane: String, Codable, CaseIterable, Sendable {
        /// As-run records, answers, faults: evidence; goes first.
        case record
        /// Health and, later, readings.
        case telemetry
    }

    public enum Body: Hashable, Sendable {
        case asRun(AsRun)
        case answer(Answer)
        case fault(Fault)
        case health(HealthReport)

        public var kind: String {
            switch self {
            case .asRun: "as_run"
            case .answer: "answer"
            case .fault: "fault"
            case .health: "health"
            }
        }

        public var lane: Lane {
            switch self {
            case .asRun, .answer, .fault: .record
            case .health: .telemetry
            }
        }
    }

    public var device: DeviceID
    /// Names the journal that numbers the reports: a device whose journal was lost begins a new epoch at 1.
    public var epoch: String
    /// Rises by one or more within (device, epoch, lane), from 1.
    public var number: Int64
    /// The number of the report before this one in the lane, 0 for the first. A centre that has not stored it has
    /// missed something, and must not acknowledge past it.
    public var after: Int64
    /// When it was made, by the device's clock.
    public var at: Timestamp
    /// Whether that clock was known to be right. Where not, the centre dates by `uptimeMilliseconds`.
    public var clockSynchronised: Bool
    /// Monotonic time of the board when it was made, and which boot that was.
    public var uptimeMilliseconds: Int64
    public var boot: String
    public var body: Body

    public init(
        device: DeviceID, epoch: String, number: Int64, after: Int64, at: Timestamp, clockSynchronised: Bool,
        uptimeMilliseconds: Int64, boot: String, body: Body
    ) {
        self.device = device
        self.epoch = epoch
        self.number = number
        self.after = after
        self.at = at
        self.clockSynchronised = clockSynchronised
        self.uptimeMilliseconds = uptimeMilliseconds
        self.boot = boot
        self.body = body
    }

    public var lane: Lane { body.lane }
}

extension Report: Codable {
    private enum Key: String, CodingKey {
        case loa, device, epoch, lane, n, after, at, kind, body, boot
        case clockSynchronised = "clock_sync"
        case uptimeMilliseconds = "uptime_ms"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let version = try container.decode(Int.self, forKey: .loa)
        guard version == 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .loa, in: container, debugDescription: "protocol \(version); this program speaks 1")
        }
        device = try container.decode(DeviceID.self, forKey: .device)
        epoch = try container.decode(String.self, forKey: .epoch)
        number = try container.decode(Int64.self, forKey: .n)
        after = try container.decode(Int64.self, forKey: .after)
        at = try container.decode(Timestamp.self, forKey: .at)
        clockSynchronised = try container.decode(Bool.self, forKey: .clockSynchronised)
        uptimeMilliseconds = try container.decode(Int64.self, forKey: .uptimeMilliseconds)
        boot = try container.decode(String.self, forKey: .boot)
        switch try container.decode(String.self, forKey: .kind) {
        case "as_run": body = .asRun(try container.decode(AsRun.self, forKey: .body))
        case "answer": body = .answer(try container.decode(Answer.self, forKey: .body))
        case "fault": body = .fault(try container.decode(Fault.self, forKey: .body))
        case "health": body = .health(try container.decode(HealthReport.self, forKey: .body))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "'\(other.prefix(40))' is no report of protocol 1")
        }
        try check(lane: try container.decode(Lane.self, forKey: .lane), in: container)
    }

    /// What the types alone cannot say: the centre counts and stores by these.
    private func check(lane stated: Lane, in container: KeyedDecodingContainer<Key>) throws {
        let rules: [(holds: Bool, key: Key, rule: String)] = [
            (number >= 1, .n, "is below 1"),
            ((0..<max(1, number)).contains(after), .after, "is not from 0 to below n"),
            (uptimeMilliseconds >= 0, .uptimeMilliseconds, "is negative"),
            ((1...64).contains(epoch.utf8.count), .epoch, "has not 1 to 64 bytes"),
            ((1...64).contains(boot.utf8.count), .boot, "has not 1 to 64 bytes"),
            (stated == lane, .lane, "is not '\(lane.rawValue)', where \(body.kind) belongs"),
        ]
        for (holds, key, rule) in rules where !holds {
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: rule)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(1, forKey: .loa)
        try container.encode(device, forKey: .device)
        try container.encode(epoch, forKey: .epoch)
        try container.encode(lane, forKey: .lane)
        try container.encode(number, forKey: .n)
        try container.encode(after, forKey: .after)
        try container.encode(at, forKey: .at)
        try container.encode(clockSynchronised, forKey: .clockSynchronised)
        try container.encode(uptimeMilliseconds, forKey: .uptimeMilliseconds)
        try container.encode(boot, forKey: .boot)
        try container.encode(body.kind, forKey: .kind)
        switch body {
        case .asRun(let record): try container.encode(record, forKey: .body)
        case .answer(let answer): try container.encode(answer, forKey: .body)
        case .fault(let fault): try container.encode(fault, forKey: .body)
        case .health(let health): try container.encode(health, forKey: .body)
        }
    }
}
