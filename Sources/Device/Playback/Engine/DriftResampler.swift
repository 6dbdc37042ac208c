/// Plays the mix faster or slower by millionths, so that a card whose clock is off keeps step with the system's.
///
/// A windowed sinc of 32 taps, kept for 256 places between two frames; for places between these, a line. At the place of
/// a frame it is 1 and zeros, so that frames pass bit for bit, only `delayFrames` later, until the first correction.
/// What the mix still lacks for the next period is asked for in `prepare`, mixed into `room`, and used up in `process`.
/// Used by one thread; allocates in `init` only.
struct DriftResampler: ~Copyable {
    static let taps = 32
    private static let places = 256
    /// Taps before the place that is computed.
    private static let before = taps / 2 - 1
    /// One frame in the numbers that places are counted in.
    private static let one = 1 << 32
    /// The strongest correction, in parts per billion.
    static let strongest: Int64 = 500_000

    /// Frames between the mix and the output while nothing is corrected.
    static let delayFrames = taps / 2

    private let channels: Int
    /// Frames, interleaved: those that output to come still needs, then those just mixed.
    private let line: UnsafeMutablePointer<Float>
    private let kernel: UnsafeMutablePointer<Float>
    private let weights: UnsafeMutablePointer<Float>
    private var filled = taps - 1
    private var fresh = 0
    /// How far the next output frame lies past a frame of the line, and how far output frames lie apart.
    private var place = 0
    private var step = one

    /// - Parameter period: The most frames that are put out at a time.
    init(channels: Int, period: Int) {
        self.channels = channels
        let room = period + period / 1_000 + Self.taps + 4
        line = .allocate(capacity: room * channels)
        line.initialize(repeating: 0, count: room * channels)
        weights = .allocate(capacity: Self.taps)
        weights.initialize(repeating: 0, count: Self.taps)
        kernel = .allocate(capacity: (Self.places + 1) * Self.taps)
        for row in 0...Self.places { Self.fill(kernel + row * Self.taps, at: Double(row) / Double(Self.places)) }
    }

    deinit {
        line.deallocate()
        weights.deallocate()
        kernel.deallocate()
    }

    /// Frames from the next one mixed to the next one put out.
    var delay: Double {
        Double(filled - Self.before) - Double(place) / Double(Self.one)
    }

    /// Says how many frames are to be mixed for so many put out, and clears their room.
    /// - Parameter correction: Parts per billion by which the mix is to be played faster.
    mutating func prepare(frames: Int, correction: Int64) -> Int {
        let bounded = max(-Self.strongest, min(Self.strongest, correction))
        step = Self.one + Int(bounded) * Self.one / 1_000_000_000
        fresh = max(0, (place + (frames - 1) * step) >> 32 + Self.taps - filled)
        room.update(repeating: 0)
        return fresh
    }

    /// Where the frames that `prepare` asked for are mixed.
    var room: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: line + filled * channels, count: fresh * channels)
    }

    /// Puts out as many frames as `prepare` was told of.
    mutating func process(into output: UnsafeMutablePointer<Float>, frames: Int) {
        filled += fresh
        fresh = 0
        if place == 0, step == Self.one {
            output.update(from: line + Self.before * channels, count: frames * channels)
        } else {
            for frame in 0..<frames { interpolate(at: place + frame * step, into: output + frame * channels) }
        }
        let end = place + frames * step
        let used = end >> 32
        place = end & (Self.one - 1)
        filled -= used
        line.update(from: line + used * channels, count: filled * channels)
    }

    /// While there is silence: what comes next passes bit for bit again.
    mutating func rest() {
        place = 0
    }

    /// Frames of the mix that so many put out were made of.
    func mixed(for frames: Int) -> Int { (frames * step) >> 32 }

    /// Forgets all that was mixed: silence goes before what comes next.
    mutating func reset() {
        filled = Self.taps - 1
        line.update(repeating: 0, count: filled * channels)
        fresh = 0
        place = 0
    }

    private func interpolate(at place: Int, into output: UnsafeMutablePointer<Float>) {
        let scaled = (place & (Self.one - 1)) * Self.places
        let low = kernel + (scaled >> 32) * Self.taps
        let high = low + Self.taps
        let share = Float(scaled & (Self.one - 1)) / Float(Self.one)
        for tap in 0..<Self.taps { weights[tap] = low[tap] + (high[tap] - low[tap]) * share }
        let source = line + (place >> 32) * channels
        for channel in 0..<channels {
            var sum: Float = 0
            for tap in 0..<Self.taps { sum += source[tap * channels + channel] * weights[tap] }
            output[channel] = sum
        }
    }

    /// One row: a sinc whose middle lies `place` of a frame past the tap `before`, in a Kaiser window, with a sum of 1.
    private static func fill(_ row: UnsafeMutablePointer<Float>, at place: Double) {
        row.initialize(repeating: 0, count: taps)
        guard place > 0, place < 1 else { return row[before + Int(place)] = 1 }
        let half = Double(taps) / 2
        func weight(_ tap: Int) -> Double {
            let distance = Double(tap - before) - place
            let inside = max(0, 1 - (distance / half) * (distance / half)).squareRoot()
            let sinc = Mathematics.sine(turns: distance / 2) / (.pi * distance)
            return sinc * Mathematics.bessel(9 * inside)
        }
        var sum = 0.0
        for tap in 0..<taps { sum += weight(tap) }
        for tap in 0..<taps { row[tap] = Float(weight(tap) / sum) }
    }
}
