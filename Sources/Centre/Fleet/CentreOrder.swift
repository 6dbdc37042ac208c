public import LoaModel
public import Trust

/// An order that the centre took: verified when it was handed in.
public struct CentreOrder: Hashable, Sendable {
    public var order: Order
    /// SHA-256 of `compact`.
    public var hash: String
    /// As it was handed in and is published.
    public var compact: [UInt8]
    public var received: Timestamp

    public init(order: Order, hash: String, compact: [UInt8], received: Timestamp) {
        self.order = order
        self.hash = hash
        self.compact = compact
        self.received = received
    }

    /// - Throws: what is wrong with the text; the signature is not looked at, for what the centre stored was verified.
    public init(stored compact: [UInt8], hash: String, received: Timestamp) throws {
        let jws = try CompactJWS(parsing: compact, limit: Order.maximumBytes)
        self.init(
            order: try JSON.decode(Order.self, from: jws.payload), hash: hash, compact: compact, received: received)
    }

    public var expires: Timestamp { Timestamp(seconds: order.expires) }

    public func hasExpired(at now: Timestamp) -> Bool { expires <= now }

    /// Whether a device that stands there is spoken to.
    public func speaks(to device: DeviceID, in area: Area?) -> Bool {
        switch order.audience {
        case .device(let target): target == device
        case .area(let target): area.map(target.contains) ?? false
        }
    }

    /// The media files that the order names.
    public var media: [MediaReference] {
        switch order.body {
        case .schedule(let schedule): schedule.bulletins.flatMap(\.source.media)
        case .alert(let alert): alert.source?.media ?? []
        case .cancel, .command: []
        }
    }
}

/// How an order stands.
public struct OrderStanding: Hashable, Sendable {
    public var order: CentreOrder
    /// The last of its stream.
    public var isLast: Bool
    /// Whether its retained message was taken from the broker after it had expired.
    public var isCleared: Bool
    public var accepted: Int
    public var refused: Int

    public init(order: CentreOrder, isLast: Bool, isCleared: Bool, accepted: Int, refused: Int) {
        self.order = order
        self.isLast = isLast
        self.isCleared = isCleared
        self.accepted = accepted
        self.refused = refused
    }

    public func inForce(at now: Timestamp) -> Bool { isLast && !order.hasExpired(at: now) }
}
