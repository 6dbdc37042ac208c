import CivilCalendar
import LoaModel
import Testing

/// What is refused, and that the refusal names the value and what is allowed.
@Suite struct CheckTests {
    private static let tone = #""kind": "tone", "seconds": 10"#

    /// The schedule of `WireTests` with one text in place of another.
    private func problem(_ old: String, _ new: String) -> String? {
        let text = WireTests.schedule.replacing(old, with: new)
        #expect(text != WireTests.schedule)
        do {
            try WireJSON.read(Schedule.self, text).check { $0 == "UTC" || $0 == "Asia/Ho_Chi_Minh" }
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        (#""max_seconds": 900"#, #""max_seconds": 0"#, "bulletins[0].max_seconds"),
        (#""max_seconds": 900"#, #""max_seconds": -900"#, "bulletins[0].max_seconds"),
        (#""max_seconds": 900"#, #""max_seconds": 86401"#, "bulletins[0].max_seconds"),
        (#""max_seconds": 900"#, #""max_seconds": 1e300"#, "bulletins[0].max_seconds"),
        (#""max_seconds": 900"#, #""max_seconds": "900""#, "bulletins[0].max_seconds"),
        (#""max_seconds": 900, "#, "", "bulletins[0].max_seconds"),
        (#""gain_db": -3.5"#, #""gain_db": 21"#, "bulletins[0].gain_db"),
        (#""class": "normal""#, #""class": "emergency""#, "bulletins[0].class"),
        (#""class": "normal""#, #""class": "loud""#, "bulletins[0].class"),
        (#""within_minutes": 10"#, #""within_minutes": 0"#, "bulletins[0].lateness.within_minutes"),
        (#""within_minutes": 10"#, #""within_minutes": 1441"#, "bulletins[0].lateness.within_minutes"),
        (#""policy": "late""#, #""policy": "never""#, "bulletins[0].lateness.policy"),
        (#""bytes": 1048576"#, #""bytes": 0"#, "bulletins[0].source.bytes"),
        ("https://a.example/x", "file:///etc/passwd", "bulletins[0].source.url"),
        (#""kind": "media""#, #""kind": "radio""#, "bulletins[0].source.kind"),
        (#""seconds": 10}"#, #""seconds": 61}"#, "bulletins[1].source.seconds"),
        (Self.tone, #""kind": "stream", "url": "file:///etc/passwd""#, "bulletins[1].source.url"),
        (Self.tone, #""kind": "stream", "url": "http:///x""#, "bulletins[1].source.url"),
        (Self.tone, #""kind": "stream", "url": "http://a.example/x -i y""#, "bulletins[1].source.url"),
        (Self.tone, #""kind": "speech", "text": """#, "bulletins[1].source.text"),
        (Self.tone, #""kind": "speech", "text": "...""#, "bulletins[1].source.text"),
        (Self.tone, #""kind": "speech", "text": "a\u001b[m""#, "bulletins[1].source.text"),
        (
            Self.tone, #""kind": "speech", "text": "\#(String(repeating: "a", count: 4_001))""#,
            "bulletins[1].source.text"
        ),
        (Self.tone, #""kind": "speech", "text": "a", "voice": "-x""#, "bulletins[1].source.voice"),
        (Self.tone, #""kind": "speech", "text": "a", "voice": "../a""#, "bulletins[1].source.voice"),
        (
            Self.tone, #""kind": "speech", "text": "a", "fallback": {"kind": "tone", "seconds": 0}"#,
            "bulletins[1].source.fallback.seconds"
        ),
        (WireTests.hash, WireTests.hash.uppercased(), "bulletins[0].source.sha256"),
        (#""id": "bao-lu""#, #""id": "sang""#, "bulletins[1].id"),
        (#""id": "bao-lu""#, #""id": "../../etc""#, "bulletins[1].id"),
        (#""id": "bao-lu""#, #""id": """#, "bulletins[1].id"),
        (#""start": "2026-11-02T17:30""#, #""start": "2026-02-30T17:30""#, "bulletins[1].start"),
        (#""start": "2026-11-02T17:30""#, #""start": "1970-01-01T17:30""#, "bulletins[1].start"),
        (#""start": "2026-11-02T17:30""#, #""start": 5"#, "bulletins[1].start"),
        ("FREQ=WEEKLY", "FREQ=HOURLY", "bulletins[0].rrule"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=0", "bulletins[0].rrule"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=1000000", "bulletins[0].rrule"),
        (#""zone": "UTC""#, #""zone": "Asia/Atlantis""#, "bulletins[0].zone"),
        ("Asia/Ho_Chi_Minh", "Asia/Atlantis", "zone"),
        (#""valid_from": "2026-11-01T00:00:00Z""#, #""valid_from": "2026-11-01""#, "valid_from"),
        (
            #""valid_from": "2026-11-01T00:00:00Z""#,
            #""valid_from": "2026-11-01T00:00:00Z", "valid_until": "2026-11-01T00:00:00Z""#, "valid_until"
        ),
        (#""exdate": ["2026-12-31T05:00"]"#, #""exdate": ["2026-12-31"]"#, "bulletins[0].exdate[0]"),
        (#""version": 12"#, #""version": null"#, "version"),
    ]) func `a wrong value is named`(old: String, new: String, path: String) throws {
        let found = try #require(self.problem(old, new))
        #expect(found.hasPrefix("\(path): "), "\(found)")
        #expect(found.count > path.count + 8)
    }

    @Test(arguments: ["1048576.5", "99999999999999999999", "1e30"])
    func `a number that is no whole number is refused in a sentence`(number: String) throws {
        let found = try #require(self.problem(#""bytes": 1048576"#, #""bytes": \#(number)"#))
        #expect(found.contains("whole number"))
    }

    @Test(
        arguments: [
            (#"["cho"]"#, nil), ("[]", nil), (#"["Chợ"]"#, "bulletins[0].zones"),
            (#"["a", "a"]"#, "bulletins[0].zones"),
            (#""cho""#, "bulletins[0].zones"), (#"[""]"#, "bulletins[0].zones"),
        ] as [(String, String?)])
    func `a bulletin's horn zones are ids, each once`(zones: String, path: String?) throws {
        let problem = problem(#""max_seconds": 900"#, #""max_seconds": 900, "zones": \#(zones)"#)
        #expect(problem.map { String($0.prefix { $0 != ":" }) } == path)
    }

    @Test(arguments: [#"["dinh", "Chợ", ""]"#, #""cho""#, "7", "[7]", "{}", "null"])
    func `no horn zone makes an alert be refused`(zones: String) throws {
        let alert = try WireJSON.read(Alert.self, #"{"id": "lu", "zones": \#(zones)}"#)
        try alert.check()
        #expect(alert.hornZones?.first == (zones.contains("dinh") ? "dinh" : nil))
    }

    @Test(arguments: ["", "hw:CARD=Tuner", "../x", "Đài"])
    func `an input is a name of the site's, no device`(name: String) {
        let problem = problem(Self.tone, #""kind": "line", "name": "\#(name)""#)
        #expect(problem?.hasPrefix("bulletins[") == true && problem?.contains("is no input's name") == true)
    }

    @Test func `the schedule itself is in order`() throws {
        try WireJSON.read(Schedule.self, WireTests.schedule).check { _ in true }
    }

    private func many(_ count: Int, rule: String?) throws -> Schedule {
        let start = try CivilDateTime(parsing: "2026-01-01T05:00")
        let rule = try rule.map { try RecurrenceRule(parsing: $0) }
        return Schedule(
            version: 1, zone: "UTC",
            bulletins: try (0..<count).map {
                Bulletin(
                    id: try BulletinID("b\($0)"), title: "", bulletinClass: .normal, source: .tone(seconds: 1),
                    recurrence: Recurrence(start: start, rule: rule), maximumSeconds: 10)
            })
    }

    @Test func `a schedule has a largest size`() throws {
        try many(2_000, rule: "FREQ=DAILY").check { _ in true }
        let error = #expect(throws: ModelError.self) { try many(2_001, rule: nil).check { _ in true } }
        #expect(error?.path == "bulletins")
        try many(100, rule: "FREQ=DAILY;COUNT=9").check { _ in true }
        #expect(throws: ModelError.self) { try many(101, rule: "FREQ=DAILY;COUNT=9").check { _ in true } }
    }

    @Test(arguments: [
        #"{"id": "x", "tone_seconds": 0}"#, #"{"id": "x", "tone_seconds": 31}"#, #"{"id": "x", "times": 0}"#,
        #"{"id": "x", "times": 101}"#, #"{"id": "x", "gap_seconds": -1}"#, #"{"id": "x", "max_seconds": 21601}"#,
        #"{"id": "x", "gain_db": 20.1}"#, #"{"id": "x", "source": {"kind": "tone", "seconds": 0}}"#,
    ]) func `alerts have their ranges`(text: String) throws {
        let alert = try WireJSON.read(Alert.self, text)
        #expect(throws: ModelError.self) { try alert.check() }
    }

    @Test(arguments: [
        "", "/", "vn/", "/vn", "vn//92", "vn/92/31528/1/2/3/4", "VN", "vn/+", "vn/#", "vn/ 92", "vn/92\n",
        String(repeating: "a", count: 65),
    ]) func `no area`(text: String) { #expect(throws: ModelError.self) { try Area(text) } }

    @Test func `an area contains itself and what lies inside`() throws {
        let province = try Area("vn/92")
        #expect(province.contains(province))
        #expect(province.contains(try Area("vn/92/31528")))
        #expect(!province.contains(try Area("vn/921")))
        #expect(!province.contains(try Area("vn")))
        #expect(try Area("vn/92/31528").lineage.map(\.description) == ["vn", "vn/92", "vn/92/31528"])
    }

    @Test func `a broadcast is named the same after every restart`() throws {
        let id = BroadcastID(
            authority: try AuthorityID("ubnd-92"), bulletin: try BulletinID("sang"),
            planned: try Timestamp(parsing: "2026-11-21T05:00:00.7Z"))
        #expect(id.text == "ubnd-92/sang@2026-11-21T05:00:00Z")
        #expect(try BroadcastID(id.text) == id)
        #expect(throws: ModelError.self) { try BroadcastID("sang") }
    }

    @Test func `classes are in order`() {
        #expect(BulletinClass.normal < .priority && .priority < .emergency)
    }
}
