import Hardware
import Playback
import TestSupport
import Testing

/// Items on some of the output's channels: an amplifier on the left and one on the right are two zones.
@Suite struct `Zones` {
    private func steady(_ level: Int16, channels: Int = 1) -> Signal {
        Signal(rate: 48_000, channels: channels, samples: [Int16](repeating: level, count: 96_000 * channels))
    }

    /// One channel of what was recorded.
    private func heard(_ stage: Stage, _ channel: Int) -> [Int16] {
        let samples = stage.recording.samples
        return stride(from: channel, to: samples.count, by: stage.format.channels).map { samples[$0] }
    }

    @Test func `two programmes sound at once, each on its own channel, bit for bit`() async throws {
        let stage = try Stage()
        let left = Signal.staircase(seconds: 2, rate: 48_000, channels: 1)
        let right = Signal.staircase(seconds: 2, rate: 48_000, channels: 1, step: 11)
        let plan = stage.soon(1)
        let files = [try stage.file(left, "left.wav"), try stage.file(right, "right.wav")]
        for (channel, file) in files.enumerated() {
            stage.player.start(
                PlaybackItem(
                    id: "zone-\(channel)", segments: [.file(path: file)], start: .at(plan), zones: [[channel]]))
        }
        stage.workers.run()
        let events = await stage.finish()
        let start = try #require(events.record("zone-0")?.started)
        #expect(events.record("zone-1")?.started == start)
        let sound = stage.sound(from: start)
        for (channel, signal) in [left, right].enumerated() {
            let heard = stride(from: channel, to: sound.count, by: 2).map { sound[$0] }
            #expect(heard.differsFirst(from: signal.samples, in: 960..<95_000) == nil, "channel \(channel)")
        }
    }

    @Test func `a stereo file in a zone of one channel is mixed down, and the other zone stays silent`() async throws {
        let stage = try Stage()
        let file = try stage.file(Signal.sines([(440, 0.5), (440, 0)], seconds: 1, rate: 48_000))
        stage.player.start(PlaybackItem(id: "a", segments: [.file(path: file)], zones: [[1]]))
        stage.workers.run()
        _ = await stage.finish()
        #expect(heard(stage, 0).allSatisfy { $0 == 0 })
        #expect((heard(stage, 1).max() ?? 0) > 7_000)
    }

    @Test func `an alert on all channels sounds over a programme on one`() async throws {
        let stage = try Stage()
        let file = try stage.file(steady(4_000))
        stage.player.start(PlaybackItem(id: "bulletin", segments: [.file(path: file)], zones: [[0]]))
        stage.workers.at(stage.soon(1)) {
            stage.player.start(PlaybackItem(id: "alert", segments: [.tone(seconds: 0.5)], priority: 9))
        }
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.record("alert")?.outcome == .completed && events.record("bulletin")?.outcome == .completed)
        let (left, right) = (heard(stage, 0), heard(stage, 1))
        #expect(right.count { $0 != 0 } > 20_000 && right.count { $0 != 0 } <= 24_000)
        #expect(left.count { $0 == 4_000 } > 40_000)
    }

    @Test(arguments: [([7, 2], [2, 7]), ([2, 2, 9, -1], [2]), ([9], Array(0..<8)), ([], Array(0..<8))])
    func `channels that are not there are left out, and none at all are all`(wanted: [Int], sounding: [Int])
        async throws
    {
        let format = AudioFormat(rate: 16_000, channels: 8, periodFrames: 160, bufferFrames: 960)
        let stage = try Stage(PlayerSettings(format: format))
        stage.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 0.3)], zones: [wanted]))
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .completed && record.frames == 4_800)
        let loud = (0..<8).filter { heard(stage, $0).contains { $0 != 0 } }
        #expect(loud == sounding)
    }

    @Test func `the settings say which channels sound, and in which order, where an item does not`() async throws {
        let stage = try Stage(PlayerSettings(channels: [1, 0]))
        let file = try stage.file(Signal.sines([(440, 0.5), (440, 0)], seconds: 1, rate: 48_000))
        stage.player.start(PlaybackItem(id: "a", segments: [.file(path: file)]))
        stage.workers.run()
        _ = await stage.finish()
        #expect(heard(stage, 0).allSatisfy { $0 == 0 })
        #expect((heard(stage, 1).max() ?? 0) > 15_000)
    }

    @Test func `on a card that turns out to have one channel the zone's programme is heard there`() async throws {
        let stage = try Stage(outputs: AudioFormat(rate: 48_000, channels: 1, periodFrames: 480, bufferFrames: 1_440))
        let file = try stage.file(steady(4_000, channels: 2))
        stage.player.start(PlaybackItem(id: "a", segments: [.file(path: file)], zones: [[1]]))
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .completed && record.frames == 96_000)
        #expect(heard(stage, 0).count { $0 == 4_000 } > 90_000)
    }

    @Test func `two zones of one channel have the whole of a stereo sound each, zones of two have it as it is`()
        async throws
    {
        let format = AudioFormat(rate: 16_000, channels: 4, periodFrames: 160, bufferFrames: 960)
        func levels(_ zones: [[Int]]) async throws -> [Int16] {
            let stage = try Stage(PlayerSettings(format: format))
            let sound = Signal(
                rate: 16_000, channels: 2, samples: (0..<32_000).map { $0 % 2 == 0 ? 8_000 : 0 })
            let file = try stage.file(sound)
            stage.player.start(PlaybackItem(id: "a", segments: [.file(path: file)], zones: zones))
            stage.workers.run()
            _ = await stage.finish()
            return (0..<4).map { heard(stage, $0).max() ?? 0 }
        }
        #expect(try await levels([[0], [1]]) == [4_000, 4_000, 0, 0])
        #expect(try await levels([[0, 1], [2, 3]]) == [8_000, 0, 8_000, 0])
        // As different as they are, each has one sound; a channel of two zones has it once.
        #expect(try await levels([[0, 1], [1, 3]]) == [4_000, 4_000, 0, 4_000])
    }
}
