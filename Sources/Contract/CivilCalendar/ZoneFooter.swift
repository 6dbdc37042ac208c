/// The rule at the end of a TZif file for all times after its table: a POSIX TZ string (RFC 9636 3.3.1).
struct ZoneFooter: Hashable, Sendable {
    let standard: ZoneOffset
    /// Nil where the clock is never changed.
    let daylight: Daylight?

    struct Daylight: Hashable, Sendable {
        let offset: ZoneOffset
        let start: ZoneChangeDay
        let end: ZoneChangeDay
    }

    /// A change of the clock: from `second` on, `offset` holds.
    struct Change {
        let second: Int64
        let offset: ZoneOffset
    }

    /// The changes of the years `first...last`, in order of time.
    func changes(years first: Int, _ last: Int) -> [Change] {
        guard let daylight, first <= last else { return [] }
        var changes: [Change] = []
        for year in max(first, 1)...max(last, 1) {
            let start = daylight.start.seconds(in: year) - Int64(standard.seconds)
            let end = daylight.end.seconds(in: year) - Int64(daylight.offset.seconds)
            changes.append(Change(second: end, offset: standard))
            changes.append(Change(second: start, offset: daylight.offset))
        }
        // The end stands before the start, and a stable order keeps it so: daylight time all the year round is
        // written as an end and a start in the same second.
        return changes.enumerated().sorted { ($0.element.second, $0.offset) < ($1.element.second, $1.offset) }
            .map(\.element)
    }

    func offset(at second: Int64) -> ZoneOffset {
        guard daylight != nil else { return standard }
        let year = CivilDateTime(secondsSinceEpochAsUTC: second).date.year
        return changes(years: year - 1, year + 1).last { $0.second <= second }?.offset ?? standard
    }
}
