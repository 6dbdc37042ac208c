import Foundation
import Hardware
import Playback
import TestSupport
import Testing

/// Alerts that do not wait behind what the card still holds.
@Suite struct `Taking over` {
    /// 48 kHz stereo, a period of 10 ms, a buffer of 60 ms.
    private static let format = AudioFormat(rate: 48_000, channels: 2, periodFrames: 480, bufferFrames: 2_880)
    private static let fade = 960
    /// Frames by which the new sound is behind the fade of the old: the resampler's.
    private static let behind = 16

    /// A bulletin of 3 s at 10,000, and an alert over it, ordered 1 s in, of 0.5 s at 5,000.
    private func play(
        _ errors: CardErrors = CardErrors(), channels: (bulletin: [Int], alert: [Int]) = ([], []),
        takesOver: Bool = true, then act: (Stage, MonotonicTime) throws -> Void = { _, _ in }
    ) async throws -> (stage: Stage, asked: MonotonicTime, events: [PlaybackEvent]) {
        let stage = try Stage(PlayerSettings(format: Self.format), errors: errors)
        let (loud, soft) = (try steady(10_000, 3, stage), try steady(5_000, 0.5, stage))
        let plan = stage.soon(1)
        // Not in step with the periods.
        let asked = plan.advanced(bySeconds: 1.003_7)
        stage.player.start(
            PlaybackItem(
                id: "bulletin", segments: [.file(path: loud)], start: .at(plan), zones: [channels.bulletin]))
        stage.workers.at(asked) { [player = stage.player] in
            player.start(
                PlaybackItem(
                    id: "alert", segments: [.file(path: soft)], zones: [channels.alert], takesOver: takesOver))
        }
        try act(stage, asked)
        stage.workers.run()
        return (stage, asked, await stage.finish())
    }

