import CivilCalendar
import Testing

@Suite struct CivilDateTests {
    @Test func `days are numbered without a gap over four centuries and more`() throws {
        // Counted by hand from 1890-01-01, a Wednesday, 29,219 days before 1970.
        var number = -29_219
        var weekday = 3
        for year in 1890...2310 {
            let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (month, length) in lengths.enumerated() {
                for day in 1...length {
                    let date = try #require(CivilDate(year: year, month: month + 1, day: day))
                    guard date.daysSinceEpoch == number, CivilDate(daysSinceEpoch: number) == date,
                        date.weekday.rawValue == weekday
                    else {
                        Issue.record("\(date) is not day \(number)")
                        return
                    }
                    number += 1
                    weekday = weekday % 7 + 1
                }
                #expect(CivilDate(year: year, month: month + 1, day: length + 1) == nil)
            }
        }
    }

    @Test func `the calendar ends at the years 1 and 9999 and does not trap there`() {
        #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 2026, month: Int.max, day: Int.min) == nil)
        #expect(CivilDate(daysSinceEpoch: Int.min) == .earliest)
        #expect(CivilDate(daysSinceEpoch: Int.max) == .latest)
        #expect(CivilDate.latest.adding(days: Int.max) == .latest)
        #expect(CivilDate.earliest.adding(days: Int.min) == .earliest)
        #expect(CivilDate.earliest.adding(days: 1).description == "0001-01-02")
        #expect(CivilDate.latest.description == "9999-12-31")
        #expect(CivilDateTime(secondsSinceEpochAsUTC: .max) == .latest)
        #expect(CivilDateTime(secondsSinceEpochAsUTC: .min) == .earliest)
        #expect(CivilDateTime.latest.adding(seconds: Int.max) == .latest)
        #expect(CivilDateTime.earliest.adding(seconds: Int.min) == .earliest)
    }

    @Test func `seconds cross midnight, month and year`() throws {
        let last = try CivilDateTime(parsing: "2027-12-31T23:59:59")
        #expect(last.adding(seconds: 1).description == "2028-01-01T00:00:00")
        #expect(last.adding(seconds: 86_400 * 60).description == "2028-02-29T23:59:59")
        #expect(try CivilDateTime(parsing: "1969-12-31T23:59:59").secondsSinceEpochAsUTC == -1)
        #expect(CivilDateTime(secondsSinceEpochAsUTC: -1).description == "1969-12-31T23:59:59")
        #expect(CivilDateTime(secondsSinceEpochAsUTC: 1_000_000_000).description == "2001-09-09T01:46:40")
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-1-1", "20260101", "2026-01-01 ", "", "2026-01-0१", "-026-01-01",
    ])
    func `what is not a date is refused`(text: String) {
        let error = #expect(throws: CalendarError.self) { try CivilDate(parsing: text) }
        #expect(error?.code == .badDate)
    }

    @Test(arguments: [
        ("05:00", "05:00:00"), ("23:59:59", "23:59:59"), ("24:00", nil), ("5:00", nil), ("05:60", nil),
        ("05:00:60", nil),
        ("05:00:", nil), ("0500", nil), ("+5:00", nil),
    ])
    func `a time of day is read to the second`(text: String, expected: String?) {
        #expect((try? CivilTime(parsing: text))?.description == expected)
    }

    @Test(arguments: [
        ("2026-01-01T05:00", "2026-01-01T05:00:00"), ("20260101T050030", "2026-01-01T05:00:30"),
        ("20260101T235960", "2026-01-01T23:59:59"), ("2026-01-01T05:00:30", "2026-01-01T05:00:30"),
        ("2026-01-01T05:00Z", nil), ("2026-01-01 05:00", nil), ("20260101T0500", nil), ("2026-01-01", nil),
    ])
    func `a date with a time is read in either form`(text: String, expected: String?) {
        #expect((try? CivilDateTime(parsing: text))?.description == expected)
    }
}
