import ALSADriver
import AudioCodecs
import Foundation
import Hardware
import LinuxWorkers
import Playback
import TestSupport
import Testing
import WaveFileOutput

/// The player on real threads and real outputs; each test takes the time its sound takes.
@Suite(.serialized) struct `Live playing` {
    let workers = LinuxWorkers()
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func recorded(_ name: String) throws -> Signal {
        try Signal(wave: Data(contentsOf: URL(fileURLWithPath: scratch.file(name))))
    }

    private func finish(_ player: Player) async -> [PlaybackEvent] {
        player.shutDown()
        var events: [PlaybackEvent] = []
        for await event in player.events { events.append(event) }
        return events
    }

    @Test func `planned items start within 5 ms and lie in the file where the clock says`() async throws {
        let player = try Player(
            output: .waveFile(scratch.file("out.wav")), decoder: AudioDecoder.files, workers: workers)
        let signal = Signal(rate: 48_000, channels: 2, samples: [Int16](repeating: 12_000, count: 9_600))
        let path = try scratch.write(signal.wave, as: "step.wav")
        let now = workers.now()
        let plans = (0..<8).map { now.advanced(bySeconds: 0.8 + 0.25 * Double($0)) }
        for (index, plan) in plans.enumerated() {
            player.start(PlaybackItem(id: "b\(index)", segments: [.file(path: path)], start: .at(plan)))
        }
        var records: [String: PlaybackRecord] = [:]
        for await event in player.events {
            guard case .ended(let id, let record) = event else { continue }
            records[id] = record
            if records.count == plans.count { break }
        }
        _ = await finish(player)
        let sound = try recorded("out.wav").channel(0)
        let origin = try #require(sound.firstIndex { $0 != 0 })
        var errors: [Int64] = []
        for (index, plan) in plans.enumerated() {
            let record = try #require(records["b\(index)"])
            #expect(record.outcome == .completed)
            #expect(record.frames == 4_800)
            errors.append(abs(try #require(record.started).since(plan)))
            #expect(errors[index] == abs(record.startError))
            let expected = origin + Int((Double(plan.since(plans[0])) * 48e-6).rounded())
            let found = try #require(sound[(expected - 600)...].firstIndex { $0 != 0 })
            #expect(abs(found - expected) <= 2 || record.underruns > 0, "item \(index) off by \(found - expected)")
        }
        // One may be late where the system grants no real-time scheduling and other tests load it.
        #expect(errors.count { $0 < 5_000_000 } >= plans.count - (player.isRealTime ? 0 : 1), "\(errors)")
    }

    @Test func `an alert is handed to a sleeping output at once`() async throws {
        let player = try Player(
            output: .waveFile(scratch.file("alert.wav")), decoder: AudioDecoder.files, workers: workers)
        _ = await player.proveAlive()
        var delays: [Int64] = []
        var asked = workers.now()
        player.start(PlaybackItem(id: "alert", segments: [.tone(seconds: 0.1)], priority: 9))
        for await event in player.events {
            if case .started(_, let at, _) = event { delays.append(at.since(asked)) }
            guard case .ended = event else { continue }
            if delays.count == 5 { break }
            asked = workers.now()
            player.start(PlaybackItem(id: "alert", segments: [.tone(seconds: 0.1)], priority: 9))
        }
        // Other tests load the machine meanwhile; `make bench` measures the quantiles.
        #expect(try #require(delays.min()) < 30_000_000, "\(delays) ns")
        _ = await finish(player)
    }

    @Test func `the engine proves itself alive while it sleeps, and not when it is gone`() async throws {
        let player = try Player(
            output: .waveFile(scratch.file("proof.wav")), decoder: AudioDecoder.files, workers: workers)
        #expect(await player.proveAlive())
        #expect(await player.proveAlive())
        _ = await finish(player)
        #expect(await !player.proveAlive())
    }

    @Test func `real libasound gets the file bit for bit`() async throws {
        let raw = scratch.file("alsa.raw")
        try ALSAConfiguration.use(in: scratch, path: raw)
        let signal = Signal.staircase(seconds: 2, rate: 48_000, channels: 2)
        // This PCM is not paced, so that stepped workers drive it: the decoder is always ahead.
        let stepped = SteppedWorkers()
        let player = try Player(output: .alsa("capture"), decoder: AudioDecoder.files, workers: stepped)
        stepped.run()
        player.start(
            PlaybackItem(id: "a", segments: [.file(path: try scratch.write(signal.wave, as: "in.wav"))]))
        stepped.run()
        player.shutDown()
        stepped.run()
        var events: [PlaybackEvent] = []
        for await event in player.events { events.append(event) }
        let record = events.record("a")
        #expect(record?.outcome == .completed)
        #expect(record?.frames == 96_000)
        #expect(record?.lateFrames == 0)
        let sound = try ALSAConfiguration.samples(raw)
        let first = try #require(sound.firstIndex { $0 != 0 }) / 2
        let from = (first - 10..<first + 10).first { start in
            sound.count > start * 2 + 4_000
                && (1_920..<4_000).allSatisfy { sound[start * 2 + $0] == signal.samples[$0] }
        }
        let start = try #require(from)
        #expect(Array(sound[(start * 2)...]).differsFirst(from: signal.samples, in: 1_920..<190_080) == nil)
    }

    @Test func `asleep, no thread wakes`() async throws {
        let player = try Player(
            output: .waveFile(scratch.file("idle.wav")), decoder: AudioDecoder.files, workers: workers)
        _ = await player.proveAlive()
        let before = player.turns
        _ = await player.proveAlive()
        #expect(player.turns - before <= 2)
        _ = await finish(player)
    }
}
