import CivilCalendar
import Testing

@Suite struct ZoneRulesTests {
    private func zone(_ bytes: ZoneBytes) throws -> ZoneRules {
        try ZoneRules(parsing: bytes.bytes, name: "Test/Zone")
    }

    /// The zone that a TZ string alone makes.
    private func zone(footer: String) throws -> ZoneRules {
        try zone(ZoneBytes(footer: footer))
    }

    private func local(_ text: String) throws -> CivilDateTime {
        try CivilDateTime(parsing: text)
    }

    @Test func `a table is followed, then the line after it`() throws {
        var bytes = ZoneBytes(times: [1000, 2000], kinds: [1, 0], offsets: [(3600, 0, 0), (7200, 1, 4)])
        bytes.names = Array("CET\0CEST\0".utf8)
        bytes.footer = "XYZ-3"
        let rules = try zone(bytes)
        #expect([Int64.min, 999, 1000, 1999].map { rules.offset(atUTC: $0).seconds } == [3600, 3600, 7200, 7200])
        #expect(rules.offset(atUTC: 1500).isDaylight)
        #expect(rules.offset(atUTC: 1500).abbreviation == "CEST")
        #expect([2000, Int64.max].map { rules.offset(atUTC: $0).abbreviation } == ["XYZ", "XYZ"])
        bytes.footer = nil
        #expect(try zone(bytes).offset(atUTC: .max).abbreviation == "CET")
    }

    @Test(arguments: [0x00, 0x32, 0x33, 0x34, 0x35] as [UInt8])
    func `versions one to four are read, and what comes after as four`(version: UInt8) throws {
        let rules = try zone(ZoneBytes(version: version, times: [1000], kinds: [0]))
        #expect(rules.offset(atUTC: 5000).seconds == 25_200)
        #expect(rules.utcSeconds(of: CivilDateTime(secondsSinceEpochAsUTC: 25_200)) == 0)
    }

    /// Each: TZ string, a second, seconds east at it.
    @Test(arguments: [
        ("<+07>-7", 0, 25_200), ("EST5", 0, -18_000), ("NST3:30", 0, -12_600), ("LMT-7:06:30", 0, 25_590),
        // 2026-03-29T01:00:00Z and 2026-10-25T01:00:00Z.
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_745_999, 3600), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_774_746_000, 7200),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_889_999, 7200), ("CET-1CEST,M3.5.0,M10.5.0/3", 1_792_890_000, 3600),
        // South of the equator, and half an hour: 2026-04-04T15:00:00Z and 2026-10-03T15:30:00Z.
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_775_314_799, 39_600),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_775_314_800, 37_800),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_791_041_400, 39_600),
        // Winter time as the daylight time, with a negative saving.
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_767_225_600, 0), ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_782_864_000, 3600),
        // Daylight time all the year: an end and a start in one second.
        ("XXX3EDT4,0/0,J365/23", 1_767_236_399, -14_400), ("XXX3EDT4,0/0,J365/23", 1_767_236_400, -14_400),
        ("XXX3EDT4,0/0,J365/23", 1_782_864_000, -14_400),
        // Days of the year, with the 29th of February and without: 2028-03-01 is day 60 and J60.
        ("AAA0BBB,60/0,300/0", 1_835_481_599, 0), ("AAA0BBB,60/0,300/0", 1_835_481_600, 3600),
        ("AAA0BBB,J60/0,J300/0", 1_835_481_599, 0), ("AAA0BBB,J60/0,J300/0", 1_835_481_600, 3600),
        // A change on the day before, by a negative time of day, and days later: 2026-03-28T21:00 in Godthab.
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_745_999, -7200),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_774_746_000, -3600),
        ("IST-2IDT,M3.4.4/26,M10.5.0", 1_774_569_599, 7200), ("IST-2IDT,M3.4.4/26,M10.5.0", 1_774_569_600, 10_800),
    ])
    func `the last line of a file says what holds after its table`(text: String, second: Int64, east: Int) throws {
        #expect(try zone(footer: text).offset(atUTC: second).seconds == east)
    }

    @Test(arguments: [
        "C-1", "CET", "CET-", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0/3,", "CET-1:60",
        "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365",
        "CET-1CEST,0,366", "CET-1CEST,M3.5.0/168,M10.5.0", "<+0>-7", "<+07-7", " <+07>-7", "CET-1CEST,,",
        "CET-99999999999999999999",
    ])
    func `a line that is no TZ string is refused`(text: String) {
        let error = #expect(throws: CalendarError.self) { try zone(footer: text) }
        #expect(error?.code == .badZone)
        #expect(error?.message.contains("Test/Zone") ?? false)
    }

    @Test func `a gap and a fold are resolved as RFC 5545 says`() throws {
        let berlin = try zone(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        #expect(try berlin.utcSeconds(of: local("2026-03-29T01:59:59")) == 1_774_745_999)
        #expect(try berlin.utcSeconds(of: local("2026-03-29T02:00")) == 1_774_746_000)
        #expect(try berlin.utcSeconds(of: local("2026-03-29T02:30")) == 1_774_747_800)
        #expect(try berlin.utcSeconds(of: local("2026-03-29T03:30")) == 1_774_747_800)
        #expect(try berlin.utcSeconds(of: local("2026-10-25T02:30")) == 1_792_888_200)
        #expect(try berlin.utcSeconds(of: local("2026-10-25T03:00")) == 1_792_893_600)
        #expect(berlin.civil(atUTC: 1_792_888_200) == berlin.civil(atUTC: 1_792_891_800))
    }

    @Test func `fixed zones and the ends of time do not trap`() throws {
        #expect(ZoneRules.fixed(seconds: 25_200, name: "+07").civil(atUTC: 0).description == "1970-01-01T07:00:00")
        #expect(ZoneRules.fixed(seconds: Int.max, name: "far").offset(atUTC: 0).seconds == 93_599)
        for zone in [ZoneRules.utc, try zone(footer: "CET-1CEST,M3.5.0,M10.5.0/3")] {
            #expect(zone.civil(atUTC: .max) == .latest)
            #expect(zone.civil(atUTC: .min) == .earliest)
            #expect(zone.utcSeconds(of: .latest) > zone.utcSeconds(of: .earliest))
        }
    }
}
