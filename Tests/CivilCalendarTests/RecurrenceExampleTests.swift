import CivilCalendar
import Testing
import ZoneFiles

/// A rule, its start, and the days it must give; "..." says that more come.
struct RecurrenceExample: CustomTestStringConvertible {
    let start: String
    let rule: String
    let days: String

    init(_ start: String, _ rule: String, _ days: String) {
        self.start = start
        self.rule = rule
        self.days = days
    }

    var testDescription: String { rule }

    /// The rules that RFC 5545 3.8.5.3 shows; the days were worked out from the calendar of those years.
    static let all = [
        Self("1997-09-02", "FREQ=DAILY;COUNT=10", "1997-09-02/03/04/05/06/07/08/09/10/11"),
        Self(
            "1997-09-02", "FREQ=DAILY;INTERVAL=2", "1997-09-02/04/06/08/10/12/14/16/18/20/22/24/26/28/30 1997-10-02 ..."
        ),
        Self("1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02/12/22 1997-10-02/12"),
        Self("1997-09-02", "FREQ=WEEKLY;COUNT=10", "1997-09-02/09/16/23/30 1997-10-07/14/21/28 1997-11-04"),
        Self(
            "1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
            "1997-09-02/16/30 1997-10-14/28 1997-11-11/25 1997-12-09/23 ..."),
        Self(
            "1997-09-02", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
            "1997-09-02/04/09/11/16/18/23/25/30 1997-10-02"),
        Self(
            "1997-09-01", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
            "1997-09-01/03/05/15/17/19/29 1997-10-01/03/13/15/17/27/29/31 1997-11-10/12/14/24/26/28 1997-12-08/10/12/22"
        ),
        Self(
            "1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
            "1997-09-02/04/16/18/30 1997-10-02/14/16"),
        Self(
            "1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
            "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 1998-05-01 1998-06-05"
        ),
        Self(
            "1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            "1997-09-07/28 1997-11-02/30 1998-01-04/25 1998-03-01/29 1998-05-03/31"),
        Self(
            "1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
            "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16"),
        Self(
            "1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3",
            "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26 ..."),
        Self(
            "1997-09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            "1997-09-30 1997-10-01/31 1997-11-01/30 1997-12-01/31 1998-01-01/31 1998-02-01"),
        Self(
            "1997-09-10", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
            "1997-09-10/11/12/13/14/15 1999-03-10/11/12/13"),
        Self(
            "1997-06-10", "FREQ=YEARLY;COUNT=6;BYMONTH=6,7",
            "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10"),
        Self(
            "1997-03-10", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
            "1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 2003-03-10"
        ),
        Self(
            "1997-01-01", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 2003-07-19 2006-01-01"
        ),
        Self("1997-05-19", "FREQ=YEARLY;BYDAY=20MO", "1997-05-19 1998-05-18 1999-05-17 ..."),
        Self("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12 1998-05-11 1999-05-17 ..."),
        Self("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20", "1997-05-12 1998-05-11 1999-05-17 ..."),
        Self(
            "1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
            "1997-03-13/20/27 1998-03-05/12/19/26 1999-03-04/11/18/25 ..."),
        Self(
            "1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13 ..."),
        Self(
            "1997-09-13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 ..."),
        Self(
            "1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "1996-11-05 2000-11-07 2004-11-02 ..."),
        Self("1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04 1997-10-07 1997-11-06"),
        Self(
            "1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30 ..."),
        Self("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05/10/19/24"),
        Self("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05/17/19/31"),
        Self("2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15/30 2007-02-15 2007-03-15/30"),
        // Ours: days that not every year or month has, and the decisions of 0010.
        Self("2024-02-29", "FREQ=YEARLY", "2024-02-29 2028-02-29 2032-02-29 ..."),
        Self("2096-02-29", "FREQ=YEARLY;COUNT=2", "2096-02-29 2104-02-29"),
        Self("2026-01-31", "FREQ=MONTHLY", "2026-01-31 2026-03-31 2026-05-31 2026-07-31 2026-08-31 ..."),
        Self("2026-01-07", "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1", "2026-01-12/19/26 ..."),
        Self("2026-01-01", "FREQ=MONTHLY;BYDAY=MO,2TU;COUNT=6", "2026-01-05/12/13/19/26 2026-02-02"),
        Self("2026-01-01", "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-01-05/12"),
        Self("2026-01-01", "FREQ=DAILY;UNTIL=20260103", "2026-01-01/02/03"),
        Self("2026-01-01", "FREQ=DAILY;UNTIL=20260103T085959", "2026-01-01/02"),
        Self("2026-01-01", "FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO;COUNT=2", "2031-12-29 2036-12-29"),
        Self("2026-01-01", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;COUNT=2", "2026-12-28 2032-12-27"),
    ]
}

@Suite struct RecurrenceExampleTests {
    @Test(arguments: RecurrenceExample.all)
    func `a rule gives the days that the calendar says`(example: RecurrenceExample) throws {
        let zone = try ZoneFiles().rules(named: "America/New_York")
        let recurrence = Recurrence(
            start: try CivilDateTime(parsing: example.start + "T09:00"), rule: try RecurrenceRule(parsing: example.rule)
        )
        let endless = example.days.hasSuffix("...")
        let expected = try Self.days(example.days)
        let found = recurrence.occurrences(
            from: .earliest, until: .latest, in: zone, limit: endless ? expected.count : 1000)
        #expect(found == expected)
    }

    /// "2026-01-01/15 2026-02-01" as days at 09:00.
    private static func days(_ text: String) throws -> [CivilDateTime] {
        try text.split(separator: " ").filter { $0 != "..." }.flatMap { month in
            let days = month.split(separator: "/")
            let first = try #require(days.first)
            return try ([first.suffix(2)] + days.dropFirst()).map { day in
                try CivilDateTime(parsing: "\(first.dropLast(2))\(day)T09:00")
            }
        }
    }

    @Test func `an occurrence keeps its time on the wall when the clock changes`() throws {
        let zone = try ZoneFiles().rules(named: "America/New_York")
        let daily = Recurrence(
            start: try CivilDateTime(parsing: "1997-10-25T09:00"),
            rule: try RecurrenceRule(parsing: "FREQ=DAILY;COUNT=3"))
        let found = daily.instants(fromUTC: 0, untilUTC: .max, in: zone, limit: 10)
        // 13:00, 14:00 and 14:00 UTC.
        #expect(found.map(\.utcSeconds) == [877_784_400, 877_874_400, 877_960_800])
        #expect(found.allSatisfy { $0.civil.time == CivilTime(hour: 9, minute: 0) })
    }

    @Test func `a time that the clock skips sounds after the gap, one that comes twice sounds once`() throws {
        let zone = try ZoneFiles().rules(named: "Europe/Berlin")
        let daily = Recurrence(
            start: try CivilDateTime(parsing: "2026-03-28T02:30"), rule: try RecurrenceRule(parsing: "FREQ=DAILY"))
        let spring = daily.instants(fromUTC: 1_774_656_000, untilUTC: 1_774_915_200, in: zone, limit: 10)
        #expect(spring.map(\.utcSeconds) == [1_774_661_400, 1_774_747_800, 1_774_830_600])
        #expect(zone.civil(atUTC: 1_774_747_800).description == "2026-03-29T03:30:00")
        // A window that opens at that instant, which the wall shows as 03:30, holds it; one a second later does not.
        #expect(daily.instants(fromUTC: 1_774_747_800, untilUTC: 1_774_747_801, in: zone, limit: 1).count == 1)
        #expect(daily.instants(fromUTC: 1_774_747_801, untilUTC: 1_774_747_802, in: zone, limit: 1).isEmpty)
        // 2026-10-25T00:30Z is 02:30 for the first time.
        let autumn = daily.instants(fromUTC: 1_792_886_400, untilUTC: 1_792_972_800, in: zone, limit: 10)
        #expect(autumn.map(\.utcSeconds) == [1_792_888_200])
    }
}
