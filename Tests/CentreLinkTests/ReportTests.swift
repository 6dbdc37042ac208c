import CentreLink
import CivilCalendar
import Foundation
import LoaModel
import TestSupport
import Testing
import Trust

@Suite struct `Reports on the wire` {
    private static let now = Timestamp(seconds: 1_795_237_200)

    private static func samples() throws -> [Report] {
        let bodies: [Report.Body] = [
            .answer(
                Answer(
                    order: String(repeating: "a", count: 64), outcome: .refused, type: .alert,
                    issuer: try AuthorityID("ubnd-92"), sequence: .max, code: .expired, detail: "đã hết hạn")),
            .fault(Fault(code: .mediaMissing, originator: "media/x", since: now, cleared: now, detail: "404")),
            .asRun(
                AsRun(
                    broadcast: try BroadcastID("ubnd-92/sang@2026-11-20T22:00:00Z"),
                    authority: try AuthorityID("ubnd-92"), bulletin: try BulletinID("sang"), title: "Bản tin 🌅",
                    bulletinClass: .priority, planned: now, event: .ended, outcome: .played, started: now, ended: now,
                    startErrorMicroseconds: -12, frames: 1_000, rate: 48_000, peakDecibels: -1.25, meanDecibels: -20,
                    reason: "ubnd-92/lu@2026-11-20T22:00:00Z")),
            .health(
                HealthReport(
                    version: "0.1.0", uptimeSeconds: 1.5, area: try Area("vn/92"),
                    clock: .init(synchronised: true, source: "kernel"), board: .init(load: 0.25),
                    output: .init(name: "file:out.wav", state: .playing, rate: 48_000), schedules: [],
                    trustVersion: 3, lastBroadcast: nil, nextBroadcast: nil, outbox: .init(depth: 3),
                    faults: [Fault(code: .linkDown, originator: "link", since: now, detail: "x")])),
        ]
        return try bodies.enumerated().map { index, body in
            Report(
                device: try DeviceID("loa-0001"), epoch: "b1946ac9", number: Int64(index) + 1, after: Int64(index),
                at: now, clockSynchronised: index != 1, uptimeMilliseconds: 86_400_123, boot: "5f2c0d6e", body: body)
        }
    }

    @Test func `each kind comes back as it went`() throws {
        for report in try Self.samples() {
            let bytes = try JSON.encode(report)
            #expect(try JSON.decode(Report.self, from: bytes) == report)
            #expect(try JSON.encode(try JSON.decode(Report.self, from: bytes)) == bytes)
        }
    }

    @Test func `kinds go in their lanes`() throws {
        #expect(try Self.samples().map(\.lane) == [.record, .record, .record, .telemetry])
    }

    @Test func `the fields stand as the protocol says`() throws {
        let report = try #require(try Self.samples().first)
        let text = String(decoding: try JSON.encode(report), as: UTF8.self)
        #expect(
            text == """
                {"after":0,"at":"2026-11-21T05:00:00Z","body":{"code":"expired","detail":"đã hết hạn",\
                "iss":"ubnd-92","order":"\(String(repeating: "a", count: 64))","outcome":"refused",\
                "seq":9223372036854775807,"type":"alert"},"boot":"5f2c0d6e","clock_sync":true,"device":"loa-0001",\
                "epoch":"b1946ac9","kind":"answer","lane":"record","loa":1,"n":1,"uptime_ms":86400123}
                """)
    }

    @Test func `a field that is missing, null or of another kind is named`() throws {
        for report in try Self.samples() {
            let text = String(decoding: try JSON.encode(report), as: UTF8.self)
            for field in [
                "loa", "device", "epoch", "n", "after", "at", "clock_sync", "uptime_ms", "boot", "kind", "body",
            ] {
                for changed in ["\"x\":", "\"\(field)\":null,\"x\":", "\"\(field)\":[],\"x\":"] {
                    let wrong = text.replacing(try Regex("\"\(field)\":"), with: changed, maxReplacements: 1)
                    do {
                        _ = try JSON.decode(Report.self, from: Array(wrong.utf8))
                        Issue.record("read \(wrong)")
                    } catch {
                        #expect(error.path.contains(field) || error.problem.contains(field), "\(error) for \(field)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        (#""loa":1"#, #""loa":2"#), (#""n":1"#, #""n":0"#), (#""n":1"#, #""n":-1"#), (#""n":1"#, #""n":1.5"#),
        (#""after":0"#, #""after":1"#), (#""after":0"#, #""after":-1"#), (#""kind":"answer""#, #""kind":"song""#),
        (#""kind":"answer""#, #""kind":"health""#), (#""lane":"record""#, #""lane":"telemetry""#),
        (#""epoch":"b1946ac9""#, #""epoch":"""#), (#""uptime_ms":8"#, #""uptime_ms":-8"#),
        (#""device":"loa-0001""#, #""device":"LOA""#), (#""outcome":"refused""#, #""outcome":"maybe""#),
        (#""code":"expired""#, #""code":"tired""#), (#""at":"2026"#, #""at":"2026-13"#),
    ])
    func `what means nothing is refused`(old: String, new: String) throws {
        let text = String(decoding: try JSON.encode(try Self.samples()[0]), as: UTF8.self)
        let changed = text.replacing(old, with: new)
        #expect(changed != text)
        #expect(throws: ModelError.self) { try JSON.decode(Report.self, from: Array(changed.utf8)) }
    }

    @Test func `names of a journal and of a boot are bounded`() throws {
        var report = try Self.samples()[0]
        report.epoch = String(repeating: "a", count: 65)
        #expect(throws: ModelError.self) { try JSON.decode(Report.self, from: try JSON.encode(report)) }
        report.epoch = String(repeating: "a", count: 64)
        #expect(try JSON.decode(Report.self, from: try JSON.encode(report)) == report)
    }

    @Test func `changed bytes are refused or mean what they say`() throws {
        var dice = Dice(seed: 7)
        for report in try Self.samples() {
            let bytes = try JSON.encode(report)
            for _ in 0..<1_500 {
                guard let read = try? JSON.decode(Report.self, from: dice.mutate(bytes)) else { continue }
                // Times are written to the millisecond, so it is what is written that must stay the same.
                let written = try JSON.encode(read)
                #expect(try JSON.encode(try JSON.decode(Report.self, from: written)) == written)
            }
            for _ in 0..<500 {
                let noise = dice.bytes(upTo: 100)
                #expect(throws: ModelError.self) { try JSON.decode(Report.self, from: noise) }
            }
        }
    }
}
