import CentreLink
import Hardware
import LoaModel
import Playback
import TestSupport
import Testing
import Trust

/// A stream that breaks off and comes back, as the whole device sees it.
@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    private let rig: Rig
    private let link = PlaybackLink.stream(address: "https://dai.example:8443/live")
    private let failure = PlaybackFailure.media(
        DecodingFailure(.unreachable, path: "https://dai.example:8443/live", detail: "has ended"))

    init() throws { rig = try Rig() }

    /// The item of a minute's relay at 12:01, at its instant.
    private func relay(fallback: Source? = nil) async throws -> PlaybackItem {
        let source = Source.stream(address: "https://dai.example:8443/live", fallback: fallback)
        try rig.order(try rig.schedule("dai", at: "12:01:00", source: source))
        rig.clock.advance(seconds: 59)
        return try #require(await rig.nextStart())
    }

    private func fault(isOver: Bool) async throws -> Fault {
        let report = try await rig.nextReport {
            if case .fault(let fault) = $0 { (fault.cleared != nil) == isOver } else { false }
        }
        guard case .fault(let fault)? = report else { throw ModelError("no fault was reported") }
        return fault
    }

    private func record() async throws -> AsRun {
        let report = try await rig.nextReport { if case .asRun(let run) = $0 { run.event == .ended } else { false } }
        guard case .asRun(let run)? = report else { throw ModelError("no record") }
        return run
    }

    @Test func `a stream that drops is a fault under its own name until it is heard again, and a word in the record`()
        async throws
    {
        try await rig.whileRunning {
            let item = try await relay(fallback: .tone(seconds: 5))
            #expect(item.segments == [.live([link, .tone(seconds: 5)])])
            rig.player.sounds(item.id, at: MonotonicTime(nanoseconds: 1_000_000_000))
            rig.player.fails(item.id, link, failure)
            let raised = try await fault(isOver: false)
            #expect(raised.code == .streamUnavailable && raised.originator == "stream/dai.example:8443")
            #expect(raised.detail.contains("has ended"))
            rig.player.sounds(item.id, link)
            #expect(try await fault(isOver: true).originator == "stream/dai.example:8443")
            rig.player.ends(
                item.id, .completed, frames: 2_880_000, at: MonotonicTime(nanoseconds: 61_000_000_000))
            let run = try await record()
            #expect(run.outcome == .played && run.reason == "stream_unavailable")
        }
    }
}
