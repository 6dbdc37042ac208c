/// One element of BYDAY: "MO" is every Monday, "2MO" the second of the month or year, "-1FR" the last Friday.
public struct RecurrenceWeekday: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// -53...53 without 0; nil is every one.
    public let ordinal: Int?
    public let weekday: Weekday

    init(ordinal: Int?, weekday: Weekday) {
        self.ordinal = ordinal
        self.weekday = weekday
    }

    public var description: String { (ordinal.map(String.init) ?? "") + weekday.code }

    public static func < (left: RecurrenceWeekday, right: RecurrenceWeekday) -> Bool {
        (left.weekday, left.ordinal ?? 0) < (right.weekday, right.ordinal ?? 0)
    }
}
