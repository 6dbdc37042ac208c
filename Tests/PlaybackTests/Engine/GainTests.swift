import Hardware
import Playback
import TestSupport
import Testing

@Suite struct `Gain` {
    @Test func `a file's own gain is that file's alone, the item's is everything's`() async throws {
        let stage = try Stage()
        let level = Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: 4_000, count: 48_000 * 2))
        let (up, path, down) = (
            try stage.file(level, "up.wav"), try stage.file(level), try stage.file(level, "down.wav")
        )
        let plan = stage.soon(1)
        // Twice as high, as it is, a tenth; all of that halved.
        stage.player.start(
            PlaybackItem(
                id: "b",
                segments: [.tone(seconds: 1), .file(path: up), .file(path: path), .chain([.file(path: down)])],
                start: .at(plan), gain: -6.020_6, fileGains: [up: 6.020_6, down: -20]))
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.record("b")?.outcome == .completed)
        let sound = stage.sound(from: try #require(events.started("b")).at)
        let tone = sound[0..<(48_000 * 2)].map(\.magnitude).max() ?? 0
        #expect(abs(Int(tone) - 8_192) <= 1, "\(tone)")
        #expect(sound[(49_000 * 2)..<(95_000 * 2)].allSatisfy { abs(Int($0) - 4_000) <= 1 })
        #expect(sound[(97_000 * 2)..<(143_000 * 2)].allSatisfy { abs(Int($0) - 2_000) <= 1 })
        #expect(sound[(145_000 * 2)..<(190_000 * 2)].allSatisfy { abs(Int($0) - 200) <= 1 })
    }

    @Test func `a file that was awaited has the gain that it came with`() async throws {
        let stage = try Stage()
        let level = Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: 4_000, count: 48_000 * 2))
        let sound = AwaitedSound(.ready(path: try stage.file(level), gain: -20))
        stage.player.start(PlaybackItem(id: "a", segments: [.chain([.awaited(sound)])], start: .at(stage.soon(1))))
        stage.workers.run()
        let events = await stage.finish()
        let samples = stage.sound(from: try #require(events.started("a")).at)
        #expect(samples[(1_000 * 2)..<(47_000 * 2)].allSatisfy { abs(Int($0) - 400) <= 1 })
    }

    @Test func `what a gain drives over the ceiling comes out under it`() async throws {
        let stage = try Stage()
        let path = try stage.file(.sines([(997, 0.5), (997, 0.5)], seconds: 1, rate: 48_000))
        stage.player.start(
            PlaybackItem(
                id: "b", segments: [.file(path: path)], start: .at(stage.soon(1)), fileGains: [path: 12]))
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.record("b")?.outcome == .completed)
        let highest = stage.recording.samples.map { abs(Int($0)) }.max() ?? 0
        // -1 dB of full scale is 29,205.
        #expect(highest <= 29_205 && highest > 27_500, "\(highest)")
    }
}