    private func steady(_ level: Int16, _ seconds: Double, _ stage: Stage) throws -> String {
        let count = Int(seconds * 48_000) * 2
        return try stage.file(
            Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: level, count: count)), "\(level).wav")
    }

    private func frames(from start: MonotonicTime, to end: MonotonicTime) -> Int {
        Self.format.frames(inNanoseconds: end.since(start))
    }

    /// Of a fade in; past its end 1.
    private func gain(_ frame: Int) -> Double {
        frame >= Self.fade ? 1 : 0.5 - 0.5 * cos(.pi * (Double(max(0, frame)) + 0.5) / Double(Self.fade))
    }

    @Test func `an alert begins within three periods, over a bulletin that fades out under it and is over`()
        async throws
    {
        let (stage, asked, events) = try await play()
        let (bulletin, alert) = (try #require(events.record("bulletin")), try #require(events.record("alert")))
        let (begun, start) = (try #require(bulletin.started), try #require(alert.started))
        #expect(start.since(asked) < 30_000_000, "\(start.since(asked)) ns")
        #expect(alert.outcome == .completed && alert.frames == 24_000 && alert.underruns == 0)
        let sound = stage.sound(from: begun)
        let first = frames(from: begun, to: start)
        #expect(sound[1_920..<(2 * (first - Self.behind))].allSatisfy { $0 == 10_000 })
        for frame in -Self.behind..<2_000 {
            let old = 10_000 * (1 - gain(frame + Self.behind))
            let new = frame < 0 ? 0 : 5_000 * gain(frame)
            #expect(abs(Double(sound[2 * (first + frame)]) - old - new) <= 1, "frame \(frame)")
        }
        #expect(sound[(2 * (first + 24_000))...].allSatisfy { $0 == 0 })
        // What was taken back is no sound that was played.
        #expect(bulletin.outcome == .stopped(reason: "taken over"))
        #expect(bulletin.frames == first + Self.fade - Self.behind)
        #expect(bulletin.position == Double(bulletin.frames) / 48_000)
        #expect(frames(from: begun, to: bulletin.ended) == bulletin.frames)
        #expect(stage.player.step.jumps == 0)
    }

    @Test func `on a card that takes nothing back it waits behind the buffer and stops nobody`() async throws {
        let (stage, asked, events) = try await play(CardErrors(takesBack: false))
        let start = try #require(events.record("alert")?.started)
        #expect(start.since(asked) > 50_000_000 && start.since(asked) < 80_000_000)
        #expect(events.record("bulletin")?.outcome == .completed && events.record("bulletin")?.frames == 144_000)
        #expect(stage.sound(from: start)[4_000] == 15_000)
    }

    @Test func `what does not take over waits too`() async throws {
        let (_, asked, events) = try await play(takesOver: false)
        let start = try #require(events.record("alert")?.started)
        #expect(start.since(asked) > 50_000_000)
        #expect(events.record("bulletin")?.outcome == .completed)
    }

    @Test func `a programme on other channels goes on untouched`() async throws {
        let (stage, _, events) = try await play(channels: ([0], [1]))
        let bulletin = try #require(events.record("bulletin"))
        #expect(bulletin.outcome == .completed && bulletin.frames == 144_000)
        let sound = stage.sound(from: try #require(bulletin.started))
        #expect((960..<143_000).allSatisfy { sound[2 * $0] == 10_000 })
        #expect(events.record("alert")?.frames == 24_000)
    }

    @Test func `whoever stopped the bulletin meanwhile is its reason, and an alert over that alert begins as soon`()
        async throws
    {
        let (stage, asked, events) = try await play { stage, asked in
            let other = try steady(3_000, 0.5, stage)
            stage.workers.at(asked.advanced(bySeconds: 0.000_1)) { [player = stage.player] in
                player.stop("bulletin", reason: "pre-empted")
            }
            stage.workers.at(asked.advanced(bySeconds: 0.02)) { [player = stage.player] in
                player.start(PlaybackItem(id: "second", segments: [.file(path: other)], takesOver: true))
            }
        }
        #expect(events.record("bulletin")?.outcome == .stopped(reason: "pre-empted"))
        let (first, second) = (try #require(events.record("alert")), try #require(events.record("second")))
        let start = try #require(second.started)
        #expect(start.since(asked.advanced(bySeconds: 0.02)) < 30_000_000 && second.frames == 24_000)
        #expect(first.outcome == .stopped(reason: "taken over"))
        #expect(abs(first.frames - frames(from: try #require(first.started), to: start)) <= Self.fade)
        let sound = stage.sound(from: start)
        #expect(sound[(2 * Self.fade)..<40_000].allSatisfy { $0 == 3_000 })
    }

    @Test func `what ends by itself as the alert comes is heard to its end`() async throws {
        let (stage, _, events) = try await play { stage, _ in
            // It replaces the bulletin of the same id before that begins.
            stage.player.stop("bulletin", reason: "another")
            let short = try steady(8_000, 1, stage)
            stage.player.start(
                PlaybackItem(id: "short", segments: [.file(path: short)], start: .at(stage.soon(1))))
        }
        let short = try #require(events.record("short"))
        #expect(short.outcome == .completed && short.frames == 48_000)
        let sound = stage.sound(from: try #require(short.started))
        #expect((960..<47_000).allSatisfy { sound[2 * $0] == 8_000 })
        #expect(events.record("alert")?.frames == 24_000)
    }

    /// The card is 200 ppm fast, so that all this is corrected sound.
    @Test func `the bulletin that comes back, and the next one, are where the clock says`() async throws {
        let stage = try Stage(PlayerSettings(format: Self.format), errors: CardErrors(drift: 200, start: 0.003))
        let signal = Signal.staircase(seconds: 30, rate: 48_000, channels: 2)
        let (file, plan) = (try stage.file(signal), stage.soon(1))
        let bulletin = PlaybackItem(
            id: "bulletin", segments: [.file(path: file)], start: .at(plan), lateness: .joinInProgress)
        stage.player.start(bulletin)
        let player = stage.player
        stage.workers.at(plan.advanced(bySeconds: 20)) {
            player.start(PlaybackItem(id: "alert", segments: [.tone(seconds: 0.5)], takesOver: true))
        }
        stage.workers.at(plan.advanced(bySeconds: 20.8)) { player.start(bulletin) }
        let next = plan.advanced(bySeconds: 31.000_3)
        stage.workers.at(plan.advanced(bySeconds: 29)) {
            player.start(
                PlaybackItem(
                    id: "next", segments: [.tone(seconds: 0.5)], start: .at(next), lateness: .joinInProgress))
        }
        stage.workers.run()
        let jumps = player.step.jumps
        let events = await stage.finish()
        #expect(events.records("bulletin").map(\.outcome) == [.stopped(reason: "taken over"), .completed])
        #expect(abs(try #require(events.record("next")).startError) <= 10_417, "half a frame")
        #expect(jumps <= 1, "the card took 3 ms to start")
        let sound = try #require(stage.recording.firstSound(after: plan.advanced(bySeconds: 30.5), format: Self.format))
        #expect(abs(sound.since(next)) < 1_000_000)
    }
}
