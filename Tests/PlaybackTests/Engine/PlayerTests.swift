import Foundation
import Hardware
import Playback
import TestSupport
import Testing

@Suite struct `Playing` {
    @Test func `a planned item leaves the output at its instant and bit exact after its fade`() async throws {
        let stage = try Stage()
        let signal = Signal.staircase(seconds: 3, rate: 48_000, channels: 2)
        let plan = stage.soon(2.000_137)
        stage.player.start(
            PlaybackItem(id: "b1", segments: [.file(path: try stage.file(signal))], start: .at(plan)))
        stage.workers.run()
        let events = await stage.finish()
        let record = try #require(events.record("b1"))
        #expect(record.outcome == .completed)
        #expect(record.frames == 144_000)
        #expect(record.position == 3)
        #expect(record.underruns == 0)
        #expect(record.lateFrames == 0)
        #expect(abs(record.startError) <= 10_417, "half a frame")
        let started = try #require(events.started("b1"))
        #expect(started.at == record.started)
        let sound = stage.sound(from: started.at)
        let fade = 960 * 2
        #expect(sound.differsFirst(from: signal.samples, in: fade..<(288_000 - fade)) == nil)
        #expect(sound[288_000...].allSatisfy { $0 == 0 })
        let first = try #require(stage.recording.firstSound())
        #expect(abs(first.since(plan)) < 1_000_000)
    }

    @Test func `asleep the output is closed and nothing turns`() async throws {
        let stage = try Stage()
        #expect(stage.recording.openings == 1)
        #expect(stage.recording.closings == 1)
        let turns = stage.workers.turns(of: "play")
        stage.player.start(
            PlaybackItem(id: "b1", segments: [.tone(seconds: 1)], start: .at(stage.soon(3_600))))
        stage.workers.run(until: stage.soon(3_599))
        #expect(stage.recording.openings == 1)
        #expect(stage.workers.turns(of: "play") - turns <= 2)
        stage.workers.run()
        #expect(stage.recording.openings == 2)
        #expect(stage.recording.closings == 2)
        let events = await stage.finish()
        #expect(events.record("b1")?.outcome == .completed)
        // Half a second ahead, 1 s of tone, 0.2 s and a buffer after it.
        let seconds = Double(stage.recording.samples.count) / 96_000
        #expect(abs(seconds - 1.75) < 0.06, "\(seconds)")
    }

