import AudioCodecs
import Hardware
import TestSupport
import Testing

@testable import Playback

/// An input of the site in a chain: kept at a quarter of a second whatever its clock does, and given up where it is dead.
@Suite struct `Line` {
    private func stage(_ line: ScriptedLine, _ workers: SteppedWorkers) throws -> Stage {
        let lines = AudioDecoder.lines { [opener = line.opener] name, _ in name == "radio" ? opener : nil }
        return try Stage(
            PlayerSettings(), workers: workers, decoder: AudioDecoder.files.or(lines, where: LineAddress.isOne))
    }

    private func start(_ stage: Stage, _ links: [PlaybackLink], seconds: Double) {
        stage.player.start(
            PlaybackItem(id: "a", segments: [.live(links)], maximumDuration: seconds))
    }

    private var radio: PlaybackLink { .stream(address: LineAddress.of("radio")) }

    /// The first channel, from the first sound to the last.
    private func heard(_ stage: Stage) -> [Int16] {
        let samples = stage.recording.samples
        let left = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
        guard let first = left.firstIndex(where: { $0 != 0 }), let last = left.lastIndex(where: { $0 != 0 }) else {
            return []
        }
        return Array(left[first...last])
    }

    @Test(arguments: [0.0, 1_000, -1_000])
    func `it sounds without a gap or a click, however its clock is off`(drift: Double) async throws {
        let workers = SteppedWorkers()
        let line = ScriptedLine(workers, drift: drift)
        let stage = try stage(line, workers)
        start(stage, [radio], seconds: 20)
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(record.outcome == .reachedMaximum && record.lateFrames == 0 && line.openings == 1)
        let sound = heard(stage)
        #expect(sound.count > 19 * 48_000)
        // A quarter of full scale at 100 Hz goes by no more than 215 a frame; a hole or a leap is thousands.
        let middle = 2_000..<(sound.count - 2_000)
        let steepest = middle.reduce(0) { max($0, abs(Int(sound[$1]) - Int(sound[$1 - 1]))) }
        #expect(steepest <= 230, "\(steepest)")
    }

    @Test func `planned, it is opened just before, and nothing of it is cut`() async throws {
        let workers = SteppedWorkers()
        let line = ScriptedLine(workers)
        let stage = try stage(line, workers)
        let plan = stage.soon(3)
        stage.player.start(
            PlaybackItem(id: "a", segments: [.live([radio])], start: .at(plan), maximumDuration: 5))
        stage.workers.run(until: plan.advanced(bySeconds: -0.3))
        #expect(line.openings == 0)
        stage.workers.run()
        let record = try #require(await stage.finish().record("a"))
        #expect(line.openings == 1 && record.lateFrames == 0)
        // A read of the scripted line takes everybody's time, the card's too; on a real card fast_line judges the start.
        #expect(abs(record.startError) < 3_000_000, "\(record)")
        let sound = heard(stage)
        #expect(sound.count > 4 * 48_000)
        let steepest = (2_000..<(sound.count - 2_000)).reduce(0) { max($0, abs(Int(sound[$1]) - Int(sound[$1 - 1]))) }
        #expect(steepest <= 230, "\(steepest)")
    }

    @Test func `two channels of it are one, on all of the output's`() async throws {
        let workers = SteppedWorkers()
        let stage = try stage(ScriptedLine(workers, channels: 2), workers)
        start(stage, [radio], seconds: 2)
        stage.workers.run()
        _ = await stage.finish()
        let samples = stage.recording.samples
        #expect(stride(from: 0, to: samples.count, by: 2).allSatisfy { samples[$0] == samples[$0 + 1] })
        #expect(abs(Int(samples.max() ?? 0) - 8_190) < 10)
    }

    private func falls(
        _ prepare: @escaping @Sendable (ScriptedLine) -> Void, at second: Double?
    ) async throws -> (events: [PlaybackEvent], sound: [Int16]) {
        let workers = SteppedWorkers()
        let line = ScriptedLine(workers)
        let stage = try stage(line, workers)
        let file = try stage.file(
            Signal(rate: 48_000, channels: 1, samples: [Int16](repeating: 12_000, count: 48_000 * 5)))
        if let second { workers.at(stage.soon(second)) { prepare(line) } } else { prepare(line) }
        start(stage, [radio, .file(path: file)], seconds: 30)
        stage.workers.run()
        return (await stage.finish(), heard(stage))
    }

    private func failures(_ events: [PlaybackEvent]) -> [String] {
        events.compactMap { event in
            guard case .linkFailed(_, let link, let failure) = event, link == radio else { return nil }
            return failure.description
        }
    }

    @Test func `one that goes gives way to what stands behind it`() async throws {
        let (events, sound) = try await falls({ $0.fails(.disappeared) }, at: 12)
        #expect(failures(events).first?.contains("input line:radio: noInput: hw:CARD=Tuner: told to fail") == true)
        #expect(sound.count { $0 == 12_000 } > 4 * 48_000)
    }

    @Test func `one that is not there, or that nothing is plugged into, gives way too`() async throws {
        let (gone, first) = try await falls({ $0.fails(.notFound) }, at: nil)
        #expect(!failures(gone).isEmpty && first.count { $0 == 12_000 } > 4 * 48_000)
        let (silent, second) = try await falls({ $0.sounds(0) }, at: nil)
        #expect(failures(silent).first?.contains("silence for 5 s") == true)
        #expect(second.count { $0 == 12_000 } > 4 * 48_000)
        let wasTold = silent.contains { if case .linkSounds = $0 { true } else { false } }
        #expect(!wasTold)
    }

    @Test func `one that falls silent while it sounds gives way after some seconds`() async throws {
        let (events, sound) = try await falls({ $0.sounds(0) }, at: 12)
        #expect(failures(events).first?.contains("silence for 5 s") == true)
        #expect(sound.count { $0 == 12_000 } > 4 * 48_000)
    }

    @Test func `an input that the settings do not name is none, and one at another rate says so`() throws {
        let workers = SteppedWorkers()
        let line = ScriptedLine(workers, rate: 44_100)
        let lines = AudioDecoder.lines { [opener = line.opener] name, _ in name == "radio" ? opener : nil }
        for (name, what) in [("tuner", "no such input"), ("radio", "plughw:")] {
            let error = #expect(throws: DecodingFailure.self) {
                _ = try lines.open(LineAddress.of(name), for: .standard)
            }
            #expect(error?.code == .noInput && error?.detail.contains(what) == true)
        }
    }
}
