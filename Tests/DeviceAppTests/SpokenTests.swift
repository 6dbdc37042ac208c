import CentreLink
import Hardware
import LoaModel
import Playback
import TestSupport
import Testing
import Trust

@Suite(.timeLimit(.minutes(1)))
struct SpokenTests {
    private let speech = ScriptedSpeech()

    private func alert(_ source: Source? = nil) throws -> OrderBody {
        .alert(Alert(id: try BulletinID("lu"), title: "lu", source: source, speech: Speech("chạy")))
    }

    private func awaited(_ item: PlaybackItem?) -> AwaitedSound? { allAwaited(item).first }

    private func allAwaited(_ item: PlaybackItem?) -> [AwaitedSound] {
        guard case .chain(let links)? = item?.segments.last else { return [] }
        return links.compactMap { if case .awaited(let sound) = $0 { sound } else { nil } }
    }

    private func fault(_ rig: Rig, _ code: FaultCode) async throws -> Fault? {
        let report = try await rig.nextReport { if case .fault(let fault) = $0 { fault.code == code } else { false } }
        guard case .fault(let fault)? = report else { return nil }
        return fault
    }

    @Test func `an alert's tone waits for no engine, and its text is told to the item that sounds`() async throws {
        let rig = try Rig(speech: speech)
        try await rig.whileRunning {
            try rig.order(try alert())
            let item = await rig.nextStart()
            let sound = try #require(awaited(item))
            #expect(item?.segments == [.tone(seconds: 3), .chain([.awaited(sound)])])
            #expect(sound.state == .awaited)
            #expect(await speech.asked.first { _ in true } == Speech("chạy"))
            speech.speaks()
            await sound.settled()
            #expect(sound.state == .ready(path: "/speech/chạy"))
        }
    }

    @Test func `what an alert waits for is brought to the alerts' loudness, spoken and recorded`() async throws {
        let speech = ScriptedSpeech(loudness: -24)
        let rig = try Rig(speech: speech)
        let media = try MediaReference.named("a", loudness: -20, truePeak: -4)
        try await rig.whileRunning {
            try rig.order(try alert(.media(media)))
            let sounds = allAwaited(await rig.nextStart())
            try #require(sounds.count == 2)
            rig.cache.letOneArrive()
            await sounds[1].settled()
            #expect(sounds[1].state == .ready(path: "/media/\(media.sha256)", gain: 8))
            speech.speaks()
            await sounds[0].settled()
            #expect(sounds[0].state == .ready(path: "/speech/chạy", gain: 12))
        }
    }

    @Test func `a broken engine is a fault, and the alert's recorded message stands behind it`() async throws {
        let rig = try Rig(speech: speech)
        try await rig.whileRunning {
            try rig.order(try alert(.tone(seconds: 7)))
            let item = await rig.nextStart()
            let sound = try #require(awaited(item))
            #expect(item?.segments == [.tone(seconds: 3), .chain([.awaited(sound), .tone(seconds: 7)])])
            speech.fails()
            #expect(try await fault(rig, .speechUnavailable)?.detail == "no such voice")
            #expect(sound.state == .given(up: "no such voice"))
        }
    }

    @Test func `without an engine, media or network an alert with a text sounds its tone`() async throws {
        let rig = try Rig(speech: nil)
        try await rig.whileRunning {
            try rig.order(try alert(.media(try MediaReference.named("a"))))
            let sound = try #require(awaited(await rig.nextStart()))
            await sound.settled()
            #expect(sound.state == .given(up: "this device has no speech engine"))
        }
    }

    @Test func `a recorded message that arrives under the tone stands behind a text that hangs`() async throws {
        let rig = try Rig(speech: speech)
        let media = try MediaReference.named("a")
        try await rig.whileRunning {
            try rig.order(try alert(.media(media)))
            let item = await rig.nextStart()
            let sounds = allAwaited(item)
            try #require(sounds.count == 2)
            #expect(item?.segments == [.tone(seconds: 3), .chain(sounds.map(PlaybackLink.awaited))])
            rig.cache.letOneArrive()
            await sounds[1].settled()
            #expect(sounds.map(\.state) == [.awaited, .ready(path: "/media/\(media.sha256)")])
        }
    }

    @Test func `a bulletin's text is rendered ahead and plays as a file, as loud as media`() async throws {
        let speech = ScriptedSpeech(loudness: -24)
        let rig = try Rig(speech: speech)
        try await rig.whileRunning {
            try rig.order(try rig.schedule("noi", at: "12:30:00", source: .speech(Speech("chào"), fallback: nil)))
            #expect(await speech.asked.first { _ in true } == Speech("chào"))
            speech.speaks()
            // An alert's text is asked for only after the news of this one.
            try rig.order(try alert(), sequence: 2)
            _ = await rig.nextStart()
            #expect(await speech.asked.first { _ in true } == Speech("chạy"))
            rig.clock.advance(seconds: 1_799)
            let item = await rig.nextStart()
            #expect(item?.segments == [.file(path: "/speech/chào")])
            #expect(item?.fileGains == ["/speech/chào": 8])
        }
    }

    @Test func `a text that is not spoken in time gives way to what stands behind it, with a fault and a reason`()
        async throws
    {
        let rig = try Rig(speech: speech)
        try await rig.whileRunning {
            try rig.order(
                try rig.schedule(
                    "noi", at: "12:01:00", source: .speech(Speech("chào"), fallback: .tone(seconds: 5))))
            _ = await speech.asked.first { _ in true }
            rig.clock.advance(seconds: 59)
            let item = await rig.nextStart()
            #expect(item?.segments == [.tone(seconds: 5)])
            #expect(try await fault(rig, .speechUnavailable)?.cleared == nil)
            let id = try #require(item?.id)
            rig.player.sounds(id, at: MonotonicTime(nanoseconds: 1_000_000_000))
            rig.player.ends(id, .completed, frames: 240_000, at: MonotonicTime(nanoseconds: 6_000_000_000))
            let report = try await rig.nextReport {
                if case .asRun(let run) = $0 { run.event == .ended } else { false }
            }
            guard case .asRun(let run)? = report else { throw ModelError("no record") }
            #expect(run.outcome == .played)
            #expect(run.reason == "speech_unavailable")
        }
    }

    @Test func `the device's own tone stands before an alert that names none`() async throws {
        let rig = try Rig(toneSeconds: 8)
        try await rig.whileRunning {
            try rig.order(try rig.alert("mot"))
            #expect(await rig.nextStart()?.segments == [.tone(seconds: 8)])
        }
    }
}

extension AwaitedSound {
    /// Returns when somebody has settled it; the suite's limit ends a test that waits for ever.
    func settled() async {
        while state == .awaited { await Task.yield() }
    }
}
