import Foundation
import LoaModel
import Testing
import Trust

/// `loa` against the real centre and broker: what it sends is taken, and reaches a device as it was meant.
@Suite(.serialized) struct CentreSystemTests {
    private let centre: RunningCentre
    private var folder: Folder { centre.broker.folder }

    init() throws {
        centre = try RunningCentre()
        try folder.write(String(repeating: "not really music ", count: 9_000), to: "sang.mp3")
        try folder.write(
            """
            {"version": 7, "zone": "Asia/Ho_Chi_Minh", "bulletins": [
              {"id": "sang", "class": "normal", "start": "2026-01-01T05:00", "rrule": "FREQ=DAILY", "max_seconds": 900,
               "source": {"kind": "media", "file": "sang.mp3"}}]}
            """, to: "s.json")
    }

    /// The orders that a device of the area is given, judged as it would.
    private func judged(_ topicEnd: String) throws -> Order {
        let device = try centre.broker.listen(as: centre.broker.identity("loa-a"))
        try EnrolledBroker.wait(for: "the order") { try device.received().contains { $0.contains(topicEnd) } }
        let line = try #require(try device.received().last { $0.contains(topicEnd) })
        let root = try JSON.decode(TrustList.Key.self, from: try folder.bytes("loa-a/root.pub"))
        let verifier = OrderVerifier(
            trust: try TrustList(verifying: try folder.bytes("trust.jws"), root: root), device: try DeviceID("loa-a"),
            area: try Area("vn/92/31528"))
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        let verdict = try verifier.judge(
            Array(line.split(separator: " ")[1].utf8),
            .init(clock: now, lowerBound: now, last: { _ in nil }, knowsZone: { _ in true }))
        switch verdict {
        case .accepted(let order, _), .known(let order, _): return order
        }
    }

    @Test func `a schedule is pushed with its media, shown, and accepted by a device`() throws {
        let pushed = try centre.loa(
            "schedule", "push", "s.json", "--authority", "ubnd", "--area", "vn/92", "--json")
        #expect(pushed.status == 0, "\(pushed.errors)")
        #expect(pushed.object["published"] as? Bool == true)
        let shown = try centre.loa("schedule", "show", "--json")
        #expect(shown.list.first?["order"] as? String == pushed.object["order"] as? String)
        let order = try judged("loa/1/area/vn/92/schedule/ubnd")
        guard case .schedule(let schedule) = order.body else { throw EnrolledBroker.Failure(told: "no schedule") }
        #expect(schedule.version == 7)
        #expect(Int(order.sequence) == pushed.object["seq"] as? Int)
        let media = try #require(schedule.bulletins.first?.source.media.first)
        #expect(media.bytes == 153_000)
        let script =
            "import sys,urllib.request as r,hashlib as h;print(h.sha256(r.urlopen(sys.argv[1]).read()).hexdigest())"
        let served = try Command.run(
            "/usr/bin/env", ["python3", "-c", script, "http://127.0.0.1:\(centre.port)/media/\(media.sha256)"],
            in: folder)
        #expect(served.output == "\(media.sha256)\n", "\(served.errors)")
        #expect(try centre.loa("schedule", "show").output.contains("FREQ=DAILY"))
    }

    /// Two channels of a sine of 1 kHz at -26 dB of full scale, for two seconds: -26 LUFS.
    private func writeSine(to name: String) throws {
        let script = """
            import array, math, sys, wave
            samples = array.array("h", (round(1642 * math.sin(math.pi * n / 24)) for n in range(96000) for _ in range(2)))
            with wave.open(sys.argv[1], "wb") as out:
                out.setparams((2, 2, 48000, 0, "NONE", ""))
                out.writeframes(samples.tobytes())
            """
        let made = try Command.run("/usr/bin/env", ["python3", "-c", script, name], in: folder)
        #expect(made.status == 0, "\(made.errors)")
    }

