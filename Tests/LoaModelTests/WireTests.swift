import CivilCalendar
import LoaModel
import Testing

/// Values as they stand on the wire, written out by hand.
@Suite struct WireTests {
    static let hash = String(repeating: "0f", count: 32)

    static let schedule = """
        {"version": 12, "zone": "Asia/Ho_Chi_Minh", "valid_from": "2026-11-01T00:00:00Z",
         "priority_order": ["ubnd-31528/bao-lu", "ubnd-92"],
         "bulletins": [
          {"id": "sang", "title": "Bản tin sáng", "class": "normal",
           "source": {"kind": "media", "bytes": 1048576, "sha256": "\(hash)", "url": "https://a.example/x"},
           "start": "2026-11-02T05:00", "rrule": "FREQ=WEEKLY;BYDAY=MO,FR", "exdate": ["2026-12-31T05:00"],
           "rdate": ["2027-01-01T06:00:30"], "zone": "UTC", "max_seconds": 900, "gain_db": -3.5,
           "lateness": {"policy": "late", "within_minutes": 10}, "after_losing": "play_after", "in_quiet_hours": true},
          {"id": "bao-lu", "class": "priority", "source": {"kind": "tone", "seconds": 10},
           "start": "2026-11-02T17:30", "max_seconds": 30}]}
        """

