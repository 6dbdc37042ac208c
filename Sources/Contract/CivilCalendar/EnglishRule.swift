struct EnglishRule: RuleVocabulary {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private func unit(_ frequency: RecurrenceRule.Frequency) -> String {
        switch frequency {
        case .daily: "day"
        case .weekly: "week"
        case .monthly: "month"
        case .yearly: "year"
        }
    }

    func step(_ frequency: RecurrenceRule.Frequency, _ interval: Int) -> String {
        interval == 1 ? "every \(unit(frequency))" : "every \(interval) \(unit(frequency))s"
    }

    func all(_ things: [String]) -> String {
        guard things.count > 1, let last = things.last else { return things.first ?? "" }
        return things.dropLast().joined(separator: ", ") + " and " + last
    }

    func weekday(_ day: Weekday) -> String {
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

    func weekday(_ day: Weekday, ordinal: Int, ofMonth: Bool) -> String {
        "the \(position(ordinal)) \(weekday(day)) of the \(ofMonth ? "month" : "year")"
    }

    func monthDay(_ day: Int) -> String {
        day > 0 ? "day \(day)" : "the \(position(day)) day of the month"
    }

    func yearDay(_ day: Int) -> String { "the \(position(day)) day of the year" }

    func week(_ number: Int) -> String {
        number > 0 ? "week \(number)" : "the \(position(number)) week of the year"
    }

    func month(_ number: Int) -> String {
        Self.months.indices.contains(number - 1) ? Self.months[number - 1] : "month \(number)"
    }

    func on(_ days: String) -> String { "on \(days)" }

    func within(_ spans: String) -> String { " in \(spans)" }

    func provided(_ days: String) -> String { "if it is \(days)" }

    func only(_ positions: [Int], each frequency: RecurrenceRule.Frequency) -> String {
        "of these only the \(all(positions.map(position))) of each \(unit(frequency))"
    }

    func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

    func until(_ end: RecurrenceEnd) -> String {
        switch end {
        case .date(let date): "until \(date)"
        case .local(let moment): "until \(moment.date) \(moment.time)"
        case .utc(let moment): "until \(moment.date) \(moment.time) UTC"
        }
    }

    func weeksStart(on day: Weekday) -> String { "weeks starting on \(weekday(day))" }

    /// "second", "21st", "last", "second to last".
    private func position(_ number: Int) -> String {
        if number == -1 { return "last" }
        if number < 0 { return "\(position(-number)) to last" }
        let names = ["first", "second", "third", "fourth", "fifth"]
        return names.indices.contains(number - 1) ? names[number - 1] : "\(number)\(ending(number))"
    }

    private func ending(_ number: Int) -> String {
        if (11...13).contains(number % 100) { return "th" }
        switch number % 10 {
        case 1: return "st"
        case 2: return "nd"
        case 3: return "rd"
        default: return "th"
        }
    }
}
