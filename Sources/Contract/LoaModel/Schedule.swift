import CivilCalendar

/// An authority's whole timetable for an area; a new one replaces the old. The body of a schedule order: authority
/// and area stand in the order's envelope.
public struct Schedule: Hashable, Sendable, Codable {
    /// Rises with each new schedule of the authority for the area; shown to people, not trusted for replay (`seq` is).
    public var version: Int
    /// IANA zone of each bulletin that names none.
    public var zone: String
    /// Occurrences outside this span do not sound. Either end may be open.
    public var validFrom: Timestamp?
    public var validUntil: Timestamp?
    public var bulletins: [Bulletin]
    /// The commune's stated order among priority bulletins that clash, the first wins: `authority/bulletin` or
    /// `authority`. Read from the schedule of the authority whose area is nearest to the device.
    public var priorityOrder: [String]

    /// What one schedule may hold. A commune plans about 20.
    public static let maximumBulletins = 2_000
    /// How many of them may have a rule with COUNT, which is counted from its start each time a device plans its days.
    public static let maximumCounted = 100

    public init(
        version: Int, zone: String, validFrom: Timestamp? = nil, validUntil: Timestamp? = nil, bulletins: [Bulletin],
        priorityOrder: [String] = []
    ) {
        self.version = version
        self.zone = zone
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.bulletins = bulletins
        self.priorityOrder = priorityOrder
    }

    private enum CodingKeys: String, CodingKey {
        case version, zone, bulletins
        case validFrom = "valid_from"
        case validUntil = "valid_until"
        case priorityOrder = "priority_order"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container.decode(Int.self, forKey: .version)
        zone = try container.decode(String.self, forKey: .zone)
        validFrom = try container.decodeIfPresent(Timestamp.self, forKey: .validFrom)
        validUntil = try container.decodeIfPresent(Timestamp.self, forKey: .validUntil)
        bulletins = try container.decode([Bulletin].self, forKey: .bulletins)
        priorityOrder = try container.decodeIfPresent([String].self, forKey: .priorityOrder) ?? []
    }

    /// Checks what the types alone cannot: ranges, unique ids, known zones.
    /// - Parameter knowsZone: whether this system has the IANA zone.
    public func check(knowsZone: (String) -> Bool) throws(ModelError) {
        guard bulletins.count <= Self.maximumBulletins else {
            throw ModelError(
                path: "bulletins", "holds \(bulletins.count); at most \(Self.maximumBulletins) fit in one schedule")
        }
        if let validFrom, let validUntil, validUntil <= validFrom {
            throw ModelError(path: "valid_until", "is not after valid_from")
        }
        let counted = bulletins.count { $0.recurrence.rule?.count != nil }
        guard counted <= Self.maximumCounted else {
            throw ModelError(
                path: "bulletins",
                "\(counted) rules have COUNT; at most \(Self.maximumCounted) may: write UNTIL instead")
        }
        try Self.check(zone: zone, at: "zone", knowsZone: knowsZone)
        var seen: Set<BulletinID> = []
        for (index, bulletin) in bulletins.enumerated() {
            do { try bulletin.check() } catch { throw error.under("bulletins[\(index)]") }
            if let zone = bulletin.zone {
                try Self.check(zone: zone, at: "bulletins[\(index)].zone", knowsZone: knowsZone)
            }
            guard seen.insert(bulletin.id).inserted else {
                throw ModelError(path: "bulletins[\(index)].id", "'\(bulletin.id)' stands twice in this schedule")
            }
        }
    }

    private static func check(zone: String, at path: String, knowsZone: (String) -> Bool) throws(ModelError) {
        guard knowsZone(zone) else {
            throw ModelError(path: path, "'\(zone.prefix(80))' is no known time zone; write it like Asia/Ho_Chi_Minh")
        }
    }
}
