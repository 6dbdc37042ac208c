import Foundation
import Testing

@testable import LoudnessMeter

struct LoudnessRiderTests {
    /// What a rider makes of a signal that it is told a second ahead, as a stream's buffer does.
    private func ridden(_ signal: TestSignal, target: Double = -16) throws -> [Float] {
        var rider = try LoudnessRider(target: target, rate: signal.rate, channels: signal.channels)
        var samples = signal.samples
        let second = signal.rate * signal.channels
        samples.withUnsafeMutableBufferPointer { all in
            for at in stride(from: 0, to: all.count + second, by: second / 50) {
                if at < all.count {
                    rider.hear(UnsafeBufferPointer(rebasing: all[at..<min(all.count, at + second / 50)]))
                }
                let due = at - second
                if due >= 0 {
                    rider.ride(UnsafeMutableBufferPointer(rebasing: all[due..<min(all.count, due + second / 50)]))
                }
            }
        }
        return samples
    }

    /// In LUFS, of the seconds from `first` on.
    private func loudness(_ samples: [Float], from first: Double, to end: Double, channels: Int = 2) throws -> Double {
        var gauge = try LoudnessGauge(rate: 48_000, channels: channels)
        let part = samples[Int(first * 48_000) * channels..<Int(end * 48_000) * channels]
        try part.withUnsafeBufferPointer { try gauge.add($0) }
        return gauge.integrated ?? -.infinity
    }

    @Test(arguments: [-27.0, -23, -16, -8, -1])
    func `loud and soft come out alike, from the first second on`(level: Double) throws {
        let out = try ridden(.stereo([(level, 20)]))
        #expect(abs(try loudness(out, from: 0, to: 1) + 16) < 0.3)
        #expect(abs(try loudness(out, from: 1, to: 20) + 16) < 0.2)
    }

    @Test(arguments: [-28.0, -10]) func `words between pauses come out at the target`(level: Double) throws {
        let words = TestSignal.stereo((0..<20).flatMap { _ in [(level, 0.9), (-70.0, 0.6)] })
        #expect(abs(try loudness(try ridden(words), from: 0, to: 30) + 16) < 1)
    }

    @Test func `one channel counts as the two that it is heard from`() throws {
        #expect(abs(try loudness(try ridden(.sines([-26], seconds: 5)), from: 0, to: 5, channels: 1) + 16) < 0.2)
    }

    @Test func `what becomes loud is turned down, slowly, and what becomes soft is turned up more slowly`() throws {
        let out = try ridden(.stereo([(-26, 20), (-8, 40), (-24, 120)]))
        func gain(at second: Double, of level: Double) throws -> Double {
            try loudness(out, from: second, to: second + 0.5) - level
        }
        #expect(abs(try gain(at: 18, of: -26) - 10) < 0.2)
        // It hears what comes a second ahead.
        #expect(try gain(at: 22, of: -8) > 2)
        #expect(abs(try gain(at: 55, of: -8) + 8) < 0.5)
        #expect(try gain(at: 64, of: -24) < -4)
        #expect(abs(try gain(at: 178, of: -24) - 8) < 1)
        for second in 1..<177 {
            let levels = [
                second < 20 ? -26.0 : second < 60 ? -8 : -24, second + 1 < 20 ? -26 : second + 1 < 60 ? -8 : -24,
            ]
            let turned = try gain(at: Double(second + 1), of: levels[1]) - gain(at: Double(second), of: levels[0])
            #expect((-2.2...0.7).contains(turned), "\(turned) dB in second \(second)")
        }
    }

    @Test func `silence, hiss and what is far too soft are not blown up`() throws {
        let silent = try ridden(.stereo([(-90, 3)]))
        #expect(silent.allSatisfy { abs($0) < 0.000_1 })
        let hiss = try ridden(.stereo([(-26, 10), (-60, 30)]))
        #expect(try loudness(hiss, from: 30, to: 39) < -45)
        #expect(abs(try loudness(try ridden(.stereo([(-40, 10)])), from: 0, to: 10) + 25) < 0.2)
    }
}
