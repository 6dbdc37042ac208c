import Foundation
import LoudnessMeter
import TestSupport
import Testing

@testable import Playback

/// What leaves the limiter, judged by libebur128: no peak between the samples passes the ceiling either.
@Suite struct `True peaks` {
    /// -1 dB of full scale.
    private static let ceiling = Float(pow(10, -1.0 / 20))

    private static func limited(_ samples: [Float], rate: Int, channels: Int = 1) -> [Float] {
        var limiter = Limiter(rate: rate, channels: channels, ceiling: ceiling)
        var samples = samples
        let period = rate / 100
        samples.withUnsafeMutableBufferPointer { samples in
            for start in stride(from: 0, to: samples.count - period * channels + 1, by: period * channels) {
                limiter.process(
                    UnsafeMutableBufferPointer(rebasing: samples[start..<(start + period * channels)]), frames: period)
            }
        }
        return samples
    }

    private static func truePeak(_ samples: [Float], rate: Int, channels: Int = 1) throws -> Double {
        var gauge = try LoudnessGauge(rate: rate, channels: channels)
        try samples.withUnsafeBufferPointer { samples throws in try gauge.add(samples) }
        return gauge.truePeak ?? -.infinity
    }

    /// A sine whose samples miss its peaks.
    private static func sine(period: Double, degrees: Double, amplitude: Double, seconds: Double = 1) -> [Float] {
        (0..<Int(seconds * 48_000)).map { frame in
            Float(amplitude * sin(2 * .pi * (Double(frame) / period + degrees / 360)))
        }
    }

    /// Tenths of a dB over the ceiling would be heard by no one, but the first number is what the rule says.
    @Test(
        arguments: [
            (4, 45, 1), (4, 45, 1.4), (4, 45, 8), (6, 60, 1.1), (8, 67.5, 1.05), (3, 30, 1.2), (5.3, 10, 2),
            (2.7, 0, 1.5),
            (48, 0, 1.3), (480, 0, 4),
        ] as [(Double, Double, Double)])
    func `sines whose peaks lie between the samples`(period: Double, degrees: Double, amplitude: Double) throws {
        let signal = Self.sine(period: period, degrees: degrees, amplitude: amplitude)
        #expect(try Self.truePeak(signal, rate: 48_000) > -1)
        let found = try Self.truePeak(Self.limited(signal, rate: 48_000), rate: 48_000)
        #expect(found <= -1 && found > -1.5, "\(found)")
    }

    @Test func `a sample peak under the ceiling is no reason to let it pass`() throws {
        // fs/4 at 45 degrees: samples at -2.6 dB, peaks at +0.4 dBTP.
        let signal = Self.sine(period: 4, degrees: 45, amplitude: 1.05)
        #expect((signal.map(\.magnitude).max() ?? 0) < Self.ceiling)
        let found = try Self.truePeak(Self.limited(signal, rate: 48_000), rate: 48_000)
        #expect(found <= -1, "\(found)")
    }

    @Test(arguments: [8_000, 16_000, 44_100, 48_000, 96_000, 192_000], [1, 2])
    func `noise, clicks and square waves at every rate`(rate: Int, channels: Int) throws {
        var random = TestSupport.Dice(seed: UInt64(rate + channels))
        var samples: [Float] = (0..<(rate / 2 * channels)).map { index in
            let frame = index / channels
            let noise = Float.random(in: -1...1, using: &random)
            switch frame * 10 / rate {
            case 0: return noise * 3
            case 1: return noise * 0.6
            case 2: return frame % 37 < 19 ? 1 : -1
            case 3: return frame % 1_009 == 0 ? 6 : 0.05
            default: return noise * Float(frame % 997) / 300
            }
        }
        for channel in 0..<channels { samples[rate / 4 * channels + channel] = 15 }
        let out = Self.limited(samples, rate: rate, channels: channels)
        let found = try Self.truePeak(out, rate: rate, channels: channels)
        #expect(found <= -1, "\(found)")
        #expect(out.allSatisfy { abs($0) <= Self.ceiling })
    }
}

@Suite struct `The least of the last` {
    @Test func `is what a search through them all finds`() {
        var numbers: [Int64] = []
        var least = LeastOfLast(7, none: 100)
        for _ in 0..<5_000 {
            let number = Bool.random() ? 100 : Int64.random(in: 0...100)
            numbers.append(number)
            #expect(least.add(number) == numbers.suffix(7).min())
        }
    }
}
