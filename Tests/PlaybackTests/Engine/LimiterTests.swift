import Foundation
import Testing

@testable import Playback

@Suite struct `Limiter behaviour` {
    private func limit(_ samples: [Float], ceiling: Float, channels: Int = 1) -> (out: [Float], delay: Int) {
        var limiter = Limiter(rate: 48_000, channels: channels, ceiling: ceiling)
        let delay = limiter.delayFrames
        var padded = samples + [Float](repeating: 0, count: delay * channels)
        let frames = padded.count / channels
        padded.withUnsafeMutableBufferPointer { limiter.process($0, frames: frames) }
        return (Array(padded.dropFirst(delay * channels)), delay)
    }

    @Test func `what stays below the ceiling passes bit for bit`() {
        let samples = (0..<9_600).map { Float(($0 * 7_919) % 20_001 - 10_000) / 12_500 }
        // Peaks between the samples of this noise are under twice the samples.
        #expect(limit(samples, ceiling: 1.6).out == samples)
    }

    /// Quiet pieces take a shorter way than loud ones.
    @Test(arguments: [2, 7, 16, 480, 9_600]) func `what comes out is the same in pieces of any size`(piece: Int) {
        let samples = (0..<19_200).map { index -> Float in
            let loud: Float = index / 1_600 % 3 == 0 ? 1.4 : 0.3
            return Float(sin(Double(index) * 0.7)) * (index % 900 == 0 ? 0.9 : loud)
        }
        func limited(_ frames: Int) -> [Float] {
            var limiter = Limiter(rate: 48_000, channels: 2, ceiling: 0.8)
            var out = samples
            out.withUnsafeMutableBufferPointer { all in
                for start in stride(from: 0, to: 9_600, by: frames) {
                    let end = min(9_600, start + frames)
                    let part = UnsafeMutableBufferPointer<Float>(rebasing: all[(2 * start)..<(2 * end)])
                    limiter.process(part, frames: end - start)
                }
            }
            return out
        }
        #expect(limited(piece) == limited(1))
    }

    @Test func `a sine just under the ceiling passes bit for bit, one just above does not`() {
        let sine = (0..<9_600).map { Float(sin(Double($0) * 0.7)) }
        let under = sine.map { $0 * 0.798 }
        #expect(limit(under, ceiling: 0.8).out == under)
        let above = sine.map { $0 * 0.805 }
        #expect(limit(above, ceiling: 0.8).out != above)
    }

    @Test(arguments: [1.01, 2, 8, 15] as [Float])
    func `no peak passes, single or in a row, on either side`(height: Float) {
        var samples = [Float](repeating: 0.1, count: 48_000)
        for index in [0, 71, 72, 73, 500, 501, 900] { samples[index] = index % 2 == 0 ? height : -height }
        for index in 2_000..<3_000 { samples[index] = height * Float(index % 97) / 97 }
        let out = limit(samples, ceiling: 0.891).out
        #expect(out.allSatisfy { abs($0) <= 0.891 })
        #expect(out.contains { abs($0) > 0.85 })
    }

    @Test func `the gain falls before a peak and comes back to exactly none`() {
        var samples = [Float](repeating: 0.5, count: 96_000)
        samples[1_000] = 4
        let out = limit(samples, ceiling: 0.8).out
        #expect(out[900] == 0.5)
        #expect(out[999] < 0.2 && out[999] > 0.05)
        #expect(out[1_000] <= 0.8 && out[1_000] > 0.7)
        #expect(out[95_000] == 0.5)
        // No step is audible: the gain moves by little from frame to frame.
        for index in 1..<95_000 where index != 1_000 && index != 1_001 {
            #expect(abs(out[index] - out[index - 1]) < 0.02)
        }
    }

    @Test func `both sides fall together`() {
        var samples = [Float](repeating: 0.4, count: 4_800)
        samples[2_000] = 3
        let out = limit(samples, ceiling: 0.8, channels: 2).out
        for frame in 0..<2_400 where frame != 1_000 { #expect(out[frame * 2] == out[frame * 2 + 1]) }
    }
}
