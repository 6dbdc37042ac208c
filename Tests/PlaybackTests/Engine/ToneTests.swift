import AudioCodecs
import Foundation
import Hardware
import TestSupport
import Testing

@testable import Playback

/// The attention tone is a table in memory: an alert's first seconds need no decoder.
@Suite struct `Tone` {
    @Test(arguments: [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000])
    func `the tables are the tone, at each rate, in a few KiB`(rate: Int) {
        let tone = AttentionTone(rate: rate)
        for frame in stride(from: 0, to: rate * 3, by: 7) {
            let hertz = frame * 2 / rate % 2 == 0 ? 650.0 : 850.0
            let wanted = 0.5 * sin(2 * .pi * hertz * Double(frame % rate) / Double(rate))
            #expect(abs(Double(tone.sample(frame)) - wanted) < 1e-6)
        }
        #expect(tone.bytes <= 32 << 10, "\(tone.bytes)")
    }

    @Test func `an alert sounds though no decoder ever turns`() throws {
        let workers = SteppedWorkers()
        let recording = AudioRecording(workers)
        let player = try Player(
            output: recording.opener, decoder: .files, workers: WithoutDecoders(all: workers),
            settings: PlayerSettings())
        workers.run()
        let asked = workers.now()
        player.start(PlaybackItem(id: "alert", segments: [.tone(seconds: 3), .file(path: "message.wav")]))
        workers.run(until: asked.advanced(bySeconds: 2.5))
        player.shutDown()
        workers.run()
        let sound = recording.samples
        let first = try #require(sound.firstIndex { $0 != 0 })
        let last = try #require(sound.lastIndex { $0 != 0 })
        // Nothing but the resampler's and the limiter's way stands before it.
        #expect(first / 2 < 960, "it began \(first / 2) frames after the output")
        #expect((last - first) / 2 > 2 * 48_000)
    }

    @Test func `the sound thread's tone is that of the decoder, bit for bit`() async throws {
        func tone(_ segments: [PlaybackSegment], from second: Double) async throws -> [Int16] {
            let stage = try Stage()
            stage.player.start(PlaybackItem(id: "a", segments: segments))
            stage.workers.run()
            let start = try #require(await stage.finish().record("a")?.started)
            return stage.sound(from: start.advanced(bySeconds: second))
        }
        let made = try await tone([.tone(seconds: 2)], from: 0)
        let decoded = try await tone([.silence(seconds: 0.1), .tone(seconds: 2)], from: 0.1)
        // Behind the item's own fade, and before its end.
        #expect(made[1_920..<190_000] == decoded[1_920..<190_000])
    }

    @Test func `what comes behind the tone follows without a gap, and again with the repeat`() async throws {
        let stage = try Stage()
        let message = Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: 3_000, count: 48_000 * 2))
        let path = try stage.file(message)
        stage.player.start(
            PlaybackItem(
                id: "a", segments: [.tone(seconds: 1), .file(path: path)], start: .at(stage.soon(1)), repeats: 2,
                gap: 0.5))
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .completed && record.frames == 48_000 * 4 + 24_000 && record.lateFrames == 0)
        let sound = stage.sound(from: try #require(record.started))
        for second in [1, 3] {
            let begin = second == 1 ? 48_000 : 168_000
            #expect(sound[(begin * 2)..<((begin + 47_000) * 2)].allSatisfy { $0 == 3_000 }, "message of \(second)")
        }
        #expect(sound[(120_960 * 2)..<(167_000 * 2)].contains { abs(Int($0)) > 16_000 })
    }
}

/// Workers of which those that decode never have a turn.
private struct WithoutDecoders: WorkerSystem {
    let all: SteppedWorkers

    func now() -> MonotonicTime { all.now() }

    func start(
        _ name: String, urgency: Urgency, turn: @escaping @Sendable () -> Rest
    ) throws(WorkerFailure) -> any Worker {
        let never: @Sendable () -> Rest = { .untilRung }
        return try all.start(name, urgency: urgency, turn: name == "decode" ? never : turn)
    }
}
