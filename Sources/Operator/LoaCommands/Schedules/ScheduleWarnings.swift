import CivilCalendar
import LoaModel
import ZoneFiles

/// What a schedule says that nobody may have meant: bulletins that never come, bulletins in the night.
struct ScheduleWarnings {
    private let schedule: Schedule
    private let zones: ZoneFiles
    private let now: Timestamp

    init(_ schedule: Schedule, zones: ZoneFiles, now: Timestamp) {
        self.schedule = schedule
        self.zones = zones
        self.now = now
    }

    /// How far ahead is looked, seconds.
    private static let horizon: Int64 = 400 * 86_400

    var found: [ModelError] {
        var found: [ModelError] = []
        if let end = schedule.validUntil, end <= now {
            found.append(ModelError(path: "valid_until", "is past; nothing of this schedule will sound"))
        }
        for (index, bulletin) in schedule.bulletins.enumerated() {
            guard let zone = try? zones.rules(named: bulletin.zone ?? schedule.zone) else { continue }
            if let warning = warning(about: bulletin, in: zone) {
                found.append(ModelError(path: "bulletins[\(index)]", "'\(bulletin.id)' \(warning)"))
            }
        }
        return found
    }

    private func warning(about bulletin: Bulletin, in zone: ZoneRules) -> String? {
        let first = max(now, schedule.validFrom ?? now).seconds
        let end = min(first + Self.horizon, schedule.validUntil?.seconds ?? Int64.max)
        let times = bulletin.recurrence.instants(fromUTC: first, untilUTC: end, in: zone, limit: 400)
        guard !times.isEmpty else { return "does not come in the next 400 days" }
        guard !bulletin.inQuietHours, let night = times.first(where: { Self.isNight($0.civil.time) }) else {
            return nil
        }
        return "comes at \(night.civil): in the quiet hours, where they are 22:00 to 05:00, it does not sound"
    }

    private static func isNight(_ time: CivilTime) -> Bool { time.hour >= 22 || time.hour < 5 }
}
