public import Trust

/// The centre's desk for orders and its word on the link.
public protocol OrderTaking: Sendable {
    /// Verifies, stores and publishes an order. When it returns the order is on disk; `published` says whether the
    /// broker was given it, which otherwise happens by itself once the broker is there.
    func take(_ compact: [UInt8]) async throws(OrderProblem) -> TakenOrder

    func status() async -> LinkStatus
}

public struct TakenOrder: Hashable, Sendable {
    public var order: OrderStanding
    /// False when the same order was handed in before.
    public var isNew: Bool
    public var published: Bool

    public init(order: OrderStanding, isNew: Bool, published: Bool) {
        self.order = order
        self.isNew = isNew
        self.published = published
    }
}

/// Why an order was not taken. Nothing was stored or published.
public enum OrderProblem: Error, Hashable, Sendable {
    case refused(Refusal)
    /// It speaks to a device whose area is not known here.
    case deviceUnknown(String)
    case trustUnreadable(String)
    case storeFailed(FleetStoreError)
}

/// How the link to the devices stands.
public struct LinkStatus: Hashable, Sendable {
    public var broker: BrokerStatus
    public var messages: MessageCounts
    /// Of the trust list last read; nil when none could be.
    public var trustVersion: Int?
    /// Orders that are with the broker, by hash.
    public var published: Set<String>

    public init(broker: BrokerStatus, messages: MessageCounts, trustVersion: Int?, published: Set<String>) {
        self.broker = broker
        self.messages = messages
        self.trustVersion = trustVersion
        self.published = published
    }
}