    @Test func `a speaker test, and a command that is none`() throws {
        let test = try WireJSON.read(
            Command.self,
            #"{"kind": "speaker_test", "id": "thu", "seconds": 3.5, "gain_db": -6, "in_quiet_hours": true}"#)
        let id = try BulletinID("thu")
        #expect(test == .speakerTest(SpeakerTest(id: id, seconds: 3.5, gainDecibels: -6, inQuietHours: true)))
        let short = try WireJSON.read(Command.self, #"{"kind": "speaker_test", "id": "thu"}"#)
        #expect(short == .speakerTest(SpeakerTest(id: id, seconds: 4, gainDecibels: 0, inQuietHours: false)))
        #expect(throws: (any Error).self) { try WireJSON.read(Command.self, #"{"kind": "reboot"}"#) }
        for seconds in [1.9, 5.1, .nan] {
            #expect(throws: ModelError.self) { try Command.speakerTest(SpeakerTest(id: id, seconds: seconds)).check() }
        }
    }

    @Test func `what a newer device says of hearing is read as nothing that can be told`() throws {
        let hearing = try WireJSON.read(
            Hearing.self,
            #"{"verdict": "half_heard", "reason": "rain", "score": 0.5, "stretches": 2, "stretches_heard": 1}"#)
        #expect(hearing.verdict == .cannotTell && hearing.reason == .unknown && hearing.stretches == 2)
        let speaker = try WireJSON.read(SpeakerResult.self, #"{"finding": "wet", "missing_hz": []}"#)
        #expect(speaker.finding == .cannotTell)
    }

    @Test func `a schedule`() throws {
        let read = try WireJSON.read(Schedule.self, Self.schedule)
        #expect(read.version == 12)
        #expect(read.validFrom == Timestamp(seconds: 1_793_491_200))
        #expect(read.validUntil == nil)
        #expect(read.priorityOrder == ["ubnd-31528/bao-lu", "ubnd-92"])
        let first = try #require(read.bulletins.first)
        #expect(first.title == "Bản tin sáng")
        #expect(first.source.media.first?.bytes == 1_048_576)
        #expect(first.recurrence.start == (try CivilDateTime(parsing: "2026-11-02T05:00")))
        #expect(first.recurrence.rule?.description == "FREQ=WEEKLY;BYDAY=MO,FR")
        #expect(first.recurrence.additional == [try CivilDateTime(parsing: "2027-01-01T06:00:30")])
        #expect(first.recurrence.excluded == [try CivilDateTime(parsing: "2026-12-31T05:00")])
        #expect(first.zone == "UTC" && first.maximumSeconds == 900 && first.gainDecibels == -3.5)
        #expect(first.lateness == .playLate(withinMinutes: 10))
        #expect(first.afterLosing == .playAfter && first.inQuietHours)
        try read.check { _ in true }
    }

    @Test func `what a bulletin leaves out has its default`() throws {
        let bulletin = try WireJSON.read(Schedule.self, Self.schedule).bulletins[1]
        #expect(bulletin.title == "bao-lu")
        #expect(bulletin.bulletinClass == .priority)
        #expect(bulletin.source == .tone(seconds: 10))
        #expect(bulletin.recurrence.rule == nil && bulletin.recurrence.additional.isEmpty)
        #expect(bulletin.gainDecibels == 0 && bulletin.lateness == .join && bulletin.afterLosing == .resume)
        #expect(!bulletin.inQuietHours && bulletin.zone == nil)
    }

    @Test func `how loud media is stands beside its hash, and need not`() throws {
        let text = #"{"kind": "media", "bytes": 5, "sha256": "\#(Self.hash)"}"#
        let bare = try #require(try WireJSON.read(Source.self, text).media.first)
        #expect(bare.loudness == nil && bare.truePeak == nil)
        let levels = #"{"loudness_lufs": -18.25, "true_peak_dbtp": 0.5, "#
        let measured = try WireJSON.read(Source.self, levels + text.dropFirst())
        #expect(measured.media.first?.loudness == -18.25 && measured.media.first?.truePeak == 0.5)
        #expect(try WireJSON.read(Source.self, try WireJSON.text(measured)) == measured)
        #expect(try !WireJSON.text(Source.media(bare)).contains("null"))
        for level in ["-145", "41"] {
            var alert = Alert(id: try BulletinID("a"), title: "", source: nil)
            alert.source = try WireJSON.read(Source.self, #"{"loudness_lufs": \#(level), "# + text.dropFirst())
            let error = #expect(throws: ModelError.self) { try alert.check() }
            #expect(error?.path == "source.loudness_lufs")
        }
    }

    /// A device of before does not know the two fields; ours must read what a newer one adds likewise.
    @Test func `a field of a source that is not known yet is passed over`() throws {
        let text = #"{"kind": "media", "bytes": 5, "sha256": "\#(Self.hash)", "loudness_range_lu": 9}"#
        #expect(try WireJSON.read(Source.self, text).media.first?.bytes == 5)
    }

    @Test func `what is written is read again, the same`() throws {
        let schedule = try WireJSON.read(Schedule.self, Self.schedule)
        let text = try WireJSON.text(schedule)
        #expect(try WireJSON.read(Schedule.self, text) == schedule)
        #expect(try WireJSON.text(try WireJSON.read(Schedule.self, text)) == text)
    }

    @Test func `an alert, and its defaults`() throws {
        let full = try WireJSON.read(
            Alert.self,
            """
            {"id": "lu", "title": "Lũ quét", "tone_seconds": 5, "times": 3, "gap_seconds": 4, "max_seconds": 500,
             "gain_db": 3, "source": {"kind": "tone", "seconds": 2}}
            """)
        #expect(
            full
                == Alert(
                    id: try BulletinID("lu"), title: "Lũ quét", source: .tone(seconds: 2), toneSeconds: 5, times: 3,
                    gapSeconds: 4, maximumSeconds: 500, gainDecibels: 3))
        let bare = try WireJSON.read(Alert.self, #"{"id": "lu"}"#)
        #expect(bare == Alert(id: try BulletinID("lu"), title: "lu", source: nil))
        #expect(try WireJSON.read(Alert.self, try WireJSON.text(full)) == full)
    }

    @Test func `an alert with a text, beside the recorded message of devices that speak none`() throws {
        let text = #"""
            {"id": "lu", "speech": {"text": "Chạy đi", "voice": "vi"}, "source": {"kind": "tone", "seconds": 2}}
            """#
        let alert = try WireJSON.read(Alert.self, text)
        #expect(alert.speech == Speech("Chạy đi", voice: "vi"))
        #expect(alert.source == .tone(seconds: 2))
        #expect(alert.toneSeconds == nil)
        try alert.check()
        #expect(try WireJSON.read(Alert.self, try WireJSON.text(alert)) == alert)
    }

    @Test func `a text with what stands behind it`() throws {
        let text =
            #"{"fallback":{"fallback":{"kind":"tone","seconds":5},"kind":"speech","text":"Hi","voice":"en-us"},"#
            + #""kind":"speech","text":"Chào"}"#
        let source = try WireJSON.read(Source.self, text)
        #expect(
            source
                == .speech(
                    Speech("Chào"), fallback: .speech(Speech("Hi", voice: "en-us"), fallback: .tone(seconds: 5))))
        #expect(source.speech.map(\.text) == ["Chào", "Hi"])
        #expect(try WireJSON.text(source) == text)
    }

    @Test func `an input of the site, with what stands behind it, and behind a stream`() throws {
        let text =
            #"{"fallback":{"fallback":{"kind":"tone","seconds":5},"kind":"line","name":"radio"},"#
            + #""kind":"stream","url":"http://a/b"}"#
        let source = try WireJSON.read(Source.self, text)
        #expect(
            source
                == .stream(address: "http://a/b", fallback: .line(name: "radio", fallback: .tone(seconds: 5))))
        #expect(try WireJSON.text(source) == text)
    }

    @Test(arguments: [4, 5, 400])
    func `no more than four stand behind one another, however deep an order is`(depth: Int) {
        let link = #"{"kind": "speech", "text": "a", "fallback": "#
        let text =
            String(repeating: link, count: depth) + #"{"kind": "tone", "seconds": 1}"#
            + String(repeating: "}", count: depth)
        let source = try? WireJSON.read(Source.self, text)
        #expect((source != nil) == (depth == 4))
    }

    @Test func `a cancel`() throws {
        let cancel = try WireJSON.read(Cancellation.self, #"{"target": "alert", "id": "lu", "reason": "nước rút"}"#)
        #expect(cancel == Cancellation(target: .alert, id: try BulletinID("lu"), reason: "nước rút"))
        let bare = Cancellation(target: .bulletin, id: try BulletinID("a"))
        #expect(try WireJSON.text(bare) == #"{"id":"a","target":"bulletin"}"#)
    }

    @Test func `an as-run record`() throws {
        let authority = try AuthorityID("ubnd")
        let planned = try Timestamp(parsing: "2026-11-20T22:00:00Z")
        var record = AsRun(
            broadcast: BroadcastID(authority: authority, bulletin: try BulletinID("sang"), planned: planned),
            authority: authority, bulletin: try BulletinID("sang"), title: "Sáng", bulletinClass: .normal,
            planned: planned, event: .ended, outcome: .quietHours, started: planned.adding(nanoseconds: 3_000_000),
            ended: nil, startErrorMicroseconds: 3_000, frames: 48_000, rate: 48_000, peakDecibels: -1.5,
            meanDecibels: -20.25, underruns: 0, reason: "quiet_hours")
        record.gainDecibels = 2.5
        record.hornZones = ["cho"]
        let text = """
            {"authority":"ubnd","broadcast":"ubnd/sang@2026-11-20T22:00:00Z","bulletin":"sang","class":"normal",\
            "event":"ended","frames":48000,"gain_db":2.5,"outcome":"quiet_hours","peak_dbfs":-1.5,"planned":"2026-11-20T22:00:00Z",\
            "rate":48000,"reason":"quiet_hours","rms_dbfs":-20.25,"start_error_us":3000,\
            "started":"2026-11-20T22:00:00.003Z","title":"Sáng","underruns":0,"zones":["cho"]}
            """
        #expect(try WireJSON.text(record) == text)
        #expect(try WireJSON.read(AsRun.self, text) == record)
    }

    @Test func `a fault`() throws {
        let fault = Fault(
            code: .clockNotSynchronised, originator: "clock", since: Timestamp(seconds: 0), cleared: nil,
            detail: "No time.")
        let text =
            #"{"code":"clock_not_synchronised","detail":"No time.","originator":"clock","since":"1970-01-01T00:00:00Z"}"#
        #expect(try WireJSON.text(fault) == text)
        #expect(try WireJSON.read(Fault.self, text) == fault)
    }

    @Test func `a fault of a newer device is read, with its detail`() throws {
        let fault = try WireJSON.read(
            Fault.self,
            #"{"code":"flux_low","detail":"Of 1985.","originator":"clock","since":"1970-01-01T00:00:00Z"}"#)
        #expect(fault.code == .unknown && fault.detail == "Of 1985.")
    }

    @Test(arguments: FaultCode.allCases) func `every fault says what to do`(code: FaultCode) {
        #expect(code.remedy.hasSuffix(".") && code.remedy.count > 20)
        #expect(code.rawValue.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 })
    }

    @Test(arguments: [
        ("2026-11-21T05:00:00Z", "2026-11-21T05:00:00Z"), ("2026-11-21T12:00:00+07:00", "2026-11-21T05:00:00Z"),
        ("2026-11-21T05:00:00.250Z", "2026-11-21T05:00:00.250Z"), ("2026-11-21T00:30:00-04:30", "2026-11-21T05:00:00Z"),
    ]) func `times`(text: String, canonical: String) throws {
        #expect(try Timestamp(parsing: text).description == canonical)
    }
}
