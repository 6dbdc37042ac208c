import Foundation
import Testing

@testable import Playback

@Suite struct `The drift resampler` {
    /// What comes out of frames of one channel, period by period, each with its own correction.
    private func run(
        _ source: [Float], channels: Int = 1, period: Int = 480, periods: Int, correction: (Int) -> Int64
    ) -> (output: [Float], used: Int) {
        var resampler = DriftResampler(channels: channels, period: period)
        var output: [Float] = []
        var block = [Float](repeating: 0, count: period * channels)
        var used = 0
        for number in 0..<periods {
            let frames = resampler.prepare(frames: period, correction: correction(number))
            let room = resampler.room
            for index in 0..<(frames * channels) { room[index] = source[used * channels + index] }
            used += frames
            put(&resampler, &block, period)
            output += block
        }
        return (output, used)
    }

    private func put(_ resampler: inout DriftResampler, _ block: inout [Float], _ frames: Int) {
        block.withUnsafeMutableBufferPointer { block in
            guard let base = block.baseAddress else { return }
            resampler.process(into: base, frames: frames)
        }
    }

    private func sine(hertz: Double, frames: Int) -> [Float] {
        (0..<frames).map { Float(0.5 * sin(2 * .pi * hertz * Double($0) / 48_000)) }
    }

    /// All but the best sine of this pitch, against that sine, in dB.
    private func distortion(_ samples: ArraySlice<Float>, hertz: Double) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        let turns = 2 * Double.pi * hertz / 48_000
        // A whole number of its periods, as near as can be: the two parts are then independent.
        let whole = Int((Double(samples.count) * hertz / 48_000).rounded(.down) * 48_000 / hertz)
        let part = samples.prefix(whole).map(Double.init)
        for (index, sample) in part.enumerated() {
            real += sample * cos(turns * Double(index))
            imaginary += sample * sin(turns * Double(index))
        }
        (real, imaginary) = (real * 2 / Double(part.count), imaginary * 2 / Double(part.count))
        var rest = 0.0
        for (index, sample) in part.enumerated() {
            let fit = real * cos(turns * Double(index)) + imaginary * sin(turns * Double(index))
            rest += (sample - fit) * (sample - fit)
        }
        let power = (real * real + imaginary * imaginary) / 2 * Double(part.count)
        return 10 * log10(rest / power)
    }

    @Test(arguments: [(1, 480), (2, 441), (8, 96), (2, 19_200)]) func `passes bit for bit while nothing is corrected`(
        channels: Int, period: Int
    ) {
        let source = (0..<((6 * period + 100) * channels)).map { Float(($0 * 7_919) % 65_536 - 32_768) / 32_768 }
        let (output, used) = run(source, channels: channels, period: period, periods: 6) { _ in 0 }
        let delay = DriftResampler.delayFrames * channels
        #expect(used == 6 * period)
        #expect(output.prefix(delay).allSatisfy { $0 == 0 })
        #expect(Array(output.dropFirst(delay)) == Array(source.prefix(output.count - delay)))
    }

    @Test(arguments: [-500_000, -100_000, -1_000, 37_000, 500_000], [1_000.0, 9_000])
    func `a sine under correction is a sine to -80 dB`(correction: Int64, hertz: Double) {
        let (output, _) = run(sine(hertz: hertz, frames: 25_000), periods: 50) { _ in correction }
        let pitch = hertz * (1 + Double(correction) / 1e9)
        let level = distortion(output.dropFirst(64), hertz: pitch)
        #expect(level < -80, "\(level) dB")
        // The same measure finds what is not a sine of this pitch: it is no good if it never does.
        #expect(distortion(output.dropFirst(64), hertz: hertz * 1.000_6) > -60)
    }

    @Test(arguments: [-500_000, 123_456]) func `it uses up as many frames as the correction says`(correction: Int64) {
        let periods = 200
        let (_, used) = run([Float](repeating: 0, count: 100_000), periods: periods) { _ in correction }
        let wanted = Double(periods * 480) * (1 + Double(correction) / 1e9)
        #expect(abs(Double(used) - wanted) <= 1)
    }

    @Test func `a correction that comes, changes and goes makes no click`() {
        let corrections: [Int64] = [0, 0, 60_000, 500_000, -500_000, 100, 0, 0]
        let source = sine(hertz: 1_000, frames: 50_000)
        let (output, _) = run(source, periods: 96) { corrections[$0 / 12] }
        // Across a zero, between two frames.
        let straight = 2 * 0.5 * Float(sin(Double.pi * 1_000 / 48_000))
        let steepest = zip(output.dropFirst(64), output.dropFirst(65)).map { abs($1 - $0) }.max() ?? 0
        #expect(steepest < straight * 1.001, "\(steepest) instead of \(straight)")
    }

    @Test func `after silence it passes bit for bit again`() {
        var resampler = DriftResampler(channels: 1, period: 480)
        var block = [Float](repeating: 0, count: 480)
        for correction in [Int64](repeating: 300_000, count: 9) + [0] {
            _ = resampler.prepare(frames: 480, correction: correction)
            put(&resampler, &block, 480)
        }
        #expect(resampler.delay != resampler.delay.rounded())
        resampler.rest()
        let frames = resampler.prepare(frames: 480, correction: 0)
        for index in 0..<frames { resampler.room[index] = Float(index + 1) }
        put(&resampler, &block, 480)
        let first = block.firstIndex { $0 != 0 } ?? 0
        #expect(block[first...].enumerated().allSatisfy { $1 == Float($0 + 1) })
    }
}
