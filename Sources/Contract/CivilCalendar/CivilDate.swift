/// A day of the Gregorian calendar, without a zone; years 1 to 9999.
///
/// Arithmetic that would leave this range stops at its end: nothing here traps.
public struct CivilDate: Hashable, Sendable, Comparable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// 0001-01-01.
    public static let earliest = CivilDate(unchecked: 1, 1, 1)
    /// 9999-12-31.
    public static let latest = CivilDate(unchecked: 9999, 12, 31)

    /// Nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= GregorianYear.monthLength(month, of: year)
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// The day so many days after 1970-01-01, or the nearest of the range.
    public init(daysSinceEpoch: Int) {
        let first = GregorianYear.start(of: 1)
        let last = GregorianYear.start(of: 10000) - 1
        let days = min(max(daysSinceEpoch, first), last)
        let year = GregorianYear.year(holding: days)
        let yearDay = days - GregorianYear.start(of: year)
        var month = min(yearDay / 29 + 1, 12)
        while GregorianYear.daysBefore(month: month, of: year) > yearDay { month -= 1 }
        self.init(unchecked: year, month, yearDay - GregorianYear.daysBefore(month: month, of: year) + 1)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days since 1970-01-01; negative before.
    public var daysSinceEpoch: Int {
        GregorianYear.start(of: year) + dayOfYear - 1
    }

    /// 1...366.
    public var dayOfYear: Int { GregorianYear.daysBefore(month: month, of: year) + day }

    public var weekday: Weekday { Weekday(daysSinceEpoch: daysSinceEpoch) }

    /// The day `days` later (earlier when negative), or the nearest of the range.
    public func adding(days: Int) -> CivilDate {
        let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
        if overflow { return days < 0 ? .earliest : .latest }
        return CivilDate(daysSinceEpoch: sum)
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CivilDate: CalendarText {
    /// "2026-01-01".
    public init(parsing text: String) throws(CalendarError) {
        var cursor = TextCursor(text)
        guard let date = Self(reading: &cursor, basic: false), cursor.isAtEnd else {
            throw CalendarError(
                .badDate, "\(CalendarError.quoted(text)) is not a date; write a day that exists as 2026-01-31")
        }
        self = date
    }

    /// Reads 2026-01-31, or 20260131 when `basic`.
    init?(reading cursor: inout TextCursor, basic: Bool) {
        guard let year = cursor.digits(4), basic || cursor.take("-"),
            let month = cursor.digits(2), basic || cursor.take("-"),
            let day = cursor.digits(2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// "2026-01-01".
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    /// "20260101", as RFC 5545 writes it.
    public var basicText: String { padded(year, 4) + padded(month, 2) + padded(day, 2) }
}
