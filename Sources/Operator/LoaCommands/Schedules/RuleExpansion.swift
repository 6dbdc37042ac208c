import CivilCalendar
import LoaModel

/// The times that a recurrence means, as a person and a program want to see them.
struct RuleExpansion {
    let recurrence: Recurrence
    let zone: ZoneRules
    let times: [Occurrence]
    /// Whether there are times past the last of `times`.
    let hasMore: Bool

    /// - Parameter count: how many times at most, all in the hundred years from the first.
    init(of recurrence: Recurrence, in zone: ZoneRules, count: Int) {
        self.recurrence = recurrence
        self.zone = zone
        let first = zone.utcSeconds(of: recurrence.additional.reduce(recurrence.start, min))
        let found = recurrence.instants(
            fromUTC: first, untilUTC: first + 36_525 * 86_400, in: zone, limit: count + 1)
        times = Array(found.prefix(count))
        hasMore = found.count > count
    }

    struct Record: Encodable {
        struct Time: Encodable {
            /// What the clock on the wall shows.
            var local: String
            var utc: Timestamp
            var weekday: String
            var offsetSeconds: Int

            private enum CodingKeys: String, CodingKey {
                case local, utc, weekday
                case offsetSeconds = "offset_s"
            }
        }

        var rule: String?
        var start: String
        var zone: String
        var words: String
        var more: Bool
        var times: [Time]
    }

    func record(in phrases: any CalendarPhrases) -> Record {
        Record(
            rule: recurrence.rule?.description, start: recurrence.start.description, zone: zone.name,
            words: phrases.sentence(recurrence.rule, start: recurrence.start), more: hasMore,
            times: times.map { time in
                let wall = zone.civil(atUTC: time.utcSeconds)
                return Record.Time(
                    local: wall.description, utc: Timestamp(seconds: time.utcSeconds),
                    weekday: phrases.name(of: wall.date.weekday),
                    offsetSeconds: zone.offset(atUTC: time.utcSeconds).seconds)
            })
    }

    /// `2026-01-01 05:00 +07 Thursday`; says so where the clock skips over what the rule asks for.
    func line(for time: Occurrence, in phrases: any CalendarPhrases) -> String {
        let wall = zone.civil(atUTC: time.utcSeconds)
        let offset = zone.offset(atUTC: time.utcSeconds)
        let skipped = wall == time.civil ? "" : "  (the clock skips \(phrases.clock(time.civil.time)))"
        return "\(wall.date) \(phrases.clock(wall.time)) \(offset.abbreviation) \(phrases.name(of: wall.date.weekday))"
            + skipped
    }
}
