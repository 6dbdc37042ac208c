/// The day and time at which a POSIX TZ string changes the clock, each year.
struct ZoneChangeDay: Hashable, Sendable {
    enum Day: Hashable, Sendable {
        /// Jn: 1...365, the 29th of February never counted.
        case ofCommonYear(Int)
        /// n: 0...365, the 29th of February counted.
        case ofYear(Int)
        /// Mm.w.d: month 1...12, week 1...5 (5 is the last), weekday.
        case ofMonth(Int, week: Int, Weekday)
    }

    let day: Day
    /// Seconds after midnight of that day, by the clock before the change; -604,799...604,799.
    let time: Int

    /// Seconds from 1970-01-01T00:00:00 to the change, by the clock before it.
    func seconds(in year: Int) -> Int64 {
        Int64(daysSinceEpoch(in: year)) * 86_400 + Int64(time)
    }

    private func daysSinceEpoch(in year: Int) -> Int {
        let start = GregorianYear.start(of: year)
        switch day {
        case .ofCommonYear(let number):
            return start + number - (GregorianYear.isLeap(year) && number >= 60 ? 0 : 1)
        case .ofYear(let number):
            return start + number
        case .ofMonth(let month, let week, let weekday):
            let first = start + GregorianYear.daysBefore(month: month, of: year)
            var day = weekday.days(after: Weekday(daysSinceEpoch: first)) + (week - 1) * 7
            if day >= GregorianYear.monthLength(month, of: year) { day -= 7 }
            return first + day
        }
    }
}
