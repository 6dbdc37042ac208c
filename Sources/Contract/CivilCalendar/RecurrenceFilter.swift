/// Says of a day whether it bears the BY parts of a rule, with what DTSTART fills in where the rule is silent.
struct RecurrenceFilter {
    private var months: SignedSet
    private let weekNumbers: SignedSet
    private let yearDays: SignedSet
    private var monthDays: SignedSet
    /// Weekdays without an ordinal.
    private var weekdays: SignedSet
    private let ordinals: SignedSet
    private let weekStart: Weekday
    /// Ordinals count within the month, else within the year.
    private let ordinalsOfMonth: Bool

    init(_ rule: RecurrenceRule, start: CivilDate) {
        months = SignedSet(rule.months, reach: 12)
        weekNumbers = SignedSet(rule.weekNumbers, reach: 53)
        yearDays = SignedSet(rule.yearDays, reach: 366)
        monthDays = SignedSet(rule.monthDays, reach: 31)
        weekdays = SignedSet(rule.weekdays.filter { $0.ordinal == nil }.map(\.weekday.rawValue), reach: 7)
        ordinals = SignedSet(
            rule.weekdays.compactMap { day in day.ordinal.map { Self.key($0, day.weekday) } }, reach: 53 * 8 + 7)
        weekStart = rule.weekStart
        ordinalsOfMonth = rule.frequency == .monthly || !rule.months.isEmpty
        guard rule.weekdays.isEmpty, rule.monthDays.isEmpty, rule.yearDays.isEmpty else { return }
        fillIn(rule, from: start)
    }

    /// RFC 5545 3.3.10: what is needed and not in the rule is taken from DTSTART.
    private mutating func fillIn(_ rule: RecurrenceRule, from start: CivilDate) {
        switch rule.frequency {
        case .daily:
            break
        case .weekly:
            weekdays.insert(start.weekday.rawValue)
        case .monthly:
            monthDays.insert(start.day)
        case .yearly where !weekNumbers.isEmpty:
            weekdays.insert(start.weekday.rawValue)
        case .yearly:
            monthDays.insert(start.day)
            if months.isEmpty { months.insert(start.month) }
        }
    }

    private static func key(_ ordinal: Int, _ weekday: Weekday) -> Int { ordinal * 8 + weekday.rawValue }

    func passes(month: Int) -> Bool { months.isEmpty || months.contains(month) }

    func passes(_ day: DayCursor) -> Bool {
        passes(month: day.month)
            && passes(monthDays, day.day, of: day.monthLength)
            && passesWeekday(day)
            && passes(yearDays, day.yearDay, of: day.yearLength)
            && (weekNumbers.isEmpty || passesWeekNumber(day))
    }

    /// Whether an empty set, or one that holds the position from the start or from the end.
    private func passes(_ set: SignedSet, _ position: Int, of length: Int) -> Bool {
        set.isEmpty || set.contains(position) || set.contains(position - length - 1)
    }

    private func passesWeekday(_ day: DayCursor) -> Bool {
        if weekdays.contains(day.weekday.rawValue) { return true }
        guard !ordinals.isEmpty else { return weekdays.isEmpty }
        let position = ordinalsOfMonth ? day.day : day.yearDay
        let length = ordinalsOfMonth ? day.monthLength : day.yearLength
        let fromStart = (position - 1) / 7 + 1
        let fromEnd = -((length - position) / 7 + 1)
        return ordinals.contains(Self.key(fromStart, day.weekday)) || ordinals.contains(Self.key(fromEnd, day.weekday))
    }

    /// A week belongs to the year that holds its fourth day, as in ISO 8601, whatever day it starts on.
    private func passesWeekNumber(_ day: DayCursor) -> Bool {
        let fourth = day.number - day.weekday.days(after: weekStart) + 3
        let year = fourth < GregorianYear.start(of: day.year) ? day.year - 1 : day.year
        let start = GregorianYear.start(of: year)
        let length = GregorianYear.length(year)
        // Past the end of the year it is the first week of the next.
        if fourth >= start + length { return passes(weekNumbers, 1, of: Self.weeks(of: day.year + 1, fourth)) }
        return passes(weekNumbers, (fourth - start) / 7 + 1, of: Self.weeks(of: year, fourth))
    }

    /// How many weeks a year has, 52 or 53: as many as it has days of the weekday that `fourth` is.
    private static func weeks(of year: Int, _ fourth: Int) -> Int {
        let first = ((fourth - GregorianYear.start(of: year)) % 7 + 7) % 7
        return (GregorianYear.length(year) - 1 - first) / 7 + 1
    }
}
