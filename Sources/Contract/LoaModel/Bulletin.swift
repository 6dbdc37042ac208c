public import CivilCalendar

/// One thing to broadcast, once or again and again.
public struct Bulletin: Hashable, Sendable {
    public var id: BulletinID
    public var title: String
    public var bulletinClass: BulletinClass
    public var source: Source
    /// First start and repetition, on the civil clock of `zone`.
    public var recurrence: Recurrence
    /// IANA name; nil means the schedule's zone.
    public var zone: String?
    /// The longest it may sound, 1 s ... 24 h.
    public var maximumSeconds: Double
    /// -60...+20 dB; the limiter keeps what is louder than the card from clipping.
    public var gainDecibels: Double
    public var lateness: Lateness
    public var afterLosing: AfterLosing
    /// A signed exception from the quiet hours (invariant 3). The authority needs the right to give it.
    public var inQuietHours: Bool
    /// The horn zones that it is for; nil or none: all. A site that has none of them does not play it.
    public var hornZones: [String]?

    public init(
        id: BulletinID, title: String, bulletinClass: BulletinClass, source: Source, recurrence: Recurrence,
        zone: String? = nil, maximumSeconds: Double, gainDecibels: Double = 0, lateness: Lateness = .join,
        afterLosing: AfterLosing = .resume, inQuietHours: Bool = false,
        hornZones: [String]? = nil
    ) {
        self.id = id
        self.title = title
        self.bulletinClass = bulletinClass
        self.source = source
        self.recurrence = recurrence
        self.zone = zone
        self.maximumSeconds = maximumSeconds
        self.gainDecibels = gainDecibels
        self.lateness = lateness
        self.afterLosing = afterLosing
        self.inQuietHours = inQuietHours
        self.hornZones = hornZones
    }

    func check() throws(ModelError) {
        guard (1...86_400).contains(maximumSeconds) else {
            throw ModelError(path: "max_seconds", "is \(maximumSeconds); allowed are 1 to 86400")
        }
        guard (-60...20).contains(gainDecibels) else {
            throw ModelError(path: "gain_db", "is \(gainDecibels); allowed are -60 to 20")
        }
        guard (2_000...2_199).contains(recurrence.start.date.year) else {
            throw ModelError(path: "start", "is \(recurrence.start); allowed are the years 2000 to 2199")
        }
        guard title.utf8.count <= 400 else { throw ModelError(path: "title", "is longer than 400 bytes") }
        guard bulletinClass != .emergency else {
            throw ModelError(path: "class", "emergency is not for schedules; send an alert order")
        }
        guard recurrence.additional.count + recurrence.excluded.count <= 1_000 else {
            throw ModelError(path: "rdate", "more than 1000 single dates with exdate; use a rule")
        }
        do { try source.check() } catch { throw error.under("source") }
        do { try lateness.check() } catch { throw error.under("lateness") }
        do { try HornZones.check(hornZones ?? []) } catch { throw error.under("zones") }
    }
}

extension Bulletin: Codable {
    private enum Key: String, CodingKey {
        case id, title, source, start, rrule, rdate, exdate, zone, lateness
        case bulletinClass = "class"
        case maximumSeconds = "max_seconds"
        case gainDecibels = "gain_db"
        case afterLosing = "after_losing"
        case inQuietHours = "in_quiet_hours"
        case hornZones = "zones"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(BulletinID.self, forKey: .id)
        title = try container.decodeIfPresent(String.self, forKey: .title) ?? id.text
        bulletinClass = try container.decode(BulletinClass.self, forKey: .bulletinClass)
        source = try container.decode(Source.self, forKey: .source)
        recurrence = Recurrence(
            start: try container.decode(CivilDateTime.self, forKey: .start),
            rule: try container.decodeIfPresent(RecurrenceRule.self, forKey: .rrule),
            additional: try container.decodeIfPresent([CivilDateTime].self, forKey: .rdate) ?? [],
            excluded: try container.decodeIfPresent([CivilDateTime].self, forKey: .exdate) ?? [])
        zone = try container.decodeIfPresent(String.self, forKey: .zone)
        maximumSeconds = try container.decode(Double.self, forKey: .maximumSeconds)
        gainDecibels = try container.decodeIfPresent(Double.self, forKey: .gainDecibels) ?? 0
        lateness = try container.decodeIfPresent(Lateness.self, forKey: .lateness) ?? .join
        afterLosing = try container.decodeIfPresent(AfterLosing.self, forKey: .afterLosing) ?? .resume
        inQuietHours = try container.decodeIfPresent(Bool.self, forKey: .inQuietHours) ?? false
        hornZones = try container.decodeIfPresent([String].self, forKey: .hornZones)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .id)
        try container.encode(title, forKey: .title)
        try container.encode(bulletinClass, forKey: .bulletinClass)
        try container.encode(source, forKey: .source)
        try container.encode(recurrence.start, forKey: .start)
        try container.encodeIfPresent(recurrence.rule, forKey: .rrule)
        if !recurrence.additional.isEmpty { try container.encode(recurrence.additional, forKey: .rdate) }
        if !recurrence.excluded.isEmpty { try container.encode(recurrence.excluded, forKey: .exdate) }
        try container.encodeIfPresent(zone, forKey: .zone)
        try container.encode(maximumSeconds, forKey: .maximumSeconds)
        try container.encode(gainDecibels, forKey: .gainDecibels)
        try container.encode(lateness, forKey: .lateness)
        try container.encode(afterLosing, forKey: .afterLosing)
        if inQuietHours { try container.encode(true, forKey: .inQuietHours) }
        try container.encodeIfPresent(hornZones, forKey: .hornZones)
    }
}
