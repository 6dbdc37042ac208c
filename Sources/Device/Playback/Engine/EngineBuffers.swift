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
    private var history: SoundHistory

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
        history = SoundHistory(
            channels: format.channels, frames: format.bufferFrames,
            fade: format.frames(inSeconds: EngineLimits.fade))
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
        history.addFading(to: base, frames: format.periodFrames)
        limiter.process(mix, frames: format.periodFrames)
        for index in 0..<mix.count {
            let scaled = max(-32_768, min(32_767, Double(mix[index] * 32_768)))
            // To the nearest, halves away from zero: as `rounded` does, without a call for each sample.
            samples[index] = Int16(truncatingIfNeeded: Int32(scaled + (scaled < 0 ? -0.5 : 0.5)))
        }
        history.note(samples)
    }

    /// The output has given back so many frames. What is mixed next comes in their place; under it the old sound goes on
    /// where the output still has it, and fades out.
    /// - Returns: frames of output from the first of what is mixed next until the old sound is silent.
    mutating func takeBack(_ frames: Int) -> Int {
        guard let base = mix.baseAddress else { return 0 }
        history.takeBack(frames)
        resampler.reset()
        limiter.reset()
        var left = limiter.delayFrames
        while left > 0 {
            let count = min(left, format.periodFrames)
            history.replay(into: base, frames: count)
            limiter.process(mix, frames: count)
            left -= count
        }
        return history.beginFade()
    }
}
