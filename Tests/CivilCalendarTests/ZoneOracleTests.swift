import CivilCalendar
import Testing
import ZoneFiles

/// One line of `oracle.py zones`: a zone and what zoneinfo says of it.
private struct ZoneCase: Decodable {
    let zone: String
    /// Second since 1970 and seconds east of UTC.
    let utc: [[Int64]]
    let names: [String]
    let daylight: [Bool]
    /// A local time, counted as if in UTC, and the second it means.
    let local: [[Int64]]
}

@Suite struct ZoneOracleTests {
    @Test func `every zone of zone tab gives what zoneinfo says`() throws {
        let cases = try OracleProcess.lines(["zones", "20260101"], of: ZoneCase.self)
        #expect(cases.count > 400)
        #expect(cases.reduce(0) { $0 + $1.utc.count } > 10_000)
        #expect(cases.reduce(0) { $0 + $1.local.count } > 10_000)
        for one in cases {
            let rules = try ZoneFiles().rules(named: one.zone)
            check(one, rules)
        }
    }

    private func check(_ one: ZoneCase, _ rules: ZoneRules) {
        for (index, probe) in one.utc.enumerated() where probe.count == 2 {
            let offset = rules.offset(atUTC: probe[0])
            #expect(Int64(offset.seconds) == probe[1], "\(one.zone) at \(probe[0])")
            #expect(offset.abbreviation == one.names[index], "\(one.zone) at \(probe[0])")
            #expect(offset.isDaylight == one.daylight[index], "\(one.zone) at \(probe[0])")
            #expect(rules.civil(atUTC: probe[0]).secondsSinceEpochAsUTC == probe[0] + probe[1])
        }
        for probe in one.local where probe.count == 2 {
            let civil = CivilDateTime(secondsSinceEpochAsUTC: probe[0])
            #expect(rules.utcSeconds(of: civil) == probe[1], "\(one.zone) at \(civil)")
        }
    }
}