    @Test func `fades are 20 ms, raised cosine, at start, stop and end`() async throws {
        let stage = try Stage()
        let level = Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: 10_000, count: 96_000 * 2))
        let path = try stage.file(level)
        let plan = stage.soon(1)
        stage.player.start(PlaybackItem(id: "b1", segments: [.file(path: path)], start: .at(plan)))
        stage.workers.at(plan.advanced(bySeconds: 0.5)) { stage.player.stop("b1", reason: "test") }
        stage.workers.run()
        stage.player.start(PlaybackItem(id: "b2", segments: [.file(path: path)], start: .at(stage.soon(1))))
        stage.workers.run()
        let events = await stage.finish()
        for id in ["b1", "b2"] {
            let record = try #require(events.record(id))
            let start = try #require(record.started)
            let sound = stage.sound(from: start)
            for frame in [0, 100, 480, 700, 959] {
                let gain = 0.5 - 0.5 * cos(.pi * (Double(frame) + 0.5) / 960)
                #expect(abs(Double(sound[frame * 2]) - 10_000 * gain) <= 1, "rising, frame \(frame)")
                let last = (record.frames - 1 - frame) * 2
                #expect(abs(Double(sound[last]) - 10_000 * gain) <= 1, "falling, frame \(frame)")
            }
            #expect(sound[(960 * 2)..<((record.frames - 960) * 2)].allSatisfy { $0 == 10_000 })
            #expect(sound[(record.frames * 2)..<(record.frames * 2 + 4_000)].allSatisfy { $0 == 0 })
        }
        #expect(events.record("b1")?.outcome == .stopped(reason: "test"))
        let stopped = try #require(events.record("b1"))
        // Told in the middle, heard a buffer and a period later, with 20 ms of fade.
        #expect(abs(Double(stopped.frames) / 48_000 - 0.5) < 0.08)
    }

    @Test func `pre-emption crosses over and the loser resumes where it was`() async throws {
        let stage = try Stage()
        let signal = Signal.staircase(seconds: 4, rate: 48_000, channels: 2)
        let path = try stage.file(signal)
        let plan = stage.soon(1)
        stage.player.start(PlaybackItem(id: "music", segments: [.file(path: path)], start: .at(plan)))
        stage.workers.at(plan.advanced(bySeconds: 1)) {
            stage.player.start(
                PlaybackItem(id: "alert", segments: [.tone(seconds: 1)], priority: 9))
            stage.player.stop("music", reason: "pre-empted by alert")
        }
        stage.workers.run()
        let asked = plan.advanced(bySeconds: 1)
        let events = await stage.finish()
        let music = try #require(events.record("music"))
        let alert = try #require(events.record("alert"))
        #expect(music.outcome == .stopped(reason: "pre-empted by alert"))
        #expect(alert.outcome == .completed)
        let alertStart = try #require(alert.started)
        #expect(alertStart.since(asked) < 60_000_000, "\(alertStart.since(asked)) ns")
        #expect(abs(music.ended.since(alertStart)) < 25_000_000)
        #expect(abs(music.position - Double(music.frames) / 48_000) < 1e-9)

        let second = try Stage()
        second.player.start(
            PlaybackItem(
                id: "music", segments: [.file(path: try second.file(signal))], offset: music.position))
        second.workers.run()
        let again = await second.finish()
        let rest = try #require(again.record("music"))
        #expect(rest.outcome == .completed)
        #expect(rest.frames + music.frames == 192_000)
        #expect(abs(rest.position - 4) < 1e-9)
        let start = try #require(rest.started)
        let sound = second.sound(from: start)
        let from = music.frames * 2
        #expect(sound.differsFirst(from: Array(signal.samples.dropFirst(from)), in: 1_920..<10_000) == nil)
    }

    @Test(arguments: [(-6.0, 0.501_187), (-20, 0.1), (0, 1)])
    func `gain is in dB`(decibels: Double, factor: Double) async throws {
        let stage = try Stage()
        let signal = Signal.staircase(seconds: 1, rate: 48_000, channels: 2, peak: 16_000)
        stage.player.start(
            PlaybackItem(id: "b1", segments: [.file(path: try stage.file(signal))], gain: decibels))
        stage.workers.run()
        let events = await stage.finish()
        let record = try #require(events.record("b1"))
        let sound = stage.sound(from: try #require(record.started))
        for index in stride(from: 2_000, to: 90_000, by: 97) {
            #expect(abs(Double(sound[index]) - Double(signal.samples[index]) * factor) <= 0.51)
        }
        #expect(abs(record.peak - 20 * log10(16_000 * factor / 32_768)) < 0.05)
        let level = rootMeanSquare(signal.samples.map { Double($0) / 32_768 * factor })
        #expect(abs(record.level - 20 * log10(level)) < 0.2)
    }

    @Test func `a fresh output with a long buffer is filled no faster than a slow decoder decodes`() async throws {
        let format = AudioFormat(rate: 48_000, channels: 2, periodFrames: 480, bufferFrames: 24_000)
        let workers = SteppedWorkers()
        let decoder = AudioDecoder { _, _ throws(DecodingFailure) in SlowRamp(workers: workers) }
        let stage = try Stage(PlayerSettings(format: format), workers: workers, decoder: decoder)
        stage.player.start(PlaybackItem(id: "alert", segments: [.file(path: "ramp")]))
        stage.workers.run()
        let events = await stage.finish()
        let record = try #require(events.record("alert"))
        #expect(record.outcome == .completed && record.frames == SlowRamp.frames && record.lateFrames == 0)
        let sound = stage.sound(from: try #require(record.started))
        let middle = stride(from: 2_000, to: 2 * (SlowRamp.frames - 1_000), by: 2)
        #expect(middle.allSatisfy { sound[$0] == Int16($0 / 2 % 10_000) })
    }

    @Test func `left is left and right is right`() async throws {
        let stage = try Stage()
        let signal = Signal.sines([(440, 0.5), (440, 0)], seconds: 1, rate: 48_000)
        stage.player.start(PlaybackItem(id: "b1", segments: [.file(path: try stage.file(signal))]))
        stage.workers.run()
        _ = await stage.finish()
        let sound = Signal(rate: 48_000, channels: 2, samples: stage.recording.samples)
        #expect(rootMeanSquare(sound.channel(0)) > 0.1)
        #expect(sound.channel(1).allSatisfy { $0 == 0 })
    }

    @Test func `loud items together never pass the ceiling and soft ones return to exact`() async throws {
        let stage = try Stage()
        var loud = Signal.sines([(97, 1), (143, 1)], seconds: 2, rate: 48_000)
        // The second half is soft again.
        for index in 96_000..<192_000 { loud.samples[index] /= 8 }
        let path = try stage.file(loud)
        let plan = stage.soon(1)
        for id in ["a", "b", "c"] {
            stage.player.start(
                PlaybackItem(id: id, segments: [.file(path: path)], start: .at(plan), gain: id == "a" ? 20 : 0))
        }
        stage.workers.run()
        let events = await stage.finish()
        let sound = stage.sound(from: plan)
        let ceiling = 32_768 * pow(10, -1 / 20.0)
        let peak = sound.map { abs(Int($0)) }.max() ?? 0
        #expect(Double(peak) <= ceiling + 0.5)
        #expect(Double(peak) > ceiling * 0.9)
        // What is said of each is what left: the sum, limited.
        let measured = 20 * log10(Double(peak) / 32_768)
        #expect(["a", "b", "c"].allSatisfy { abs((events.record($0)?.peak ?? 0) - measured) < 0.001 })

        let alone = try Stage()
        alone.player.start(PlaybackItem(id: "a", segments: [.file(path: try alone.file(loud))]))
        alone.workers.run()
        let record = try #require(await alone.finish().record("a"))
        let start = try #require(record.started)
        #expect(alone.sound(from: start).differsFirst(from: loud.samples, in: 170_000..<190_000) == nil)
    }

    @Test func `segments, repeats and gaps follow each other to the frame`() async throws {
        let stage = try Stage()
        let signal = Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: 8_000, count: 9_600))
        let item = PlaybackItem(
            id: "a", segments: [.silence(seconds: 0.1), .file(path: try stage.file(signal))], repeats: 3, gap: 0.25)
        stage.player.start(item)
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .completed)
        // 3 x (0.1 s + 0.1 s) + 2 x 0.25 s
        #expect(record.frames == 52_800)
        let sound = stage.sound(from: try #require(record.started))
        let loud = (0..<52_800).map { sound[$0 * 2] != 0 }
        #expect(!loud[4_799] && loud[4_800] && loud[9_599] && !loud[9_600])
        #expect(!loud[26_399] && loud[26_400] && loud[31_199] && !loud[31_200])
    }

    @Test func `an item resumed within its second repeat starts there`() async throws {
        let stage = try Stage()
        let signal = Signal.staircase(seconds: 1, rate: 48_000, channels: 2)
        let item = PlaybackItem(
            id: "a", segments: [.tone(seconds: 0.5), .file(path: try stage.file(signal))], offset: 2.3, repeats: 2,
            gap: 0.1)
        stage.player.start(item)
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        // The second round starts at 1.6 s, its file at 2.1 s: 0.8 s of it are left.
        #expect(record.frames == 38_400)
        #expect(abs(record.position - 3.1) < 1e-9)
        let sound = stage.sound(from: try #require(record.started))
        #expect(sound.differsFirst(from: Array(signal.samples.dropFirst(9_600 * 2)), in: 2_000..<40_000) == nil)
    }

    @Test func `the maximum duration ends it with a fade`() async throws {
        let stage = try Stage()
        stage.player.start(PlaybackItem(id: "a", segments: [.tone(seconds: 60)], maximumDuration: 1.5))
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .reachedMaximum)
        #expect(record.frames == 72_000)
        #expect(record.position == 1.5)
    }

    @Test func `an item that comes late joins in progress or plays whole`() async throws {
        let stage = try Stage()
        let signal = Signal.staircase(seconds: 3, rate: 48_000, channels: 2)
        let path = try stage.file(signal)
        stage.workers.run(until: stage.soon(10))
        let plan = stage.soon(-1)
        stage.player.start(
            PlaybackItem(id: "join", segments: [.file(path: path)], start: .at(plan), lateness: .joinInProgress))
        stage.workers.run()
        stage.player.start(PlaybackItem(id: "whole", segments: [.file(path: path)], start: .at(plan)))
        stage.workers.run()
        let events = await stage.finish()
        let join = try #require(events.record("join"))
        #expect(join.outcome == .completed)
        #expect(abs(join.ended.since(plan.advanced(bySeconds: 3))) < 2_000_000, "ends when planned")
        #expect(join.frames + Int(Double(join.startError) * 48e-6) <= 144_001)
        #expect(events.record("whole")?.frames == 144_000)
    }

    @Test func `a broken file fails by name and nothing else is touched`() async throws {
        let stage = try Stage()
        let good = try stage.file(.staircase(seconds: 2, rate: 48_000, channels: 2))
        let bad = try stage.scratch.write(Data("no sound".utf8), as: "bad.mp3")
        let plan = stage.soon(1)
        stage.player.start(PlaybackItem(id: "good", segments: [.file(path: good)], start: .at(plan)))
        stage.player.start(
            PlaybackItem(id: "bad", segments: [.tone(seconds: 0.5), .file(path: bad)], start: .at(plan)))
        stage.player.start(PlaybackItem(id: "gone", segments: [.file(path: "/none")]))
        stage.workers.run()
        let events = await stage.finish()
        #expect(events.record("good")?.outcome == .completed)
        #expect(events.record("good")?.frames == 96_000)
        let failed = try #require(events.record("bad"))
        #expect(failed.frames == 24_000)
        guard case .failed(.media(let failure)) = failed.outcome else {
            Issue.record("\(failed.outcome)")
            return
        }
        #expect(failure.path == bad)
        guard case .failed(.media(let missing)) = events.record("gone")?.outcome else {
            Issue.record("no failure of the missing file")
            return
        }
        #expect(missing.code == .unreadable)
    }
}

/// Sound whose samples count its frames, decoded three times as fast as it plays.
private struct SlowRamp: ~Copyable, DecodedAudio {
    static let frames = 48_000
    static let step = 15
    let workers: SteppedWorkers
    var position = 0

    init(workers: SteppedWorkers) {
        self.workers = workers
    }

    var duration: Double? { 1 }

    mutating func read(into samples: inout MutableSpan<Float>) throws(DecodingFailure) -> Int {
        workers.advance(to: workers.now().advanced(byNanoseconds: 100_000))
        let count = max(0, min(Self.step, Self.frames - position))
        for frame in 0..<count {
            let value = Float((position + frame) % 10_000) / 32_768
            (samples[2 * frame], samples[2 * frame + 1]) = (value, value)
        }
        position += count
        return count
    }

    mutating func seek(toSeconds seconds: Double) throws(DecodingFailure) {
        position = Int(seconds * 48_000)
    }
}
