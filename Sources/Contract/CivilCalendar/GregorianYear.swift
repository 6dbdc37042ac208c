/// The arithmetic of the proleptic Gregorian calendar, on plain numbers.
enum GregorianYear {
    /// Days from 0001-01-01 to 1970-01-01.
    static let epoch = 719_162

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func length(_ year: Int) -> Int { isLeap(year) ? 366 : 365 }

    /// Month 1...12.
    static func monthLength(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days of the year before the first of `month`.
    static func daysBefore(month: Int, of year: Int) -> Int {
        let common = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
        return common[month - 1] + (month > 2 && isLeap(year) ? 1 : 0)
    }

    /// Days from 1970-01-01 to the first day of `year`, from year 1 on.
    static func start(of year: Int) -> Int {
        let past = year - 1
        return past * 365 + past / 4 - past / 100 + past / 400 - epoch
    }

    /// The year that holds a day counted from 1970-01-01; the day is of year 1 or later.
    static func year(holding daysSinceEpoch: Int) -> Int {
        let days = daysSinceEpoch + epoch
        // 146,097 days make 400 years: a proportion of them is at most one year off.
        let estimate = days * 400 / 146_097 + 1
        if start(of: estimate) > daysSinceEpoch { return estimate - 1 }
        return start(of: estimate + 1) <= daysSinceEpoch ? estimate + 1 : estimate
    }
}
