/// A day with all that a rule asks about it, which steps to the next day cheaply.
struct DayCursor {
    private(set) var year: Int
    private(set) var month: Int
    private(set) var day: Int
    /// Days since 1970-01-01.
    private(set) var number: Int
    private(set) var weekday: Weekday
    /// 1...366.
    private(set) var yearDay: Int
    private(set) var monthLength: Int
    private(set) var yearLength: Int

    init(_ date: CivilDate) {
        year = date.year
        month = date.month
        day = date.day
        number = date.daysSinceEpoch
        weekday = date.weekday
        yearDay = date.dayOfYear
        monthLength = GregorianYear.monthLength(date.month, of: date.year)
        yearLength = GregorianYear.length(date.year)
    }

    /// Steps to the first day of the next month.
    mutating func advanceMonth() {
        let days = monthLength - day
        number += days
        day += days
        yearDay += days
        weekday = Weekday(daysSinceEpoch: number)
        advance()
    }

    mutating func advance() {
        number += 1
        day += 1
        yearDay += 1
        weekday = Weekday(rawValue: weekday.rawValue % 7 + 1) ?? .monday
        guard day > monthLength else { return }
        day = 1
        month += 1
        if month > 12 {
            month = 1
            year += 1
            yearDay = 1
            yearLength = GregorianYear.length(year)
        }
        monthLength = GregorianYear.monthLength(month, of: year)
    }
}
