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

    func record(in language: CalendarLanguage) -> Record {
        Record(
            rule: recurrence.rule?.description, start: recurrence.start.description, zone: zone.name,
            words: sentence(in: language), more: hasMore,
            times: times.map { time in
                let wall = zone.civil(atUTC: time.utcSeconds)
                return Record.Time(
                    local: wall.description, utc: Timestamp(seconds: time.utcSeconds),
                    weekday: wall.date.weekday.name(in: language),
                    offsetSeconds: zone.offset(atUTC: time.utcSeconds).seconds)
            })
    }
}
