public import LoaModel

/// Who may sign which orders for whom. Signed by the root key, which is set at provisioning and nothing else changes.
public struct TrustList: Hashable, Sendable, Codable {
    /// One Ed25519 key of an authority. Several may be in force while keys change.
    public struct Key: Hashable, Sendable, Codable {
        /// Names the key in an order's header.
        public var kid: String
        /// The 32 bytes of the public key, base64url without padding (RFC 8037 `x`).
        public var x: String

        public init(kid: String, x: String) {
            self.kid = kid
            self.x = x
        }
    }

    public struct Authority: Hashable, Sendable, Codable {
        public var id: AuthorityID
        public var name: String
        public var keys: [Key]
        /// It may speak to these areas and what lies inside them.
        public var areas: [Area]
        public var orders: [OrderType]
        public var classes: [BulletinClass]
        /// Whether its schedules may name exceptions from the quiet hours.
        public var mayBreakQuietHours: Bool
        /// Ceiling of `gain_db`.
        public var maximumGainDecibels: Double

        public init(
            id: AuthorityID, name: String, keys: [Key], areas: [Area], orders: [OrderType], classes: [BulletinClass],
            mayBreakQuietHours: Bool = false, maximumGainDecibels: Double = 6
        ) {
            self.id = id
            self.name = name
            self.keys = keys
            self.areas = areas
            self.orders = orders
            self.classes = classes
            self.mayBreakQuietHours = mayBreakQuietHours
            self.maximumGainDecibels = maximumGainDecibels
        }

        private enum CodingKeys: String, CodingKey {
            case id, name, keys, areas, orders, classes
            case mayBreakQuietHours = "may_break_quiet_hours"
            case maximumGainDecibels = "max_gain_db"
        }

        /// Types of orders that only a newer device knows are no right of this one, and no reason to refuse the list.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                id: try container.decode(AuthorityID.self, forKey: .id),
                name: try container.decode(String.self, forKey: .name),
                keys: try container.decode([Key].self, forKey: .keys),
                areas: try container.decode([Area].self, forKey: .areas),
                orders: try container.decode([String].self, forKey: .orders).compactMap(OrderType.init),
                classes: try container.decode([BulletinClass].self, forKey: .classes),
                mayBreakQuietHours: try container.decode(Bool.self, forKey: .mayBreakQuietHours),
                maximumGainDecibels: try container.decode(Double.self, forKey: .maximumGainDecibels))
        }
    }

    /// Rises with each new list; a device never goes back.
    public var version: Int
    public var issued: Timestamp
    public var authorities: [Authority]

    public init(version: Int, issued: Timestamp, authorities: [Authority]) {
        self.version = version
        self.issued = issued
        self.authorities = authorities
    }

    public func authority(_ id: AuthorityID) -> Authority? { authorities.first { $0.id == id } }
}
