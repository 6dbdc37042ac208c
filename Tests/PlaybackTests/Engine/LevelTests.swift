import Foundation
import Hardware
import Playback
import TestSupport
import Testing

/// What a record says of levels is what was written to the card, behind gain and limiter.
@Suite struct `Levels` {
    private func decibels(_ samples: [Int16]) -> (peak: Double, level: Double) {
        let peak = samples.map { abs(Int($0)) }.max() ?? 0
        let squares = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        return (
            20 * log10(Double(peak) / 32_768),
            20 * log10((squares / Double(max(1, samples.count))).squareRoot() / 32_768)
        )
    }

    /// The samples of one channel from the first that is not silent to the last.
    private func heard(_ stage: Stage, _ channel: Int) -> [Int16] {
        let samples = stage.recording.samples
        let one = stride(from: channel, to: samples.count, by: stage.format.channels).map { samples[$0] }
        guard let first = one.firstIndex(where: { $0 != 0 }), let last = one.lastIndex(where: { $0 != 0 }) else {
            return []
        }
        return Array(one[first...last])
    }

    private func steady(_ level: Int16, seconds: Int = 1) -> Signal {
        Signal(rate: 48_000, channels: 1, samples: [Int16](repeating: level, count: 48_000 * seconds))
    }

    @Test func `what the limiter holds is measured behind it, and the gain is told`() async throws {
        let stage = try Stage()
        let path = try stage.file(.sines([(997, 0.5), (997, 0.5)], seconds: 1, rate: 48_000))
        stage.player.start(
            PlaybackItem(
                id: "b", segments: [.file(path: path)], start: .at(stage.soon(1)), gain: 2, fileGains: [path: 10]))
        stage.workers.run()
        let record = try #require(await stage.finish().record("b"))
        let measured = decibels(heard(stage, 0))
        #expect(abs(record.peak - measured.peak) < 1e-9 && record.peak <= -1)
        #expect(abs(record.level - measured.level) < 0.01)
        #expect(record.gain == 12)
    }

    @Test func `two that sound on channels of their own have their own levels`() async throws {
        let stage = try Stage()
        let plan = stage.soon(1)
        for (channel, level) in [(0, Int16(4_000)), (1, 16_000)] {
            let path = try stage.file(steady(level), "\(channel).wav")
            stage.player.start(
                PlaybackItem(
                    id: "\(channel)", segments: [.file(path: path)], start: .at(plan), zones: [[channel]]))
        }
        stage.workers.run()
        let events = await stage.finish()
        for channel in 0...1 {
            let record = try #require(events.record("\(channel)"))
            let measured = decibels(heard(stage, channel))
            #expect(abs(record.peak - measured.peak) < 1e-9)
            #expect(abs(record.level - measured.level) < 0.01)
        }
    }

    @Test func `two at once on a channel are each as loud as both`() async throws {
        let stage = try Stage()
        let (long, short) = (try stage.file(steady(4_000, seconds: 3)), try stage.file(steady(6_000), "short.wav"))
        let plan = stage.soon(1)
        stage.player.start(PlaybackItem(id: "long", segments: [.file(path: long)], start: .at(plan)))
        stage.player.start(
            PlaybackItem(id: "short", segments: [.file(path: short)], start: .at(plan.advanced(bySeconds: 1))))
        stage.workers.run()
        let events = await stage.finish()
        let both = 20 * log10(10_000 / 32_768.0)
        #expect(abs((events.record("long")?.peak ?? 0) - both) < 0.001)
        #expect(abs((events.record("short")?.peak ?? 0) - both) < 0.001)
        let long3 = ((2 * 4_000.0 * 4_000 + 10_000.0 * 10_000) / 3).squareRoot()
        #expect(abs((events.record("long")?.level ?? 0) - 20 * log10(long3 / 32_768)) < 0.1)
    }

    @Test func `silence of a late decoder lowers no level`() async throws {
        let workers = SteppedWorkers()
        let streams = ScriptedStreams(
            ["http://a": [[.sound(seconds: 1, level: 0.25), .gap(seconds: 2.5), .sound(seconds: 2, level: 0.25)]]],
            now: workers.now)
        let stage = try Stage(PlayerSettings(), workers: workers, decoder: streams.decoder)
        stage.player.start(
            PlaybackItem(id: "b", segments: [.live([.stream(address: "http://a")])], maximumDuration: 3.5))
        stage.workers.run()
        let record = try #require(await stage.finish().record("b"))
        #expect(record.lateFrames > 48_000)
        #expect(abs(record.level - 20 * log10(0.25)) < 0.2)
    }
}
