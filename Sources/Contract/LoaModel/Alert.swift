/// An emergency bulletin, played at once over anything, at any hour.
public struct Alert: Hashable, Sendable, Codable {
    public var id: BulletinID
    public var title: String
    /// The recorded message. nil: the text, or the attention tone alone.
    public var source: Source?
    /// The message as a text, spoken by the device; `source` sounds where it cannot be. Not a kind of source, so that a
    /// device that knows no speech plays the rest.
    public var speech: Speech?
    /// Attention tone before each message, 0...30 s; nil: as long as the device's settings say, 3 s if nothing. The
    /// device carries it in itself.
    public var toneSeconds: Double?
    /// How often the message sounds, 1...100.
    public var times: Int
    /// Silence between two messages, 0...30 s.
    public var gapSeconds: Double
    /// The longest the alert may sound in all, 1 s ... 6 h.
    public var maximumSeconds: Double
    public var gainDecibels: Double
    /// The horn zones that it is for; nil or none: all. On a site that has not all of them it sounds on all horns.
    public var hornZones: [String]?

    public init(
        id: BulletinID, title: String, source: Source?, speech: Speech? = nil, toneSeconds: Double? = nil,
        times: Int = 2,
        gapSeconds: Double = 2, maximumSeconds: Double = 600, gainDecibels: Double = 0,
        hornZones: [String]? = nil
    ) {
        self.id = id
        self.title = title
        self.source = source
        self.speech = speech
        self.toneSeconds = toneSeconds
        self.times = times
        self.gapSeconds = gapSeconds
        self.maximumSeconds = maximumSeconds
        self.gainDecibels = gainDecibels
        self.hornZones = hornZones
    }

    private enum CodingKeys: String, CodingKey {
        case id, title, source, speech, times
        case toneSeconds = "tone_seconds"
        case gapSeconds = "gap_seconds"
        case maximumSeconds = "max_seconds"
        case gainDecibels = "gain_db"
        case hornZones = "zones"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let id = try container.decode(BulletinID.self, forKey: .id)
        self.init(
            id: id,
            title: try container.decodeIfPresent(String.self, forKey: .title) ?? id.text,
            source: try container.decodeIfPresent(Source.self, forKey: .source),
            speech: try container.decodeIfPresent(Speech.self, forKey: .speech),
            toneSeconds: try container.decodeIfPresent(Double.self, forKey: .toneSeconds),
            times: try container.decodeIfPresent(Int.self, forKey: .times) ?? 2,
            gapSeconds: try container.decodeIfPresent(Double.self, forKey: .gapSeconds) ?? 2,
            maximumSeconds: try container.decodeIfPresent(Double.self, forKey: .maximumSeconds) ?? 600,
            gainDecibels: try container.decodeIfPresent(Double.self, forKey: .gainDecibels) ?? 0,
            // No zone's name silences an alert: what cannot be read is as nothing said, and it sounds everywhere.
            hornZones: try? container.decodeIfPresent([String].self, forKey: .hornZones))
    }

    /// What a device refuses. The names of `hornZones` are not among it: those it does not know sound everywhere.
    public func check() throws(ModelError) {
        try Self.require((0...30).contains(toneSeconds ?? 3), "tone_seconds", "0 to 30")
        try Self.require((1...100).contains(times), "times", "1 to 100")
        try Self.require((0...30).contains(gapSeconds), "gap_seconds", "0 to 30")
        try Self.require((1...21_600).contains(maximumSeconds), "max_seconds", "1 to 21600")
        try Self.require((-60...20).contains(gainDecibels), "gain_db", "-60 to 20")
        try Self.require(
            source != nil || speech != nil || toneSeconds ?? 3 >= 1, "tone_seconds", "1 to 30 where there is no message"
        )
        do { try source?.check() } catch { throw error.under("source") }
        do { try speech?.check() } catch { throw error.under("speech") }
    }

    private static func require(_ holds: Bool, _ path: String, _ allowed: String) throws(ModelError) {
        guard holds else { throw ModelError(path: path, "is out of range; allowed are \(allowed)") }
    }
}
