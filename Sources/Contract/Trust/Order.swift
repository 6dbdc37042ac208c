public import LoaModel

/// The claims of an order: the payload of its JWS.
///
/// `loa` is the protocol version, `seq` rises within the order's stream. Times are seconds since 1970 (RFC 7519).
public struct Order: Hashable, Sendable {
    public var version: Int
    public var issuer: AuthorityID
    public var audience: Audience
    public var issuedAt: Int64
    public var notBefore: Int64
    public var expires: Int64
    public var sequence: Int64
    public var body: OrderBody

    /// The protocol version that this code speaks.
    public static let currentVersion = 1
    /// The longest order that is looked at, bytes of its compact form.
    public static let maximumBytes = 2 << 20

    public init(
        version: Int = Order.currentVersion, issuer: AuthorityID, audience: Audience, issuedAt: Int64,
        notBefore: Int64, expires: Int64, sequence: Int64, body: OrderBody
    ) {
        self.version = version
        self.issuer = issuer
        self.audience = audience
        self.issuedAt = issuedAt
        self.notBefore = notBefore
        self.expires = expires
        self.sequence = sequence
        self.body = body
    }

    /// Orders of one stream replace or follow each other; `seq` rises within it.
    public var stream: OrderStream { OrderStream(issuer: issuer, audience: audience, kind: .init(of: body.type)) }
}

/// A sequence of orders of one authority to one audience: its schedules, its alerts with their cancels, or its
/// commands.
public struct OrderStream: Hashable, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        case schedule, alert, command

        public init(of type: OrderType) {
            switch type {
            case .schedule: self = .schedule
            case .alert, .cancel: self = .alert
            case .command: self = .command
            }
        }
    }

    public var issuer: AuthorityID
    public var audience: Audience
    public var kind: Kind

    public init(issuer: AuthorityID, audience: Audience, kind: Kind) {
        self.issuer = issuer
        self.audience = audience
        self.kind = kind
    }

    /// `schedule/area:vn/92/ubnd-92`: the key under which a device keeps the last number.
    public var description: String { "\(kind.rawValue)/\(audience)/\(issuer)" }
}

extension Order: Codable {
    private enum Key: String, CodingKey { case loa, iss, aud, iat, nbf, exp, seq, type, body }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        version = try container.decode(Int.self, forKey: .loa)
        issuer = try container.decode(AuthorityID.self, forKey: .iss)
        audience = try container.superDecoder(forKey: .aud).checked(Audience.init)
        issuedAt = try container.decode(Int64.self, forKey: .iat)
        notBefore = try container.decode(Int64.self, forKey: .nbf)
        expires = try container.decode(Int64.self, forKey: .exp)
        sequence = try container.decode(Int64.self, forKey: .seq)
        switch try container.decode(OrderType.self, forKey: .type) {
        case .schedule: body = .schedule(try container.decode(Schedule.self, forKey: .body))
        case .alert: body = .alert(try container.decode(Alert.self, forKey: .body))
        case .cancel: body = .cancel(try container.decode(Cancellation.self, forKey: .body))
        case .command: body = .command(try container.decode(Command.self, forKey: .body))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(version, forKey: .loa)
        try container.encode(issuer, forKey: .iss)
        try container.encode(audience.description, forKey: .aud)
        try container.encode(issuedAt, forKey: .iat)
        try container.encode(notBefore, forKey: .nbf)
        try container.encode(expires, forKey: .exp)
        try container.encode(sequence, forKey: .seq)
        try container.encode(body.type, forKey: .type)
        switch body {
        case .schedule(let schedule): try container.encode(schedule, forKey: .body)
        case .alert(let alert): try container.encode(alert, forKey: .body)
        case .cancel(let cancellation): try container.encode(cancellation, forKey: .body)
        case .command(let command): try container.encode(command, forKey: .body)
        }
    }
}
