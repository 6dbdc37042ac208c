import Foundation
import Testing

struct ExpandCommandTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func expand(_ arguments: String...) throws -> CommandResult {
        try Command.run(Command.loaPath, ["schedule", "expand"] + arguments, in: folder)
    }

    private func times(_ result: CommandResult, _ key: String) -> [String] {
        (result.object["times"] as? [[String: Any]])?.compactMap { $0[key] as? String } ?? []
    }

    @Test func `leap days come every four years`() throws {
        let result = try expand(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "--start", "2026-01-01T05:00", "--count", "3", "--json")
        #expect(times(result, "local") == ["2028-02-29T05:00:00", "2032-02-29T05:00:00", "2036-02-29T05:00:00"])
        #expect(times(result, "utc") == ["2028-02-28T22:00:00Z", "2032-02-28T22:00:00Z", "2036-02-28T22:00:00Z"])
        #expect(result.object["more"] as? Bool == true)
        #expect(result.object["zone"] as? String == "Asia/Ho_Chi_Minh")
    }

    @Test func `dates are added and taken out`() throws {
        let result = try expand(
            "FREQ=MONTHLY;BYDAY=-1SU;COUNT=3", "--start", "2026-01-01T17:30", "--exdate", "2026-02-22T17:30", "--rdate",
            "2026-02-23T06:00", "--json")
        #expect(times(result, "local") == ["2026-01-25T17:30:00", "2026-02-23T06:00:00", "2026-03-29T17:30:00"])
        #expect(result.object["more"] as? Bool == false)
    }

    @Test func `an hour that the clock skips is said`() throws {
        let result = try expand(
            "FREQ=DAILY;COUNT=3", "--start", "2026-03-28T02:30", "--zone", "Europe/Paris", "--language", "en")
        #expect(
            result.output == """
                every day, 3 times, at 02:30 from 2026-03-28 on
                2026-03-28 02:30 CET Saturday
                2026-03-29 03:30 CEST Sunday  (the clock skips 02:30)
                2026-03-30 02:30 CEST Monday

                """)
    }

    @Test(arguments: [
        ("en", "every 2 weeks on Monday and Sunday, at 05:00 from 2026-01-01 on"),
        ("vi", "2 tuần một lần vào thứ Hai và Chủ nhật, lúc 05:00 kể từ ngày 2026-01-01"),
    ])
    func `a rule is told in words`(language: String, words: String) throws {
        let rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU"
        let result = try expand(rule, "--start", "2026-01-01T05:00", "--language", language, "--json")
        #expect(result.object["words"] as? String == words)
        let told = try expand(rule, "--start", "2026-01-01T05:00", "--language", language)
        #expect(told.output.hasPrefix(words + "\n"))
    }

    @Test func `the session's language is spoken`() throws {
        let result = try Command.loa(
            "schedule", "expand", "FREQ=DAILY", "--start", "2026-01-01T05:00", "--count", "1", in: folder,
            environment: ["LANG": "vi_VN.UTF-8"])
        #expect(result.output.contains("2026-01-01 05:00 +07 thứ Năm"))
    }

    @Test(arguments: [
        (["FREQ=HOURLY", "--start", "2026-01-01T05:00"], 64, "FREQ=DAILY"),
        (["FREQ=DAILY", "--start", "2026-13-01T05:00"], 64, "2026-01-31T05:00"),
        (["FREQ=DAILY", "--start", "2026-01-01T05:00", "--zone", "Asia/Saigoon"], 65, "Asia/Saigon"),
        (["FREQ=DAILY", "--start", "2026-01-01T05:00", "--zone", "../etc/passwd"], 65, "Asia/Ho_Chi_Minh"),
        (["FREQ=DAILY", "--start", "2026-01-01T05:00", "--count", "0"], 64, "1 to 10000"),
    ])
    func `what cannot be expanded says why`(arguments: [String], status: Int32, remedy: String) throws {
        let result = try Command.run(Command.loaPath, ["schedule", "expand"] + arguments, in: folder)
        #expect(result.status == status)
        #expect(result.errors.contains(remedy), "\(result.errors)")
    }

    @Test func `a rule that never comes ends`() throws {
        let result = try expand("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "--start", "2026-01-01T05:00")
        #expect(result.status == 0)
        #expect(result.output.contains("never"))
    }
}
