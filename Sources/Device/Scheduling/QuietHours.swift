public import CivilCalendar
public import LoaModel

/// The time of day in which only emergencies sound, and what a signed order excepts (invariant 3).
public struct QuietHours: Hashable, Sendable {
    /// First second that is quiet, and first that no longer is, on the zone's clocks. May cross midnight; equal ends
    /// mean that there are no quiet hours.
    public var from: CivilTime
    public var until: CivilTime
    public var zone: ZoneRules

    public init(from: CivilTime, until: CivilTime, zone: ZoneRules) {
        self.from = from
        self.until = until
        self.zone = zone
    }

    /// 22:00 to 05:00.
    public static func standard(in zone: ZoneRules) -> QuietHours {
        QuietHours(
            from: CivilTime(hour: 22, minute: 0) ?? .midnight, until: CivilTime(hour: 5, minute: 0) ?? .midnight,
            zone: zone)
    }

    public static func none(in zone: ZoneRules) -> QuietHours {
        QuietHours(from: .midnight, until: .midnight, zone: zone)
    }

    /// Whether the zone's clocks show a quiet time. Where a clock is set back over an end, that end comes twice.
    public func contains(_ instant: Timestamp) -> Bool { isQuiet(instant.seconds) }

    private func isQuiet(_ second: Int64) -> Bool {
        let time = zone.civil(atUTC: second).time
        return from <= until ? from <= time && time < until : from <= time || time < until
    }

    /// The first instant after `instant` at which quiet begins or ends; nil when it never does.
    public func nextChange(after instant: Timestamp) -> Timestamp? {
        guard from != until else { return nil }
        let now = isQuiet(instant.seconds)
        var second = instant.seconds
        // Each round goes to an end of the quiet hours or to a change of the clock; there are few of those a day.
        for _ in 0..<32 {
            second = nextBorder(after: second)
            if isQuiet(second) != now { return Timestamp(seconds: second) }
        }
        return nil
    }

    /// The next instant at which the clocks show an end of the quiet hours, or were changed, whichever is first.
    private func nextBorder(after second: Int64) -> Int64 {
        let shown = zone.civil(atUTC: second).time.secondOfDay
        let wait = [from, until].map { end in (end.secondOfDay - shown + 86_399) % 86_400 + 1 }.min() ?? 86_400
        let border = second.saturatingPlus(Int64(wait))
        let offset = zone.offset(atUTC: second).seconds
        guard zone.offset(atUTC: border).seconds != offset else { return border }
        var (before, after) = (second, border)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if zone.offset(atUTC: middle).seconds == offset { before = middle } else { after = middle }
        }
        return after
    }
}
