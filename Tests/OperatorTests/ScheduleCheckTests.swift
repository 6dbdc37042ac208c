import Foundation
import Testing

struct ScheduleCheckTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.write("not really music", to: "sang.mp3")
    }

    private static let good = """
        {"version": 1, "zone": "Asia/Ho_Chi_Minh", "bulletins": [
          {"id": "sang", "class": "normal", "start": "2026-01-01T05:00", "rrule": "FREQ=DAILY", "max_seconds": 900,
           "source": {"kind": "media", "file": "sang.mp3"}}]}
        """

    private func check(_ text: String) throws -> CommandResult {
        try folder.write(text, to: "s.json")
        return try Command.loa("schedule", "check", "s.json", "--json", in: folder)
    }

    /// `path: problem` of each finding.
    private func findings(_ result: CommandResult, _ key: String = "problems") -> [String] {
        (result.object[key] as? [[String: String]])?.map { "\($0["path"] ?? "?"): \($0["problem"] ?? "?")" } ?? []
    }

    private func bulletin(_ changes: (String, String)...) -> String {
        changes.reduce(Self.good) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }

    @Test func `a good schedule can be sent, its file found beside it`() throws {
        let result = try check(Self.good)
        #expect(result.status == 0)
        #expect(findings(result) == [])
        #expect(findings(result, "warnings") == [])
        #expect(result.object["media"] as? Int == 1)
        let elsewhere = try Command.run(
            Command.loaPath, ["schedule", "check", "\(folder.path)/s.json"], in: try Folder())
        #expect(elsewhere.status == 0)
        #expect(elsewhere.output.hasSuffix("can be sent: 1 bulletins, 1 media files\n"))
    }

    @Test(arguments: [
        ("\"FREQ=DAILY\"", "\"FREQ=DAILY;INTERVAL=0\"", "bulletins[0].rrule: INTERVAL"),
        ("\"FREQ=DAILY\"", "\"FREQ=YEARLY;BYMONTH=13\"", "bulletins[0].rrule: "),
        ("\"rrule\"", "\"rule\"", "bulletins[0].rule: is no key here; did you mean rrule?"),
        ("\"zone\"", "\"zome\"", "zome: is no key here; did you mean zone?"),
        ("Ho_Chi_Minh", "Ho_Chi_Min", "zone: zone \"Asia/Ho_Chi_Min\" is unknown"),
        ("2026-01-01T05:00", "2026-02-30T05:00", "bulletins[0].start: "),
        ("900", "-900", "bulletins[0].max_seconds: is -900.0; allowed are 1 to 86400"),
        ("900", "\"900\"", "bulletins[0].max_seconds: is not a number"),
        ("\"normal\"", "\"high\"", "bulletins[0].class: 'high' is none of normal, priority"),
        ("\"normal\"", "\"emergency\"", "bulletins[0].class: emergency is not for schedules; send an alert order"),
        ("\"sang\"", "\"Sáng\"", "bulletins[0].id: 'Sáng' is no bulletin id"),
        ("sang.mp3", "none.mp3", "bulletins[0].source.file: cannot read the file: none.mp3"),
        ("\"file\"", "\"fille\"", "bulletins[0].source.fille: is no key here; did you mean file?"),
        ("900,", "900, \"zones\": [\"Chợ\"],", "bulletins[0].zones: 'Chợ' is no zone's name"),
        ("900,", "900, \"zonse\": [\"cho\"],", "bulletins[0].zonse: is no key here; did you mean zone"),
        ("\"kind\": \"media\"", "\"kind\": \"radio\"", "bulletins[0].source.kind: 'radio' is no source"),
    ])
    func `what is wrong is named by its place`(old: String, new: String, problem: String) throws {
        let result = try check(bulletin((old, new)))
        #expect(result.status == 65)
        #expect(findings(result).contains { $0.hasPrefix(problem) }, "\(findings(result))")
    }

    @Test func `all problems are told at once`() throws {
        let result = try check(
            bulletin(
                ("\"sang\"", "\"S!\""), ("normal", "high"), ("FREQ=DAILY", "FREQ=HOURLY"), ("900", "0"),
                ("\"version\": 1", "\"version\": \"x\"")))
        let paths = findings(result).map { String($0.prefix { $0 != ":" }) }
        #expect(
            Set(paths) == [
                "version", "bulletins[0].id", "bulletins[0].class", "bulletins[0].rrule", "bulletins[0].max_seconds",
            ])
    }

    @Test func `an id that stands twice is found`() throws {
        let one =
            "{\"id\":\"a\",\"class\":\"normal\",\"start\":\"2026-01-01T05:00\",\"max_seconds\":9,"
            + "\"source\":{\"kind\":\"tone\",\"seconds\":5}}"
        let result = try check("{\"version\":1,\"zone\":\"UTC\",\"bulletins\":[\(one),\(one)]}")
        #expect(findings(result) == ["bulletins[1].id: 'a' stands twice in this schedule"])
    }

    @Test func `music at 03:15 is warned of, and can be sent`() throws {
        let result = try check(bulletin(("2026-01-01T05:00", "2026-01-01T03:15")))
        #expect(result.status == 0)
        #expect(findings(result, "warnings").first?.contains("quiet hours") == true)
    }

    @Test func `a bulletin that never comes is warned of`() throws {
        let result = try check(bulletin(("FREQ=DAILY", "FREQ=DAILY;UNTIL=20260102")))
        #expect(result.status == 0)
        #expect(findings(result, "warnings").first?.contains("does not come") == true)
    }

    @Test(arguments: [
        ("{\"a\": 1,}", "line 1, column 9"), ("{\n \"a\": }", "line 2, column 7"), ("[1 2]", "line 1, column 4"),
        ("{\"a\":1,\"a\":2}", "stands twice"), ("\u{feff}{}", "line 1, column 1"), ("{}{}", "follows the end"),
        ("[01]", "no number"), ("", "a value is missing"),
    ])
    func `what is no JSON is found by line and column`(text: String, place: String) throws {
        let result = try check(text)
        #expect(result.status == 65)
        #expect(result.errors.contains(place), "\(result.errors)")
    }

    @Test func `nonsense never crashes`() throws {
        for text in [
            "7", "null", "\"x\"", "[]", "{\"bulletins\":7}", "{\"bulletins\":[7,null,[],\"x\"]}",
            String(repeating: "[", count: 50_000), "{\"version\":1e99,\"zone\":\"\",\"bulletins\":[{}]}",
        ] {
            let result = try check(text)
            #expect(result.status == 65, "\(text.prefix(40)): \(result.errors)")
        }
    }

    @Test func `a file that is not there is status 66`() throws {
        let result = try Command.loa("schedule", "check", "none.json", in: folder)
        #expect(result.status == 66)
        #expect(result.errors.contains("none.json"))
    }

    @Test func `control characters of a file do not reach the terminal`() throws {
        try folder.write(Self.good.replacingOccurrences(of: "\"version\"", with: "\"\\u001b[2Jversion\""), to: "s.json")
        let result = try Command.loa("schedule", "check", "s.json", in: folder)
        #expect(result.status == 65)
        #expect(!result.errors.unicodeScalars.contains { $0.value == 0x1b })
    }
}
