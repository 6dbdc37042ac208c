/// When something comes again: an RRULE of RFC 5545 with the parts that a timetable of days needs.
///
/// A value is always sound: `init(parsing:)` is the only way to make one. Lists are sorted and hold nothing twice.
public struct RecurrenceRule: Hashable, Sendable {
    /// The most that COUNT may say.
    public static let largestCount = 100_000
    /// The most that INTERVAL may say.
    public static let largestInterval = 10_000
    /// The longest text of a rule, in bytes.
    public static let longestText = 2_000

    public enum Frequency: String, Hashable, Sendable, CaseIterable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    public internal(set) var frequency: Frequency
    /// 1...largestInterval.
    public internal(set) var interval = 1
    /// How many times in all, from the first on, those later excluded counted too; 1...largestCount.
    public internal(set) var count: Int?
    public internal(set) var until: RecurrenceEnd?
    /// 1...12.
    public internal(set) var months: [Int] = []
    /// -53...53 without 0; with yearly only.
    public internal(set) var weekNumbers: [Int] = []
    /// -366...366 without 0; with yearly only.
    public internal(set) var yearDays: [Int] = []
    /// -31...31 without 0; not with weekly.
    public internal(set) var monthDays: [Int] = []
    public internal(set) var weekdays: [RecurrenceWeekday] = []
    /// -366...366 without 0: which of the days that one day, week, month or year of the rule offers.
    public internal(set) var positions: [Int] = []
    public internal(set) var weekStart = Weekday.monday

    init(_ frequency: Frequency) {
        self.frequency = frequency
    }
}

extension RecurrenceRule: CalendarText {
    /// The rule's canonical text, without "RRULE:": fixed order of parts, defaults left out.
    public var description: String {
        var parts = ["FREQ=\(frequency.rawValue)"]
        if let until { parts.append("UNTIL=\(until)") }
        if let count { parts.append("COUNT=\(count)") }
        if interval != 1 { parts.append("INTERVAL=\(interval)") }
        func list(_ key: String, _ values: [some CustomStringConvertible]) {
            if !values.isEmpty { parts.append("\(key)=\(values.map(\.description).joined(separator: ","))") }
        }
        list("BYMONTH", months)
        list("BYWEEKNO", weekNumbers)
        list("BYYEARDAY", yearDays)
        list("BYMONTHDAY", monthDays)
        list("BYDAY", weekdays)
        list("BYSETPOS", positions)
        if weekStart != .monday { parts.append("WKST=\(weekStart.code)") }
        return parts.joined(separator: ";")
    }
}
