public import LoaModel
public import Trust

/// An accepted order as it was received.
public struct StoredOrder: Hashable, Sendable {
    public var stream: OrderStream
    public var type: OrderType
    public var sequence: Int64
    /// SHA-256 of `compact`.
    public var hash: String
    /// As it came, signature and all.
    public var compact: [UInt8]
    public var received: Timestamp

    public init(
        stream: OrderStream, type: OrderType, sequence: Int64, hash: String, compact: [UInt8], received: Timestamp
    ) {
        self.stream = stream
        self.type = type
        self.sequence = sequence
        self.hash = hash
        self.compact = compact
        self.received = received
    }
}
