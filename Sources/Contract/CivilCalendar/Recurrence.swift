/// All the times at which something comes: a start, a rule from there on, times added (RDATE) and taken out (EXDATE).
///
/// Without a rule the start itself comes. With a rule it comes only where the rule gives it
/// (docs/decisions/0010-recurrence.md). An added time comes whatever the rule says; a time taken out never comes.
public struct Recurrence: Hashable, Sendable {
    /// DTSTART: the rule gives nothing before it, and always its time of day.
    public var start: CivilDateTime
    public var rule: RecurrenceRule?
    public var additional: [CivilDateTime]
    public var excluded: [CivilDateTime]

    public init(
        start: CivilDateTime, rule: RecurrenceRule? = nil, additional: [CivilDateTime] = [],
        excluded: [CivilDateTime] = []
    ) {
        self.start = start
        self.rule = rule
        self.additional = additional
        self.excluded = excluded
    }

    /// The first `limit` times from `from` on and before `until`, as the zone's clocks show them; rising, none twice.
    ///
    /// The work is bounded by the days between `from` (with COUNT: the start) and `until`, never by what the rule says.
    /// The zone matters only to an UNTIL in UTC.
    public func occurrences(
        from: CivilDateTime, until: CivilDateTime, in zone: ZoneRules, limit: Int
    ) -> [CivilDateTime] {
        guard from < until, limit > 0 else { return [] }
        let gone = Set(excluded)
        var extras = (rule == nil ? additional + [start] : additional)
            .filter { $0 >= from && $0 < until && !gone.contains($0) }
            .sorted()[...]
        var ruled = RuledTimes(self, from: from, until: until, zone: zone, gone: gone)
        var found: [CivilDateTime] = []
        while found.count < limit {
            let time: CivilDateTime
            if let candidate = ruled.next, extras.first.map({ candidate <= $0 }) ?? true {
                time = candidate
                ruled.advance()
            } else if let extra = extras.popFirst() {
                time = extra
            } else {
                break
            }
            if found.last != time { found.append(time) }
        }
        return found
    }
}
