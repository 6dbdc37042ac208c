import Foundation
import Hardware
import Playback
import TestSupport
import Testing

/// Planned sound on cards whose clocks are off.
@Suite struct `Keeping step` {
    private static let rate = 16_000
    private static let format = AudioFormat(rate: rate, channels: 1, periodFrames: 160, bufferFrames: 960)
    /// Seconds by which a start is off because it is on a frame.
    private static let half = 0.5 / Double(rate)

    /// A pulse 64 frames long at each second but the first.
    private static func pulses(_ seconds: Int) -> Signal {
        var samples = [Int16](repeating: 0, count: seconds * rate)
        for second in 1..<seconds {
            for frame in 0..<64 {
                samples[second * rate + frame - 32] = Int16(16_000 * pow(sin(.pi * (Double(frame) + 0.5) / 64), 2))
            }
        }
        return Signal(rate: rate, channels: 1, samples: samples)
    }

    /// When the middle of each pulse left, in seconds from the plan.
    private static func heard(_ recording: AudioRecording, from plan: MonotonicTime) -> [Double] {
        var pulses: [(moment: Double, weight: Double)] = []
        for block in recording.blocks {
            for (frame, sample) in block.samples.enumerated() where sample > 40 {
                let time = Double(block.leaves.since(plan)) / 1e9 + (Double(frame) + 0.5) / Double(rate)
                let weight = Double(sample)
                if let last = pulses.last, time - last.moment / last.weight < 0.1 {
                    pulses[pulses.count - 1] = (last.moment + time * weight, last.weight + weight)
                } else {
                    pulses.append((time * weight, weight))
                }
            }
        }
        return pulses.map { $0.moment / $0.weight }
    }

    private static func play(
        _ seconds: Int, _ errors: CardErrors
    ) async throws -> (errors: [Double], step: PlaybackStep, record: PlaybackRecord) {
        let stage = try Stage(PlayerSettings(format: format), errors: errors)
        let plan = stage.soon(2)
        let file = try stage.file(pulses(seconds))
        stage.player.start(
            PlaybackItem(id: "b", segments: [.file(path: file)], start: .at(plan), lateness: .joinInProgress))
        stage.workers.run()
        let step = stage.player.step
        let record = try #require(await stage.finish().record("b"))
        let heard = heard(stage.recording, from: plan)
        #expect(heard.count == seconds - 1)
        return (heard.enumerated().map { $1 - Double($0 + 1) }, step, record)
    }

    @Test func `two cards at +-100 ppm stay within 0.5 ms of each other, and of the clock, from the start`()
        async throws
    {
        let fast = try await Self.play(40, CardErrors(drift: 100, start: 0.003))
        let slow = try await Self.play(40, CardErrors(drift: -100, start: 0.001))
        for (index, (one, other)) in zip(fast.errors, slow.errors).enumerated() {
            let most = (index < 20 ? 0.000_5 : 0.000_1) + Self.half
            #expect(abs(one - other) < 2 * most && abs(one) < most, "after \(index + 1) s: \(one), \(other)")
        }
        for play in [fast, slow] {
            #expect(play.record.outcome == .completed && play.record.lateFrames == 0 && play.step.jumps == 0)
        }
        #expect(abs((fast.step.drift ?? 0) - 100) < 1 && abs((slow.step.drift ?? 0) + 100) < 1)
    }

    @Test func `a card that tells its position up to 2 ms late keeps within half of that`() async throws {
        let play = try await Self.play(30, CardErrors(drift: 60, jitter: 2_000_000, start: 0.002))
        let worst = play.errors.map { abs($0 + 0.001) }.max() ?? 1
        #expect(worst < 0.000_9, "\(worst)")
        #expect(play.step.jumps == 0)
    }

