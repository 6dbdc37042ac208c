import CentreLink
import Hardware
import LoaModel
import Playback
import Testing
import Trust

/// What the microphone heard, on its way into records and faults.
@Suite(.timeLimit(.minutes(1)))
struct EvidenceTests {
    private static let heard = Hearing(
        verdict: .heard, score: 0.4, stretches: 3, stretchesHeard: 3, delayMilliseconds: 20, capturedDecibels: -30)
    private static let notHeard = Hearing(verdict: .notHeard, stretches: 3)

    /// Plays the next item to its end; its id.
    private func play(_ rig: Rig) async throws -> String {
        let id = try #require(await rig.nextStart()).id
        rig.player.sounds(id, at: MonotonicTime(nanoseconds: 0))
        rig.player.ends(id, .completed, frames: 144_000, at: MonotonicTime(nanoseconds: 3_000_000_000))
        return id
    }

    private func nextEnd(_ rig: Rig) async throws -> AsRun? {
        let body = try await rig.nextReport { if case .asRun(let asRun) = $0 { asRun.event == .ended } else { false } }
        guard case .asRun(let asRun) = body else { return nil }
        return asRun
    }

    private func nextFault(_ rig: Rig, _ code: FaultCode, cleared: Bool) async throws -> Fault? {
        let body = try await rig.nextReport {
            if case .fault(let fault) = $0 { fault.code == code && (fault.cleared != nil) == cleared } else { false }
        }
        guard case .fault(let fault) = body else { return nil }
        return fault
    }

    @Test func `the record goes out at the end, and once more with what was heard`() async throws {
        let rig = try Rig()
        try await rig.whileRunning {
            try rig.order(try rig.alert("lu"))
            let id = try await play(rig)
            let first = try #require(try await nextEnd(rig))
            #expect(first.hearing == nil && first.frames == 144_000)
            rig.player.hears(id, Self.heard)
            let second = try #require(try await nextEnd(rig))
            #expect(second.hearing == Self.heard && second.outcome == first.outcome && second.frames == first.frames)
        }
    }

    @Test func `three broadcasts in a row that nobody heard are a fault until one is heard`() async throws {
        let rig = try Rig()
        try await rig.whileRunning {
            for number in 1...3 {
                try rig.order(try rig.alert("lu-\(number)"), sequence: Int64(number))
                rig.player.hears(try await play(rig), Self.notHeard)
            }
            let fault = try #require(try await nextFault(rig, .speakerNotHeard, cleared: false))
            #expect(fault.originator == "speaker" && fault.detail.contains("3 broadcasts"))
            try rig.order(try rig.alert("lu-4"), sequence: 4)
            rig.player.hears(try await play(rig), Self.heard)
            #expect(try await nextFault(rig, .speakerNotHeard, cleared: true) != nil)
        }
    }

    @Test func `two that were not heard and one of which nothing can be said are none`() {
        var watch = HornWatch()
        let raised = [
            Self.notHeard, Self.notHeard, Hearing(verdict: .cannotTell, reason: .clipped), Self.heard, Self.notHeard,
        ]
        .flatMap { watch.note($0, of: "a") }
        .filter { if case .raise = $0 { true } else { false } }
        #expect(raised.isEmpty)
    }

    @Test func `a dead microphone is its own fault, never the horn's`() {
        var watch = HornWatch()
        let dead = Hearing(verdict: .cannotTell, reason: .microphoneSilent)
        let changes = (1...3).flatMap { _ in watch.note(dead, of: "a") }
        #expect(changes.count == 1)
        guard case .raise(.microphoneSilent, _) = changes.first else {
            Issue.record("\(changes)")
            return
        }
    }

    @Test func `a speaker test plays a sweep, and is compared with the calibration`() async throws {
        let bands = { (gain: Double) in
            SpeakerResponse(
                bands: [500, 1_000, 2_000].map {
                    SpeakerResponse.Band(hertz: $0, gainDecibels: gain, clearanceDecibels: 30)
                })
        }
        let rig = try Rig(calibration: bands(-30))
        try await rig.whileRunning {
            let test = SpeakerTest(id: try BulletinID("thu"), seconds: 3)
            try rig.order(.command(.speakerTest(test)))
            let item = try #require(await rig.nextStart())
            #expect(item.segments == [.sweep(seconds: 3)])
            rig.player.sounds(item.id, at: MonotonicTime(nanoseconds: 0))
            rig.player.ends(item.id, .completed, frames: 144_000, at: MonotonicTime(nanoseconds: 3_000_000_000))
            rig.player.hearsSweep(item.id, Self.heard, bands(-48))
            var record = try await nextEnd(rig)
            if record?.speaker == nil { record = try await nextEnd(rig) }
            #expect(record?.speaker?.finding == .weak && record?.speaker?.changeDecibels == -18)
            #expect(try await nextFault(rig, .speakerWeak, cleared: false) != nil)
        }
    }
}
