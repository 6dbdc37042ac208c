import Hardware

/// The memory of one period, made for a format when the output opens, so that rendering allocates nothing.
struct EngineBuffers: ~Copyable {
    let format: AudioFormat
    let mix: UnsafeMutableBufferPointer<Float>
    let scratch: UnsafeMutableBufferPointer<Float>
    let samples: UnsafeMutableBufferPointer<Int16>
    var limiter: Limiter

    init(format: AudioFormat, ceiling: Double) {
        self.format = format
        let count = format.periodFrames * format.channels
        mix = .allocate(capacity: count)
        mix.initialize(repeating: 0)
        scratch = .allocate(capacity: count)
        scratch.initialize(repeating: 0)
        samples = .allocate(capacity: count)
        samples.initialize(repeating: 0)
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
    var delayFrames: Int { limiter.delayFrames }

    func clear() {
        mix.update(repeating: 0)
    }

    /// Limits the mix and makes it whole numbers. 16-bit sound at unity gain comes out as it went in.
    mutating func finish() {
        limiter.process(mix, frames: format.periodFrames)
        for index in 0..<mix.count {
            let scaled = (mix[index] * 32_768).rounded()
            samples[index] = Int16(max(-32_768, min(32_767, scaled)))
        }
    }
}
