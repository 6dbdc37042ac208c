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