    @Test func `a card beyond the strongest correction jumps, and is never further off than that`() async throws {
        let play = try await Self.play(70, CardErrors(drift: 1_000))
        #expect(play.errors.allSatisfy { abs($0) < 0.021_5 }, "\(play.errors)")
        #expect((1...3).contains(play.step.jumps), "\(play.step.jumps)")
    }

    @Test(arguments: [0.037, -0.02]) func `a horn that is nearer sounds later by its delay, and that is no error`(
        delay: Double
    ) async throws {
        let stage = try Stage(PlayerSettings(format: Self.format, delay: delay))
        let plan = stage.soon(2)
        let file = try stage.file(Self.pulses(4))
        stage.player.start(
            PlaybackItem(id: "b", segments: [.file(path: file)], start: .at(plan), lateness: .joinInProgress))
        stage.workers.run()
        let record = try #require(await stage.finish().record("b"))
        #expect(abs(record.startError) <= Int64(Self.half * 1e9) && record.frames == 4 * Self.rate)
        let late = Self.heard(stage.recording, from: plan).map { $0 - $0.rounded() }
        #expect(late.count == 3 && late.allSatisfy { abs($0 - delay) < Self.half + 0.000_01 }, "\(late)")
    }

    private enum Mishap: CaseIterable { case joinedLate, ranDry, cardLost, cardLagged }

    @Test(arguments: Mishap.allCases)
    private func `whatever happened, a second later the sound is in its place, on a card that takes 5 ms to start`(
        mishap: Mishap
    ) async throws {
        let stage = try Stage(PlayerSettings(format: Self.format), errors: CardErrors(start: 0.005))
        let plan = stage.soon(2)
        let file = try stage.file(Self.pulses(12))
        let (workers, player) = (stage.workers, stage.player)
        let item = PlaybackItem(
            id: "b", segments: [.file(path: file)], start: .at(plan), lateness: .joinInProgress)
        let trouble = plan.advanced(bySeconds: 4.3)
        switch mishap {
        case .joinedLate: workers.at(trouble) { player.start(item) }
        case .ranDry: workers.at(trouble) { workers.advance(to: workers.now().advanced(bySeconds: 0.4)) }
        case .cardLost: stage.recording.fail(from: trouble, to: trouble.advanced(bySeconds: 0.4), .disappeared)
        case .cardLagged: stage.recording.hang(at: trouble, seconds: 0.4)
        }
        if mishap != .joinedLate { player.start(item) }
        workers.run()
        let step = player.step
        let record = try #require(await stage.finish().record("b"))
        #expect(record.outcome == .completed)
        let late = Self.heard(stage.recording, from: plan).map { $0 - $0.rounded() }
        #expect(late.count >= (mishap == .joinedLate ? 6 : 10))
        #expect(late.suffix(5).allSatisfy { abs($0) < 0.000_3 }, "\(late)")
        #expect(step.jumps >= 1, "5 ms after the start, or the gap itself")
    }

    @Test func `a card with a good clock is never corrected: bit for bit to the end`() async throws {
        let stage = try Stage(
            PlayerSettings(format: Self.format), errors: CardErrors(jitter: 200_000, start: 0.002))
        let signal = Signal.staircase(seconds: 40, rate: Self.rate, channels: 1)
        let plan = stage.soon(1)
        stage.player.start(
            PlaybackItem(
                id: "b", segments: [.file(path: try stage.file(signal))], start: .at(plan), lateness: .joinInProgress))
        stage.workers.run()
        let record = try #require(await stage.finish().record("b"))
        #expect(abs(record.startError) <= Int64(Self.half * 1e9))
        let sound = stage.recording.samples
        let first = try #require(sound.firstIndex { $0 != 0 })
        let begin = try #require(
            (max(0, first - 40)...first).first { start in
                (1_000..<1_200).allSatisfy { sound[start + $0] == signal.samples[$0] }
            })
        #expect(Array(sound[begin...]).differsFirst(from: signal.samples, in: 320..<639_600) == nil)
    }
}
