import CentreLink
import Hardware
import LoaModel
import Playback
import TestSupport
import Testing
import Trust

/// An input is played where the site's settings permit it, and what stands behind it where they do not.
@Suite(.timeLimit(.minutes(1)))
struct LineSourceTests {
    private static let source = Source.line(name: "radio", fallback: .tone(seconds: 20))

    private func item(_ rig: Rig) async throws -> PlaybackItem {
        try rig.order(try rig.schedule("trua", at: "12:01:00", source: Self.source))
        rig.clock.advance(seconds: 59)
        return try #require(await rig.nextStart())
    }

    @Test func `the input, live, where it is permitted; its fault begins and ends by its name`() async throws {
        let rig = try Rig(lines: ["radio"])
        try await rig.whileRunning {
            let item = try await item(rig)
            let radio = PlaybackLink.stream(address: "line:radio")
            #expect(item.segments == [.live([radio, .tone(seconds: 20)])])
            rig.player.sounds(item.id, at: MonotonicTime(nanoseconds: 0))
            let failure = DecodingFailure(.noInput, path: "line:radio", detail: "gives silence for 5 s")
            rig.player.tells(.linkFailed(id: item.id, link: radio, .media(failure)))
            let raised = try await rig.nextReport { if case .fault = $0 { true } else { false } }
            guard case .fault(let fault)? = raised else { throw ModelError("no fault") }
            #expect(fault.code == .lineUnavailable && fault.originator == "line/radio" && fault.cleared == nil)
            rig.player.tells(.linkSounds(id: item.id, link: radio))
            let over = try await rig.nextReport { if case .fault = $0 { true } else { false } }
            guard case .fault(let cleared)? = over else { throw ModelError("no fault") }
            #expect(cleared.originator == "line/radio" && cleared.cleared != nil)
        }
    }

    @Test(arguments: [[], ["tuner"]])
    func `what stands behind it where it is not, and the record says so`(lines: Set<String>) async throws {
        let rig = try Rig(lines: lines)
        try await rig.whileRunning {
            let item = try await item(rig)
            #expect(item.segments == [.tone(seconds: 20)])
            rig.player.sounds(item.id, at: MonotonicTime(nanoseconds: 0))
            rig.player.ends(item.id, .completed, frames: 960_000, at: MonotonicTime(nanoseconds: 20_000_000_000))
            var faults: [FaultCode] = []
            let last = try await rig.nextReport {
                if case .fault(let fault) = $0 { faults.append(fault.code) }
                if case .asRun(let record) = $0 { return record.event == .ended }
                return false
            }
            guard case .asRun(let record)? = last else { throw ModelError("no record") }
            #expect(record.outcome == .played && record.reason == "line_unavailable" && faults.isEmpty)
        }
    }
}
