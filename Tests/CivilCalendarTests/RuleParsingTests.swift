import CivilCalendar
import Foundation
import Testing

@Suite struct RuleParsingTests {
    @Test(arguments: [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("RRULE:freq=weekly;byday=we,mo,WE", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("INTERVAL=1;FREQ=DAILY;WKST=MO", "FREQ=DAILY"),
        (
            "WKST=SU;BYDAY=+1MO,-1FR;COUNT=3;FREQ=MONTHLY;INTERVAL=2",
            "FREQ=MONTHLY;COUNT=3;INTERVAL=2;BYDAY=1MO,-1FR;WKST=SU"
        ),
        ("FREQ=YEARLY;BYMONTHDAY=-1,31,+2;BYMONTH=12,1", "FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=-1,2,31"),
        ("FREQ=YEARLY;BYYEARDAY=-366,1;BYSETPOS=-1", "FREQ=YEARLY;BYYEARDAY=-366,1;BYSETPOS=-1"),
        ("FREQ=YEARLY;BYWEEKNO=53,-53", "FREQ=YEARLY;BYWEEKNO=-53,53"),
        ("FREQ=DAILY;UNTIL=20261231", "FREQ=DAILY;UNTIL=20261231"),
        ("FREQ=DAILY;UNTIL=20261231T220000", "FREQ=DAILY;UNTIL=20261231T220000"),
        ("FREQ=DAILY;UNTIL=20261231t220000z", "FREQ=DAILY;UNTIL=20261231T220000Z"),
        ("FREQ=DAILY;COUNT=100000;INTERVAL=10000", "FREQ=DAILY;COUNT=100000;INTERVAL=10000"),
    ])
    func `a rule has one canonical text`(text: String, canonical: String) throws {
        let rule = try RecurrenceRule(parsing: text)
        #expect(rule.description == canonical)
        #expect(try RecurrenceRule(parsing: canonical) == rule)
        let coded = try JSONEncoder().encode([rule])
        #expect(String(decoding: coded, as: UTF8.self) == "[\"\(canonical)\"]")
        #expect(try JSONDecoder().decode([RecurrenceRule].self, from: coded) == [rule])
    }

    /// Each with a word that its message must hold, so that the reader knows what to change.
    @Test(arguments: [
        ("", "KEY=VALUE"), ("FREQ", "KEY=VALUE"), ("FREQ=", "KEY=VALUE"), ("=DAILY", "KEY=VALUE"),
        ("FREQ=DAILY;", "KEY=VALUE"), ("FREQ=DAILY;;COUNT=1", "KEY=VALUE"), ("COUNT=1", "no FREQ"),
        ("FREQ=HOURLY", "one bulletin for each time"), ("FREQ=SECONDLY", "one bulletin for each time"),
        ("FREQ=FORTNIGHTLY", "WEEKLY"), ("FREQ=DAILY;BYHOUR=5", "BYHOUR"), ("FREQ=DAILY;BYMINUTE=5", "BYMINUTE"),
        ("FREQ=DAILY;FREQ=DAILY", "twice"), ("FREQ=DAILY;COUNT=1;count=2", "twice"),
        ("FREQ=DAILY;BYEASTER=1", "known are"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"), ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=10001", "10000"),
        ("FREQ=DAILY;INTERVAL=1.5", "INTERVAL"), ("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"), ("FREQ=DAILY;COUNT=100001", "100000"), ("FREQ=DAILY;COUNT=1000000", "100000"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260101", "keep one"), ("FREQ=DAILY;UNTIL=20260230", "UNTIL"),
        ("FREQ=DAILY;UNTIL=2026-01-01", "UNTIL"), ("FREQ=DAILY;UNTIL=20260101T250000Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20260101T", "UNTIL"), ("FREQ=DAILY;UNTIL=20260101T000000ZZ", "UNTIL"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH"), ("FREQ=YEARLY;BYMONTH=0", "BYMONTH"),
        ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"), ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,,2", "BYMONTHDAY"), ("FREQ=MONTHLY;BYMONTHDAY=1,", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=--1", "BYMONTHDAY"), ("FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY"),
        ("FREQ=DAILY;BYYEARDAY=1", "FREQ=YEARLY"), ("FREQ=MONTHLY;BYYEARDAY=1", "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY"), ("FREQ=MONTHLY;BYWEEKNO=1", "FREQ=YEARLY"),
        ("FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO"), ("FREQ=YEARLY;BYWEEKNO=0", "BYWEEKNO"),
        ("FREQ=WEEKLY;BYDAY=2MO", "ordinal"), ("FREQ=DAILY;BYDAY=-1FR", "ordinal"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=2MO", "BYWEEKNO"), ("FREQ=MONTHLY;BYDAY=6MO", "never comes"),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=-6MO", "never comes"), ("FREQ=YEARLY;BYDAY=54MO", "BYDAY"),
        ("FREQ=YEARLY;BYDAY=0MO", "BYDAY"), ("FREQ=WEEKLY;BYDAY=MON", "BYDAY"), ("FREQ=WEEKLY;BYDAY=", "KEY=VALUE"),
        ("FREQ=WEEKLY;BYDAY=+MO", "BYDAY"), ("FREQ=WEEKLY;BYDAY=MO,", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=M\u{1F600}", "BYDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"), ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS"), ("FREQ=WEEKLY;WKST=XX", "WKST"),
        ("FREQ=DAILY;\u{0}=\u{7}", "known are"),
    ])
    func `a hostile or mistaken rule is refused with what to write`(text: String, word: String) {
        let error = #expect(throws: CalendarError.self) { try RecurrenceRule(parsing: text) }
        #expect([.badRule, .unsupportedRule].contains(error?.code))
        #expect(error?.message.contains(word) ?? false, "\(error?.message ?? "")")
        #expect(error?.message.unicodeScalars.allSatisfy { $0.value >= 0x20 } ?? false)
    }

    @Test func `an endless rule is refused by its length`() {
        let text = "FREQ=MONTHLY;BYMONTHDAY=" + String(repeating: "1,", count: 1_000_000) + "1"
        let error = #expect(throws: CalendarError.self) { try RecurrenceRule(parsing: text) }
        #expect(error?.message.contains("bytes long") ?? false)
    }

    @Test func `decoding says what is wrong with the rule`() {
        let coded = Data(#"["FREQ=YEARLY;BYMONTH=13"]"#.utf8)
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([RecurrenceRule].self, from: coded)
        }
        guard case .dataCorrupted(let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.debugDescription.contains("BYMONTH"))
        #expect(context.codingPath.map(\.intValue) == [0])
    }

    @Test func `no cut or changed byte of a rule makes the reader trap`() throws {
        let text = Array("FREQ=YEARLY;UNTIL=20261231T220000Z;BYMONTH=1,12;BYDAY=-1MO,TU;BYSETPOS=-1;WKST=SU".utf8)
        for index in text.indices {
            _ = try? RecurrenceRule(parsing: String(decoding: text[..<index], as: UTF8.self))
            for byte in [0x00, 0x2C, 0x2D, 0x30, 0x39, 0x3B, 0x3D, 0x7F, 0xC3, 0xFF] as [UInt8] {
                var changed = text
                changed[index] = byte
                if let rule = try? RecurrenceRule(parsing: String(decoding: changed, as: UTF8.self)) {
                    #expect(try RecurrenceRule(parsing: rule.description) == rule)
                }
            }
        }
    }
}
