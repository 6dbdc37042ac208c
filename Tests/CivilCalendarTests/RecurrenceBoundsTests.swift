import CivilCalendar
import Testing

/// Work is bounded by days looked at; the whole calendar has 3.6 million of them.
@Suite(.timeLimit(.minutes(1))) struct RecurrenceBoundsTests {
    private func recurrence(_ start: String, _ rule: String) throws -> Recurrence {
        Recurrence(start: try CivilDateTime(parsing: start), rule: try RecurrenceRule(parsing: rule))
    }

    @Test(arguments: [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31;COUNT=100000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31;COUNT=5", "FREQ=YEARLY;BYYEARDAY=1;BYMONTH=12",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7", "FREQ=WEEKLY;INTERVAL=10000;BYMONTH=2;BYDAY=MO;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", "FREQ=YEARLY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=30",
    ])
    func `a rule that never matches ends`(rule: String) throws {
        let never = try recurrence("2000-01-01T05:00", rule)
        let until = try CivilDateTime(parsing: "2500-01-01T00:00")
        #expect(never.occurrences(from: .earliest, until: until, in: .utc, limit: .max).isEmpty)
    }

    @Test func `the thirtieth of February is looked for in the whole calendar, and that ends`() throws {
        let never = try recurrence("0001-01-01T05:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
        #expect(never.occurrences(from: .earliest, until: .latest, in: .utc, limit: .max).isEmpty)
    }

    @Test func `a count of a hundred thousand is carried out and no more`() throws {
        let many = try recurrence("2000-01-01T05:00", "FREQ=DAILY;COUNT=100000")
        let found = many.occurrences(from: .earliest, until: .latest, in: .utc, limit: .max)
        #expect(found.count == 100_000)
        #expect(found.last?.description == "2273-10-15T05:00:00")
    }

    @Test func `a window far from the start costs what the window holds`() throws {
        let from = try CivilDateTime(parsing: "9990-01-01T00:00")
        let until = try CivilDateTime(parsing: "9990-02-01T00:00")
        for rule in [
            "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY;BYMONTH=1",
        ] {
            let far = try recurrence("0001-01-01T05:00", rule)
            // A thousand times: were the way from the start walked, this would take minutes.
            for _ in 0..<1000 {
                #expect(!far.occurrences(from: from, until: until, in: .utc, limit: 1).isEmpty)
            }
        }
    }

    @Test func `windows and limits at the edges give nothing and do not trap`() throws {
        let daily = try recurrence("2026-01-01T05:00", "FREQ=DAILY")
        #expect(daily.occurrences(from: .earliest, until: .latest, in: .utc, limit: 0).isEmpty)
        #expect(daily.occurrences(from: .earliest, until: .latest, in: .utc, limit: -1).isEmpty)
        #expect(daily.occurrences(from: .latest, until: .earliest, in: .utc, limit: 5).isEmpty)
        #expect(daily.instants(fromUTC: .max, untilUTC: .min, in: .utc, limit: 5).isEmpty)
        #expect(daily.instants(fromUTC: .min, untilUTC: .max, in: .utc, limit: 5).count == 5)
        let last = try recurrence("9999-12-30T05:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU")
        #expect(last.occurrences(from: .earliest, until: .latest, in: .utc, limit: .max).count == 2)
        let first = try recurrence("0001-01-01T05:00", "FREQ=WEEKLY;WKST=TU;BYDAY=MO;COUNT=1")
        #expect(first.occurrences(from: .earliest, until: .latest, in: .utc, limit: 9).count == 1)
    }

    @Test func `added and excluded times join the rule's`() throws {
        let start = try CivilDateTime(parsing: "2026-01-01T05:00")
        let extra = try CivilDateTime(parsing: "2026-01-02T17:00")
        let early = try CivilDateTime(parsing: "2025-12-24T18:00")
        let gone = try CivilDateTime(parsing: "2026-01-02T05:00")
        var daily = Recurrence(
            start: start, rule: try RecurrenceRule(parsing: "FREQ=DAILY;COUNT=3"), additional: [extra, start, early],
            excluded: [gone])
        let found = daily.occurrences(from: .earliest, until: .latest, in: .utc, limit: 10)
        #expect(
            found.map(\.description) == [
                "2025-12-24T18:00:00", "2026-01-01T05:00:00", "2026-01-02T17:00:00", "2026-01-03T05:00:00",
            ])
        daily.rule = nil
        #expect(daily.occurrences(from: .earliest, until: .latest, in: .utc, limit: 10) == [early, start, extra])
        daily.excluded = [start, extra, early]
        #expect(daily.occurrences(from: .earliest, until: .latest, in: .utc, limit: 10).isEmpty)
    }

    @Test func `a year of two hundred bulletins is planned quickly`() throws {
        let zone = ZoneRules.fixed(seconds: 7 * 3600, name: "+07")
        let bulletins = try (0..<200).map { number in
            let rule = number % 2 == 0 ? "FREQ=DAILY" : "FREQ=WEEKLY;BYDAY=MO,WE,FR"
            return try recurrence("2020-01-0\(number % 9 + 1)T0\(number % 9):00", rule)
        }
        let clock = ContinuousClock()
        var count = 0
        let spent = clock.measure {
            for bulletin in bulletins {
                count +=
                    bulletin.instants(
                        fromUTC: 1_767_200_400, untilUTC: 1_767_200_400 + 365 * 86_400, in: zone, limit: .max
                    ).count
            }
        }
        #expect(count > 100 * 365 + 100 * 156 - 200)
        #if DEBUG
            #expect(spent < .seconds(10))
        #else
            print("a year of 200 bulletins: \(spent)")
            #expect(spent < .milliseconds(100))
        #endif
    }
}
