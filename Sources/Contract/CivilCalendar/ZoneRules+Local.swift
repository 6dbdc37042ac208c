extension ZoneRules {
    /// The instant that a time on the zone's clocks means, in seconds since 1970-01-01T00:00:00Z.
    ///
    /// As RFC 5545 3.3.5 says: a time that comes twice is the first one; a time that the clock skips over is counted
    /// with the offset before the gap (02:30 where 02:00 becomes 03:00 is the instant that shows 03:30).
    public func utcSeconds(of civil: CivilDateTime) -> Int64 {
        let local = civil.secondsSinceEpochAsUTC
        let reach = Int64(2 * ZoneOffset.largest)
        var before = Int64(offset(atUTC: local - reach).seconds)
        // Walk the changes near this time. The first one that the clock reaches only after `local`, by the offset
        // before it, comes too late to matter: that offset holds, be it in the first of two or before a gap.
        for change in changes(after: local - reach, through: local + reach) {
            if local - before < change.second { return local - before }
            let after = Int64(change.offset.seconds)
            if local - after < change.second { return local - before }
            before = after
        }
        return local - before
    }

    /// The changes of the clock in a span of time, in order.
    func changes(after first: Int64, through last: Int64) -> [ZoneFooter.Change] {
        var changes: [ZoneFooter.Change] = []
        var index = table.passed(at: first)
        while index < table.times.count, table.times[index] <= last {
            changes.append(ZoneFooter.Change(second: table.times[index], offset: table.offset(from: index)))
            index += 1
        }
        guard let footer, footer.daylight != nil, index == table.times.count else { return changes }
        let start = max(first, table.times.last ?? Int64.min)
        let years = (year(start), year(last))
        changes += footer.changes(years: years.0 - 1, years.1 + 1).filter { $0.second > start && $0.second <= last }
        return changes
    }

    private func year(_ second: Int64) -> Int {
        CivilDateTime(secondsSinceEpochAsUTC: second).date.year
    }
}
