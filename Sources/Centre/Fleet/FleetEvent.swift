public import LoaModel

/// Something that happened and that people watch live.
public enum FleetEvent: Hashable, Sendable {
    case device(DeviceRecord)
    case asRun(AsRunRecord)
    case answer(AnswerRecord)
    case fault(DeviceID, Fault)
    case order(OrderStanding)
    case broker(BrokerStatus)
}

/// Who watches. Called on the link's task; must not block.
public protocol FleetWatching: Sendable {
    func tell(_ events: [FleetEvent])
}

/// Whether the broker is there.
public struct BrokerStatus: Hashable, Sendable {
    public var connected: Bool
    public var since: Timestamp
    /// Why it is not connected, and what to check.
    public var reason: String?

    public init(connected: Bool, since: Timestamp, reason: String? = nil) {
        self.connected = connected
        self.since = since
        self.reason = reason
    }
}

/// Messages since the centre was started.
public struct MessageCounts: Hashable, Sendable {
    public var stored = 0
    public var duplicates = 0
    public var gaps = 0
    public var bad = 0
    public var dropped = 0

    public init() {}
}
