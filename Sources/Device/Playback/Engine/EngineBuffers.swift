import Hardware

/// The memory of one period, made for a format when the output opens, so that rendering allocates nothing.
struct EngineBuffers: ~Copyable {
    let format: AudioFormat
    /// The period that is put out: what leaves the resampler and then, in place, the limiter.
    let mix: UnsafeMutableBufferPointer<Float>
    let scratch: UnsafeMutableBufferPointer<Float>
    let samples: UnsafeMutableBufferPointer<Int16>
    var resampler: DriftResampler
    var limiter: Limiter

    init(format: AudioFormat, ceiling: Double) {
        self.format = format
        let count = format.periodFrames * format.channels
        mix = .allocate(capacity: count)
        mix.initialize(repeating: 0)
        // A period mixed for a correction is longer than one put out.
        let room = count + (format.periodFrames / 1_000 + DriftResampler.taps) * format.channels
        scratch = .allocate(capacity: room)
        scratch.initialize(repeating: 0)
        samples = .allocate(capacity: count)
        samples.initialize(repeating: 0)
        resampler = DriftResampler(channels: format.channels, period: format.periodFrames)
        let level = ceiling.isNaN ? -1 : max(-40, min(0, ceiling))
        limiter = Limiter(
            rate: format.rate, channels: format.channels, ceiling: Float(Mathematics.factor(decibels: level)))
    }

    deinit {
        mix.deallocate()
        scratch.deallocate()
        samples.deallocate()
    }

    /// Frames between the mix and the output.
    var delayFrames: Int { DriftResampler.delayFrames + limiter.delayFrames }

    /// Nanoseconds between the next frame mixed and the next one put out.
    var delay: Int64 {
        Int64(((resampler.delay + Double(limiter.delayFrames)) * 1e9 / Double(format.rate)).rounded())
    }

    /// Limits the mix and makes it whole numbers. 16-bit sound at unity gain comes out as it went in, unless it is
    /// corrected for drift.
    mutating func finish() {
        guard let base = mix.baseAddress else { return }
        resampler.process(into: base, frames: format.periodFrames)
        limiter.process(mix, frames: format.periodFrames)
        for index in 0..<mix.count {
            let scaled = (mix[index] * 32_768).rounded()
            samples[index] = Int16(max(-32_768, min(32_767, scaled)))
        }
    }
}
