/// The days, weeks, months or years that a rule visits, numbered from 0, the one that holds DTSTART.
struct RecurrencePeriods {
    private let frequency: RecurrenceRule.Frequency
    private let interval: Int
    /// The first day of period 0 in days since 1970-01-01; for months and years the month or year instead.
    private let origin: Int

    init(_ rule: RecurrenceRule, start: CivilDate) {
        frequency = rule.frequency
        interval = rule.interval
        switch rule.frequency {
        case .daily: origin = start.daysSinceEpoch
        case .weekly: origin = start.daysSinceEpoch - start.weekday.days(after: rule.weekStart)
        case .monthly: origin = start.year * 12 + start.month - 1
        case .yearly: origin = start.year
        }
    }

    /// The number of the last period that starts on or before `date`; 0 when there is none.
    func index(reaching date: CivilDate) -> Int {
        let distance =
            switch frequency {
            case .daily: date.daysSinceEpoch - origin
            case .weekly: (date.daysSinceEpoch - origin) / 7
            case .monthly: date.year * 12 + date.month - 1 - origin
            case .yearly: date.year - origin
            }
        return max(distance, 0) / interval
    }

    /// The days of a period, in days since 1970-01-01; empty once it would reach past the year 9999.
    func days(_ index: Int) -> Range<Int> {
        let step = origin + index * interval
        let range: Range<Int>
        switch frequency {
        case .daily:
            range = step..<step + 1
        case .weekly:
            let first = origin + index * interval * 7
            range = first..<first + 7
        case .monthly:
            let year = step / 12
            let month = step % 12 + 1
            let first = GregorianYear.start(of: year) + GregorianYear.daysBefore(month: month, of: year)
            range = first..<first + GregorianYear.monthLength(month, of: year)
        case .yearly:
            range = GregorianYear.start(of: step)..<GregorianYear.start(of: step + 1)
        }
        return range.clamped(to: CivilDate.earliest.daysSinceEpoch..<CivilDate.latest.daysSinceEpoch + 1)
    }
}
