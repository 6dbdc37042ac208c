import CivilCalendar
import Testing

@Suite struct RuleWordsTests {
    @Test(arguments: [
        ("FREQ=DAILY", "every day", "mỗi ngày"),
        ("FREQ=DAILY;INTERVAL=2;COUNT=10", "every 2 days, 10 times", "2 ngày một lần, 10 lần"),
        ("FREQ=WEEKLY;BYDAY=MO,WE", "every week on Monday and Wednesday", "mỗi tuần vào thứ Hai và thứ Tư"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO,TU;WKST=SU;COUNT=1",
            "every 2 weeks on Monday, Tuesday and Sunday, once, weeks starting on Sunday",
            "2 tuần một lần vào thứ Hai, thứ Ba và Chủ nhật, 1 lần, tuần bắt đầu từ Chủ nhật"
        ),
        (
            "FREQ=MONTHLY;BYDAY=2TU,-1FR;UNTIL=20261231",
            "every month on the second Tuesday of the month and the last Friday of the month, until 2026-12-31",
            "mỗi tháng vào thứ Ba lần thứ 2 của tháng và thứ Sáu cuối cùng của tháng, đến hết ngày 31/12/2026"
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15,-1,-2;BYMONTH=1,7",
            "every month on day 15, the second to last day of the month and the last day of the month in January and July",
            "mỗi tháng vào ngày 15, ngày thứ 2 từ cuối lên của tháng và ngày cuối cùng của tháng, trong tháng 1 và tháng 7"
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "every month on day 13 if it is Friday",
            "mỗi tháng vào ngày 13 nếu là thứ Sáu"
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1;UNTIL=20261231T150000Z",
            "every month on Monday and Tuesday, of these only the first and last of each month, until 2026-12-31 15:00:00 UTC",
            "mỗi tháng vào thứ Hai và thứ Ba, chỉ lấy lần đầu tiên và lần cuối cùng của mỗi tháng, "
                + "đến 15:00:00 UTC ngày 31/12/2026"
        ),
        (
            "FREQ=YEARLY;BYDAY=21MO", "every year on the 21st Monday of the year",
            "mỗi năm vào thứ Hai lần thứ 21 của năm"
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=112,-1;UNTIL=20261231T050000",
            "every year on the 112th day of the year and the last day of the year, until 2026-12-31 05:00:00",
            "mỗi năm vào ngày thứ 112 của năm và ngày cuối cùng của năm, đến 05:00:00 ngày 31/12/2026"
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO", "every year on Monday in week 20 and the last week of the year",
            "mỗi năm vào thứ Hai, trong tuần 20 và tuần cuối cùng của năm"
        ),
    ])
    func `a rule is said in both languages`(rule: String, english: String, vietnamese: String) throws {
        let rule = try RecurrenceRule(parsing: rule)
        #expect(rule.words(in: .english) == english)
        #expect(rule.words(in: .vietnamese) == vietnamese)
    }
}
