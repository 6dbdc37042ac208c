/// Play a sweep once, now, and compare what comes back with the calibration. A bulletin of class normal in all else: it
/// waits for what sounds, gives way to alerts, and keeps the quiet hours unless the order names the exception.
public struct SpeakerTest: Hashable, Sendable, Codable {
    public var id: BulletinID
    /// How long the sweep is, 2...5 s.
    public var seconds: Double
    public var gainDecibels: Double
    /// A signed exception from the quiet hours (invariant 3). The authority needs the right to give it.
    public var inQuietHours: Bool

    public init(id: BulletinID, seconds: Double = 4, gainDecibels: Double = 0, inQuietHours: Bool = false) {
        self.id = id
        self.seconds = seconds
        self.gainDecibels = gainDecibels
        self.inQuietHours = inQuietHours
    }

    private enum CodingKeys: String, CodingKey {
        case id, seconds
        case gainDecibels = "gain_db"
        case inQuietHours = "in_quiet_hours"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try container.decode(BulletinID.self, forKey: .id),
            seconds: try container.decodeIfPresent(Double.self, forKey: .seconds) ?? 4,
            gainDecibels: try container.decodeIfPresent(Double.self, forKey: .gainDecibels) ?? 0,
            inQuietHours: try container.decodeIfPresent(Bool.self, forKey: .inQuietHours) ?? false)
    }

    public func check() throws(ModelError) {
        guard (2...5).contains(seconds) else {
            throw ModelError(path: "seconds", "is \(seconds); a sweep lasts 2 to 5 seconds")
        }
        guard (-60...20).contains(gainDecibels) else {
            throw ModelError(path: "gain_db", "is \(gainDecibels); allowed are -60 to 20")
        }
    }
}
