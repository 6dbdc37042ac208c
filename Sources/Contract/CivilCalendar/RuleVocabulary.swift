/// The words of one language that a rule is said with; `RecurrenceRule.words` puts them together.
protocol RuleVocabulary {
    /// "every day", "every 2 weeks".
    func step(_ frequency: RecurrenceRule.Frequency, _ interval: Int) -> String
    /// One thing, or several joined by "and".
    func all(_ things: [String]) -> String
    func weekday(_ day: Weekday) -> String
    /// The second Tuesday, of the month or of the year.
    func weekday(_ day: Weekday, ordinal: Int, ofMonth: Bool) -> String
    /// Day 15, the last day of the month for -1.
    func monthDay(_ day: Int) -> String
    func yearDay(_ day: Int) -> String
    func week(_ number: Int) -> String
    func month(_ number: Int) -> String
    /// "on ...", for days.
    func on(_ days: String) -> String
    /// ", in ...", for months and weeks.
    func within(_ spans: String) -> String
    /// "if it is ...", for days that must be something besides.
    func provided(_ days: String) -> String
    /// "of these only the first", once in each day, week, month or year.
    func only(_ positions: [Int], each frequency: RecurrenceRule.Frequency) -> String
    func times(_ count: Int) -> String
    func until(_ end: RecurrenceEnd) -> String
    func weeksStart(on day: Weekday) -> String
}
