extension RecurrenceRule {
    /// The rule said in a sentence without a full stop: "every week on Monday and Wednesday, 10 times".
    ///
    /// For people to check what they wrote; every part of the rule that changes its days is in it.
    public func words(in language: CalendarLanguage) -> String {
        switch language {
        case .english: words(EnglishRule())
        case .vietnamese: words(VietnameseRule())
        }
    }

    private func words(_ vocabulary: some RuleVocabulary) -> String {
        var sentence = vocabulary.step(frequency, interval)
        // All the kinds of days that are named must agree: the first is said, the others are its conditions.
        for (index, days) in days(vocabulary).enumerated() {
            sentence += " " + (index == 0 ? vocabulary.on(days) : vocabulary.provided(days))
        }
        if !months.isEmpty { sentence += vocabulary.within(vocabulary.all(months.map(vocabulary.month))) }
        if !weekNumbers.isEmpty {
            sentence += vocabulary.within(vocabulary.all(Self.spoken(weekNumbers).map(vocabulary.week)))
        }
        if !positions.isEmpty { sentence += ", " + vocabulary.only(Self.spoken(positions), each: frequency) }
        if let count { sentence += ", " + vocabulary.times(count) }
        if let until { sentence += ", " + vocabulary.until(until) }
        if weekStartMatters { sentence += ", " + vocabulary.weeksStart(on: weekStart) }
        return sentence
    }

    private func days(_ vocabulary: some RuleVocabulary) -> [String] {
        let ofMonth = frequency == .monthly || !months.isEmpty
        let named = weekdays.map { day in
            day.ordinal.map { vocabulary.weekday(day.weekday, ordinal: $0, ofMonth: ofMonth) }
                ?? vocabulary.weekday(day.weekday)
        }
        return [Self.spoken(monthDays).map(vocabulary.monthDay), Self.spoken(yearDays).map(vocabulary.yearDay), named]
            .filter { !$0.isEmpty }.map(vocabulary.all)
    }

    /// Those counted from the start first, in their order in the calendar as far as it can be known.
    private static func spoken(_ numbers: [Int]) -> [Int] {
        numbers.filter { $0 > 0 } + numbers.filter { $0 < 0 }
    }

    private var weekStartMatters: Bool {
        guard weekStart != .monday else { return false }
        return !weekNumbers.isEmpty || (frequency == .weekly && (interval > 1 || !positions.isEmpty))
    }
}