    @Test func `how loud media was measured to be stands in the signed order, of a schedule and of an alert`() throws {
        try writeSine(to: "sine.wav")
        try folder.write(
            """
            {"version": 8, "zone": "Asia/Ho_Chi_Minh", "bulletins": [
              {"id": "a", "class": "normal", "start": "2026-01-01T05:00", "max_seconds": 9,
               "source": {"kind": "media", "file": "sine.wav"}},
              {"id": "b", "class": "normal", "start": "2026-01-01T06:00", "max_seconds": 9,
               "source": {"kind": "media", "file": "sang.mp3"}}]}
            """, to: "loud.json")
        let pushed = try centre.loa("schedule", "push", "loud.json", "--authority", "ubnd", "--area", "vn/92")
        #expect(pushed.status == 0, "\(pushed.errors)")
        let sent = try centre.loa(
            "alert", "send", "--authority", "ubnd", "--area", "vn/92", "--title", "Lũ", "--file", "sine.wav")
        #expect(sent.status == 0, "\(sent.errors)")
        guard case .schedule(let schedule) = try judged("schedule/ubnd").body,
            case .alert(let alert) = try judged("alert/ubnd").body
        else { throw EnrolledBroker.Failure(told: "no schedule and alert") }
        for media in schedule.bulletins[0].source.media + (alert.source?.media ?? []) {
            #expect(abs((media.loudness ?? 0) + 26) < 0.3, "\(media)")
            #expect(abs((media.truePeak ?? 0) + 26) < 0.3, "\(media)")
        }
        #expect(alert.source?.media.count == 1)
        // What is no sound has no loudness, and no invented one.
        let other = try #require(schedule.bulletins[1].source.media.first)
        #expect(other.loudness == nil && other.truePeak == nil)
    }

    @Test func `a push again has a higher number and sends no media twice`() throws {
        let push = {
            try self.centre.loa("schedule", "push", "s.json", "--authority", "ubnd", "--area", "vn/92", "--json")
        }
        let first = try push()
        let second = try push()
        let numbers = [first, second].compactMap { $0.object["seq"] as? Int }
        #expect(numbers.count == 2)
        #expect(numbers[0] < numbers[1])
        let added = try centre.loa("media", "add", "sang.mp3", "--json")
        #expect(added.object["sent"] as? Bool == false)
    }

    @Test func `an alert is sent and cancelled`() throws {
        let sent = try centre.loa(
            "alert", "send", "--authority", "ubnd", "--area", "vn/92", "--title", "Lũ", "--file", "sang.mp3", "--times",
            "3", "--json")
        #expect(sent.status == 0, "\(sent.errors)")
        let id = try #require(sent.object["id"] as? String)
        guard case .alert(let alert) = try judged("alert/ubnd").body else {
            throw EnrolledBroker.Failure(told: "no alert")
        }
        #expect(alert.id.text == id)
        #expect(alert.times == 3)
        #expect(alert.source?.media.first?.bytes == 153_000)
        let cancelled = try centre.loa("alert", "cancel", id, "--authority", "ubnd", "--area", "vn/92", "--json")
        #expect(cancelled.status == 0, "\(cancelled.errors)")
        #expect(try judged("alert/ubnd").body == .cancel(Cancellation(target: .alert, id: alert.id)))
    }

    @Test func `an order outside the authority's rights is status 77, with the reason`() throws {
        let result = try centre.loa("alert", "send", "--authority", "ubnd", "--area", "vn/93", "--title", "x")
        #expect(result.status == 77)
        #expect(result.errors.contains("area_not_permitted"))
    }

    @Test func `a wrong token is status 77`() throws {
        try folder.write("another-token-altogether", to: "token")
        let result = try centre.loa("alert", "send", "--authority", "ubnd", "--area", "vn/92", "--title", "x")
        #expect(result.status == 77)
        #expect(result.errors.contains("--token-file"))
    }

    @Test func `an empty fleet is an empty list, and an unknown device status 66`() throws {
        #expect(try centre.loa("device", "list", "--json").output == "[]\n")
        #expect(try centre.loa("asrun", "--since", "2026-01-01T00:00:00Z", "--json").output == "[]\n")
        #expect(try centre.loa("device", "list", "--area", "vn/92").output.hasPrefix("DEVICE  STATE"))
        let unknown = try centre.loa("device", "show", "loa-zzz")
        #expect(unknown.status == 66)
        #expect(unknown.errors.contains("unknown_device"))
    }
}
