import CivilCalendar

/// How a language says the parts of a recurrence rule. Numbers are those of RFC 5545: negative ones count from the end.
protocol CalendarPhrases {
    func period(_ frequency: RecurrenceRule.Frequency, interval: Int) -> String
    func months(_ numbers: [Int]) -> String
    func weeks(_ numbers: [Int]) -> String
    func yearDays(_ numbers: [Int]) -> String
    func monthDays(_ numbers: [Int]) -> String
    /// - Parameter inYear: whether an ordinal counts in the year and not in the month.
    func weekdays(_ days: [RecurrenceWeekday], inYear: Bool) -> String
    func positions(_ numbers: [Int]) -> String
    func count(_ times: Int) -> String
    func until(_ end: RecurrenceEnd) -> String
    func weekStart(_ day: Weekday) -> String
    /// From when on, with the time of day.
    func start(_ moment: CivilDateTime) -> String
    func once(_ moment: CivilDateTime) -> String
    func name(of day: Weekday) -> String
    func date(_ date: CivilDate) -> String
}

extension CalendarPhrases {
    /// A rule as one sentence.
    func sentence(_ rule: RecurrenceRule?, start moment: CivilDateTime) -> String {
        guard let rule else { return once(moment) }
        var parts = [period(rule.frequency, interval: rule.interval)]
        if !rule.months.isEmpty { parts.append(months(rule.months)) }
        if !rule.weekNumbers.isEmpty { parts.append(weeks(rule.weekNumbers)) }
        if !rule.yearDays.isEmpty { parts.append(yearDays(rule.yearDays)) }
        if !rule.monthDays.isEmpty { parts.append(monthDays(rule.monthDays)) }
        if !rule.weekdays.isEmpty {
            parts.append(weekdays(rule.weekdays, inYear: rule.frequency == .yearly && rule.months.isEmpty))
        }
        if !rule.positions.isEmpty { parts.append(positions(rule.positions)) }
        parts.append(start(moment))
        if let times = rule.count { parts.append(count(times)) }
        if let end = rule.until { parts.append(until(end)) }
        if rule.weekStart != .monday { parts.append(weekStart(rule.weekStart)) }
        return parts.joined(separator: ", ")
    }

    /// `05:00`, or `05:00:30` where there are seconds.
    func clock(_ time: CivilTime) -> String {
        let text = time.description
        return time.second == 0 ? String(text.dropLast(3)) : text
    }
}
