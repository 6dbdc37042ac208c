public import CentreLink
public import LoaModel
public import Trust

/// Some of a list, and where the rest begins.
public struct Page<Element: Sendable>: Sendable {
    public var elements: [Element]
    /// To be given back as `after`; nil when there is no more.
    public var next: String?

    public init(elements: [Element], next: String?) {
        self.elements = elements
        self.next = next
    }
}

public struct DeviceQuery: Hashable, Sendable {
    public var area: Area?
    public var condition: DeviceCondition?
    /// Only devices with open faults.
    public var faulty: Bool
    /// Part of the id.
    public var text: String?
    public var silentAfterSeconds: Int64
    public var limit: Int
    public var after: String?

    public init(
        area: Area? = nil, condition: DeviceCondition? = nil, faulty: Bool = false, text: String? = nil,
        silentAfterSeconds: Int64, limit: Int = 100, after: String? = nil
    ) {
        self.area = area
        self.condition = condition
        self.faulty = faulty
        self.text = text
        self.silentAfterSeconds = silentAfterSeconds
        self.limit = limit
        self.after = after
    }
}

public struct DeviceCounts: Hashable, Sendable {
    public var total = 0
    public var byCondition: [DeviceCondition: Int] = [:]
    public var faulty = 0
    public var openFaults = 0

    public init() {}
}

public struct AsRunQuery: Hashable, Sendable {
    public var device: DeviceID?
    public var area: Area?
    public var broadcast: BroadcastID?
    public var outcome: AsRun.Outcome?
    /// Bounds of `planned`: from `since` on, before `until`.
    public var since: Timestamp?
    public var until: Timestamp?
    public var limit: Int
    public var after: String?

    public init(
        device: DeviceID? = nil, area: Area? = nil, broadcast: BroadcastID? = nil, outcome: AsRun.Outcome? = nil,
        since: Timestamp? = nil, until: Timestamp? = nil, limit: Int = 100, after: String? = nil
    ) {
        self.device = device
        self.area = area
        self.broadcast = broadcast
        self.outcome = outcome
        self.since = since
        self.until = until
        self.limit = limit
        self.after = after
    }
}

public struct AnswerQuery: Hashable, Sendable {
    public var order: String?
    public var device: DeviceID?
    public var outcome: Answer.Outcome?
    public var limit: Int
    public var after: String?

    public init(
        order: String? = nil, device: DeviceID? = nil, outcome: Answer.Outcome? = nil, limit: Int = 100,
        after: String? = nil
    ) {
        self.order = order
        self.device = device
        self.outcome = outcome
        self.limit = limit
        self.after = after
    }
}

public struct OrderQuery: Hashable, Sendable {
    public var inForce: Bool
    public var type: OrderType?
    public var issuer: AuthorityID?
    public var audience: Audience?
    public var limit: Int
    public var after: String?

    public init(
        inForce: Bool = false, type: OrderType? = nil, issuer: AuthorityID? = nil, audience: Audience? = nil,
        limit: Int = 100, after: String? = nil
    ) {
        self.inForce = inForce
        self.type = type
        self.issuer = issuer
        self.audience = audience
        self.limit = limit
        self.after = after
    }
}
