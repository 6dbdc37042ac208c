import CivilCalendar

struct EnglishPhrases: CalendarPhrases {
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    func period(_ frequency: RecurrenceRule.Frequency, interval: Int) -> String {
        let unit =
            switch frequency {
            case .daily: "day"
            case .weekly: "week"
            case .monthly: "month"
            case .yearly: "year"
            }
        return interval == 1 ? "every \(unit)" : "every \(interval) \(unit)s"
    }

    func months(_ numbers: [Int]) -> String { "in \(list(numbers.map(month)))" }

    func weeks(_ numbers: [Int]) -> String { "in \(list(numbers.map { "the \(ordinal($0)) week" })) of the year" }

    func yearDays(_ numbers: [Int]) -> String { "on \(list(numbers.map { "the \(ordinal($0)) day" })) of the year" }

    func monthDays(_ numbers: [Int]) -> String { "on \(list(numbers.map { "the \(ordinal($0)) day" })) of the month" }

    func weekdays(_ days: [RecurrenceWeekday], inYear: Bool) -> String {
        let names = days.map { day in
            day.ordinal.map { "the \(ordinal($0)) \(name(of: day.weekday)) of the \(inYear ? "year" : "month")" }
                ?? name(of: day.weekday)
        }
        return "on \(list(names))"
    }

    func positions(_ numbers: [Int]) -> String { "of these days only \(list(numbers.map { "the \(ordinal($0))" }))" }

    func count(_ times: Int) -> String { times == 1 ? "once in all" : "\(times) times in all" }

    func until(_ end: RecurrenceEnd) -> String {
        switch end {
        case .date(let day): "until the end of \(date(day))"
        case .local(let moment): "until \(date(moment.date)) \(clock(moment.time))"
        case .utc(let moment): "until \(date(moment.date)) \(clock(moment.time)) UTC"
        }
    }

    func weekStart(_ day: Weekday) -> String { "weeks begin on \(name(of: day))" }

    func start(_ moment: CivilDateTime) -> String { "at \(clock(moment.time)) from \(date(moment.date)) on" }

    func once(_ moment: CivilDateTime) -> String { "once, on \(date(moment.date)) at \(clock(moment.time))" }

    func name(of day: Weekday) -> String {
        switch day {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    func date(_ date: CivilDate) -> String { "\(date.day) \(month(date.month)) \(date.year)" }

    private func month(_ number: Int) -> String {
        Self.monthNames.indices.contains(number - 1) ? Self.monthNames[number - 1] : "month \(number)"
    }

    /// `2nd`, `last`, `3rd last`.
    private func ordinal(_ number: Int) -> String {
        if number == -1 { return "last" }
        let suffix =
            switch (number.magnitude % 100, number.magnitude % 10) {
            case (11...13, _): "th"
            case (_, 1): "st"
            case (_, 2): "nd"
            case (_, 3): "rd"
            default: "th"
            }
        return "\(number.magnitude)\(suffix)" + (number < 0 ? " last" : "")
    }

    private func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
