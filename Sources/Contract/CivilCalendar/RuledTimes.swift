/// The times of a recurrence that come of its rule, within a window, without those taken out.
struct RuledTimes {
    /// Nil once there are no more.
    private(set) var next: CivilDateTime?
    private var walk: RecurrenceWalk?
    private let recurrence: Recurrence
    private let from: CivilDateTime
    private let until: CivilDateTime
    private let zone: ZoneRules
    private let gone: Set<CivilDateTime>

    init(
        _ recurrence: Recurrence, from: CivilDateTime, until: CivilDateTime, zone: ZoneRules, gone: Set<CivilDateTime>
    ) {
        self.recurrence = recurrence
        self.from = from
        self.until = until
        self.zone = zone
        self.gone = gone
        walk = recurrence.rule.map { rule in
            RecurrenceWalk(
                rule, start: recurrence.start.date, from: from.date, last: min(until.date, rule.lastDay))
        }
        advance()
    }

    mutating func advance() {
        next = nil
        while let day = walk?.next() {
            let civil = CivilDateTime(date: CivilDate(daysSinceEpoch: day), time: recurrence.start.time)
            if civil >= until || recurrence.rule?.ended(at: civil, in: zone) ?? false {
                walk = nil
            } else if civil >= from && !gone.contains(civil) {
                next = civil
                return
            }
        }
    }
}

extension RecurrenceRule {
    /// A day after which UNTIL lets nothing come, in any zone.
    fileprivate var lastDay: CivilDate {
        switch until {
        case .date(let date): date
        case .local(let moment): moment.date
        // No zone is two days away from UTC.
        case .utc(let moment): moment.date.adding(days: 2)
        case nil: .latest
        }
    }

    /// Whether UNTIL lies before a time on the zone's clocks.
    fileprivate func ended(at civil: CivilDateTime, in zone: ZoneRules) -> Bool {
        switch until {
        case .date(let date): civil.date > date
        case .local(let moment): civil > moment
        case .utc(let moment): zone.utcSeconds(of: civil) > moment.secondsSinceEpochAsUTC
        case nil: false
        }
    }
}
