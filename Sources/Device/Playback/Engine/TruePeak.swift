/// Finds the peaks between samples: what a converter makes of them may be higher than any one of them (ITU-R BS.1770-4,
/// annex 2). Four points a sample are looked at below 96 kHz, two below 192 kHz, and the samples alone from there on.
///
/// What cannot reach the ceiling is not looked at: a filter's answer is at most the highest of its samples times the sum
/// of its weights. Used by one thread, allocates in `init` only.
struct TruePeak: ~Copyable {
    /// Frames by which an answer is later than its frame: half of the filter.
    let delayFrames: Int
    private let channels: Int
    /// Samples that each point between two of them is made from: above 48 kHz more, so that as much is seen.
    private let taps: Int
    /// For each point between two samples the weights of the samples around it, oldest first.
    private let weights: UnsafeMutableBufferPointer<Float>
    /// The last samples of each channel, twice in a row, so that any `taps` of them lie side by side.
    private let recent: UnsafeMutablePointer<Float>
    private var place = 0
    /// No sample up to this makes a point above the ceiling.
    private let harmless: Float
    /// Frames until all samples in the filter are harmless again.
    private var watched = 0

    init(rate: Int, channels: Int, ceiling: Float) {
        self.channels = channels
        taps = rate < 96_000 ? 16 : 32
        delayFrames = taps / 2
        let fractions = rate < 96_000 ? [0.25, 0.5, 0.75] : rate < 192_000 ? [0.5] : []
        let phases = fractions.map { [taps] fraction in Self.weights(fraction, taps: taps) }
        let flat = phases.flatMap { $0 }.map { Float($0) }
        weights = .allocate(capacity: flat.count)
        _ = weights.initialize(from: flat)
        recent = .allocate(capacity: channels * 2 * taps)
        recent.initialize(repeating: 0, count: channels * 2 * taps)
        let gain = phases.map { $0.reduce(0) { $0 + abs($1) } }.max() ?? 1
        harmless = ceiling / Float(max(1, gain))
    }

    deinit {
        weights.deallocate()
        recent.deallocate()
    }

    /// Takes the next frame.
    /// - Parameter loudest: its highest sample, whatever the sign.
    /// - Returns: the highest point from the frame `delayFrames` ago up to the one after it; 0 where that cannot pass
    ///   the ceiling.
    mutating func take(_ frame: UnsafePointer<Float>, loudest: Float) -> Float {
        place = place + 1 == taps ? 0 : place + 1
        for channel in 0..<channels {
            let at = channel * 2 * taps + place
            recent[at] = frame[channel]
            recent[at + taps] = frame[channel]
        }
        if loudest > harmless { watched = taps } else if watched > 0 { watched -= 1 }
        return watched > 0 ? highest() : 0
    }

    /// Whether nothing in the filter, and no sample up to this, can make a point above the ceiling.
    func isHarmless(upTo loudest: Float) -> Bool { watched == 0 && loudest <= harmless }

    /// Takes frames that are harmless.
    mutating func pass(_ samples: UnsafePointer<Float>, frames: Int) {
        for frame in max(0, frames - taps)..<max(0, frames) { _ = take(samples + frame * channels, loudest: 0) }
    }

    /// The highest point of all channels in the middle of the filter.
    private func highest() -> Float {
        var peak: Float = 0
        for channel in 0..<channels {
            let oldest = recent + channel * 2 * taps + place + 1
            peak = max(peak, oldest[delayFrames - 1].magnitude, oldest[delayFrames].magnitude)
            var phase = 0
            while phase < weights.count {
                // Four sums at once: the processor need not wait for one to be ready.
                var (first, second, third, fourth) = (Float(0), Float(0), Float(0), Float(0))
                var tap = 0
                while tap < taps {
                    first += oldest[tap] * weights[phase + tap]
                    second += oldest[tap + 1] * weights[phase + tap + 1]
                    third += oldest[tap + 2] * weights[phase + tap + 2]
                    fourth += oldest[tap + 3] * weights[phase + tap + 3]
                    tap += 4
                }
                peak = max(peak, (first + second + third + fourth).magnitude)
                phase += taps
            }
        }
        return peak
    }

    /// A sinc under a raised cosine as wide as the filter, moved by a fraction of a sample; its sum is 1.
    private static func weights(_ fraction: Double, taps: Int) -> [Double] {
        let weights: [Double] = (0..<taps).map { tap in
            let distance = Double(tap - (taps / 2 - 1)) - fraction
            let sinc = distance == 0 ? 1 : Mathematics.sine(turns: distance / 2) / (.pi * distance)
            return sinc * (0.5 + 0.5 * Mathematics.cosine(turns: distance / Double(taps)))
        }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }
}
