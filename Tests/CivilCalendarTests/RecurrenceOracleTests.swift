import CivilCalendar
import Foundation
import Testing
import ZoneFiles

/// One line of `oracle.py rules`: a recurrence, a window, and what python-dateutil and zoneinfo say comes in it.
private struct RuleCase: Decodable {
    let rule: RecurrenceRule
    let zone: String
    let start: CivilDateTime
    let from: CivilDateTime
    let until: CivilDateTime
    let limit: Int
    let additional: [CivilDateTime]
    let excluded: [CivilDateTime]
    let civil: [CivilDateTime]
    let utc: [Int64]
    let fromUTC: Int64
    let untilUTC: Int64
    let instants: [Int64]
    /// Of docs/decisions/0010-recurrence.md.
    let decisions: [String]
    /// dateutil, asked the rule as it stands, says the same.
    let plain: Bool

    var recurrence: Recurrence {
        Recurrence(start: start, rule: rule, additional: additional, excluded: excluded)
    }
}

@Suite struct RecurrenceOracleTests {
    /// More rules, or others, by hand: LOA_ORACLE_RULES=20000 LOA_ORACLE_SEED=7.
    private static func setting(_ name: String, _ otherwise: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? otherwise
    }

    @Test func `random recurrences give what dateutil and zoneinfo say`() throws {
        let count = max(Self.setting("LOA_ORACLE_RULES", 2400), 2000)
        let seed = Self.setting("LOA_ORACLE_SEED", 20_260_101)
        let cases = try OracleProcess.lines(["rules", String(seed), String(count)], of: RuleCase.self)
        #expect(cases.count == count)
        var zones: [String: ZoneRules] = [:]
        // Ten say enough.
        var wrong = 0
        for one in cases {
            let zone = try zones[one.zone] ?? ZoneFiles().rules(named: one.zone)
            zones[one.zone] = zone
            check(one, zone)
            wrong += differs(one, zone) ? 1 : 0
            if wrong >= 10 { break }
        }
        checkThatTheyAskEnough(cases)
    }

    private func differs(_ one: RuleCase, _ zone: ZoneRules) -> Bool {
        one.recurrence.occurrences(from: one.from, until: one.until, in: zone, limit: one.limit) != one.civil
    }

    private func check(_ one: RuleCase, _ zone: ZoneRules) {
        let found = one.recurrence.occurrences(from: one.from, until: one.until, in: zone, limit: one.limit)
        let name = Comment(rawValue: "\(one.rule) from \(one.start) in \(one.zone), window \(one.from) \(one.until)")
        #expect(found == one.civil, name)
        #expect(found.map(zone.utcSeconds) == one.utc, name)
        let instants = one.recurrence.instants(
            fromUTC: one.fromUTC, untilUTC: one.untilUTC, in: zone, limit: one.limit)
        #expect(instants.map(\.utcSeconds) == one.instants, name)
        #expect(throws: Never.self, name) {
            let again = try RecurrenceRule(parsing: one.rule.description)
            #expect(again == one.rule)
        }
        #expect(one.plain || !one.decisions.isEmpty, "dateutil differs where no decision says why: \(name)")
    }

    /// An oracle that asks little, or whose answers are empty, would pass anything.
    private func checkThatTheyAskEnough(_ cases: [RuleCase]) {
        #expect(cases.count { !$0.civil.isEmpty } > cases.count / 2)
        #expect(cases.reduce(0) { $0 + $1.civil.count } > 10 * cases.count)
        let parts = [
            "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "INTERVAL=", "COUNT=", "UNTIL=", "BYMONTH=", "BYWEEKNO=",
            "BYYEARDAY=",
            "BYMONTHDAY=", "BYMONTHDAY=-", "BYDAY=", "BYSETPOS=", "BYSETPOS=-", "WKST=",
        ]
        for part in parts {
            #expect(cases.count { $0.rule.description.contains(part) && !$0.civil.isEmpty } >= 20, "\(part)")
        }
        let ordinals = cases.count { one in one.rule.weekdays.contains { $0.ordinal != nil } }
        #expect(ordinals >= 200)
        #expect(cases.count { !$0.additional.isEmpty } >= 200)
        #expect(cases.count { !$0.excluded.isEmpty } >= 200)
        #expect(cases.count { $0.start.date.month == 2 && $0.start.date.day == 29 } >= 50)
        let untilTheSecond = cases.count { one in
            if case .local(let moment) = one.rule.until { moment == one.civil.last } else { false }
        }
        #expect(untilTheSecond >= 20)
        let zones = ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
        for zone in zones { #expect(cases.count { $0.zone == zone } >= 100, "\(zone)") }
        for decision in ["D1", "D2", "D3", "D4", "D5"] {
            #expect(cases.contains { $0.decisions.contains(decision) && !$0.plain }, "\(decision)")
        }
    }
}
