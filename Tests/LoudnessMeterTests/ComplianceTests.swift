import Foundation
import LoudnessMeter
import Testing

/// The signals of EBU Tech 3341 (version 4), table 1, made by their description.
struct ComplianceTests {
    private func integrated(_ signal: TestSignal) throws -> Double {
        try #require(try signal.measured().integrated)
    }

    private func truePeak(_ signal: TestSignal) throws -> Double {
        try #require(try signal.measured().truePeak)
    }

    @Test(arguments: [(-23.0, 44_100), (-23, 48_000), (-33, 48_000), (-40, 96_000), (-23, 22_050)])
    func `cases 1 and 2: a stereo sine is as loud as its level says`(level: Double, rate: Int) throws {
        let found = try integrated(.stereo([(level, 20)], rate: rate))
        #expect(abs(found - level) <= 0.1, "\(found)")
    }

    @Test(
        arguments: [
            [(-36, 10), (-23, 60), (-36, 10)],
            [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
            [(-26, 20), (-20, 20.1), (-26, 20)],
        ] as [[(Double, Double)]])
    func `cases 3 to 5: what is far softer than the rest does not count`(stretches: [(Double, Double)]) throws {
        let found = try integrated(.stereo(stretches))
        #expect(abs(found + 23) <= 0.1, "\(found)")
    }

    @Test func `case 6: the surrounds weigh more, the centre as much as a side`() throws {
        let found = try integrated(.sines([-28, -28, -24, -30, -30], seconds: 20))
        #expect(abs(found + 23) <= 0.1, "\(found)")
    }

    /// The peaks of the wave lie between the samples, but in the first.
    @Test(arguments: [
        (4.0, 0.0, 0.5, -6.0), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3),
    ])
    func `cases 15 to 19: peaks between the samples`(
        period: Double, degrees: Double, amplitude: Double, level: Double
    ) throws {
        let signal = TestSignal(channels: 2, seconds: 5) { frame, _ in
            // Fades of 10 ms, so that beginning and end make no peak of their own.
            let fade = min(1, min(Double(frame), Double(5 * 48_000 - 1 - frame)) / 480)
            return amplitude * fade * sin(2 * .pi * (Double(frame) / period + degrees / 360))
        }
        let found = try truePeak(signal)
        #expect(found <= level + 0.2 && found >= level - 0.4, "\(found)")
    }

    @Test(arguments: 0..<4)
    func `after cases 20 to 23: a peak of 0 dBTP, wherever the samples fall`(offset: Int) throws {
        // Each fourth sample of a smooth pulse without anything above a quarter of the rate.
        let signal = TestSignal(channels: 1, seconds: 1) { frame, _ in
            let at = (Double(frame * 4 + offset) - 96_000) / 4
            let x = at * 0.5 * .pi
            return x == 0 ? 1 : sin(x) / x * exp(-at * at / 800)
        }
        let found = try truePeak(signal)
        #expect(found <= 0.2 && found >= -0.4, "\(found)")
    }

    @Test func `one channel is as loud as the two that a device makes of it`() throws {
        let one = try integrated(.sines([-23], seconds: 20))
        #expect(abs(one + 23) <= 0.1, "\(one)")
    }

    @Test func `silence, and less than 0.4 s, have no loudness`() throws {
        let silence = try TestSignal(channels: 2, seconds: 5) { _, _ in 0 }.measured()
        #expect(silence.integrated == nil && silence.truePeak == nil)
        let short = try TestSignal.stereo([(-23, 0.3)]).measured()
        #expect(short.integrated == nil)
        #expect(abs((short.truePeak ?? 0) + 23) < 0.2)
    }
}
