public import LoaModel
public import Trust

/// An order that is in force.
public struct AcceptedOrder: Sendable {
    public var order: Order
    /// SHA-256 of the order as received.
    public var hash: String
    /// When it arrived, by the device's clock.
    public var received: Timestamp

    public init(order: Order, hash: String, received: Timestamp) {
        self.order = order
        self.hash = hash
        self.received = received
    }
}
