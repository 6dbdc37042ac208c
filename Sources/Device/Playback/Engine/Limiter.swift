/// A true-peak limiter that looks ahead: nothing passes the ceiling, between the samples neither, and sound below it
/// passes bit for bit, only `delayFrames` later. Gains are whole numbers so that "no reduction" is exactly 1 again after
/// each peak.
///
/// A gain for each frame keeps it under the ceiling; the least of the gains around it, held, released slowly, and
/// averaged over the look-ahead, is in place when its peak arrives. Used by one thread, allocates in `init` only.
struct Limiter: ~Copyable {
    private static let unity: Int64 = 1 << 24
    /// The part of the reduction given back each frame: a time constant of about 85 ms at 48 kHz.
    private static let releaseShift: Int64 = 12
    /// A peak that passes the ceiling is brought a quarter of a dB under it: what a meter sees between two samples is not
    /// quite what we see, and the gain moves.
    private static let margin: Float = 0.97
    /// Frames before and after a peak that have its whole reduction, so that what lies between them has it too.
    private static let guardFrames = 16

    let delayFrames: Int
    private let channels: Int
    private let ceiling: Float
    private var detector: TruePeak
    /// Frames on their way through.
    private let line: UnsafeMutableBufferPointer<Float>
    private var index = 0
    /// The least of the gains asked for.
    private var wanted: LeastOfLast
    /// The held and released gains whose mean is the gain applied.
    private let held: UnsafeMutableBufferPointer<Int64>
    private var heldIndex = 0
    private var heldSum: Int64
    private var release = Limiter.unity
    /// False while every gain in the limiter is unity.
    private var isBusy = false

    init(rate: Int, channels: Int, ceiling: Float) {
        detector = TruePeak(rate: rate, channels: channels, ceiling: ceiling)
        let around = detector.delayFrames + Self.guardFrames
        delayFrames = max(around + 32, Int(Double(rate) * EngineLimits.lookAhead))
        self.channels = channels
        self.ceiling = ceiling
        line = .allocate(capacity: delayFrames * channels)
        line.initialize(repeating: 0)
        wanted = LeastOfLast(delayFrames + 1 + Self.guardFrames - detector.delayFrames, none: Self.unity)
        let averaged = delayFrames - around
        held = .allocate(capacity: averaged)
        held.initialize(repeating: Self.unity)
        heldSum = Self.unity * Int64(averaged)
    }

    deinit {
        line.deallocate()
        held.deallocate()
    }

    /// Limits frames in place; what comes out is `delayFrames` older than what went in.
    mutating func process(_ samples: UnsafeMutableBufferPointer<Float>, frames: Int) {
        guard let base = samples.baseAddress else { return }
        if !isBusy, detector.isHarmless(upTo: highest(base, frames * channels)) { return pass(base, frames: frames) }
        for frame in 0..<frames {
            let start = frame * channels
            var loudest: Float = 0
            for channel in 0..<channels { loudest = max(loudest, samples[start + channel].magnitude) }
            let peak = detector.take(base + start, loudest: loudest)
            let gain = peak > ceiling || isBusy ? nextGain(peak: peak) : 1
            let slot = index * channels
            for channel in 0..<channels {
                let old = line[slot + channel]
                line[slot + channel] = samples[start + channel]
                samples[start + channel] = gain == 1 ? old : max(-ceiling, min(ceiling, old * gain))
            }
            index = index + 1 == delayFrames ? 0 : index + 1
        }
    }

    private func highest(_ samples: UnsafePointer<Float>, _ count: Int) -> Float {
        var highest: Float = 0
        for index in 0..<count {
            let sample = samples[index].magnitude
            if sample > highest { highest = sample }
        }
        return highest
    }

    /// Frames that need no look: out comes what went in `delayFrames` ago.
    private mutating func pass(_ samples: UnsafeMutablePointer<Float>, frames: Int) {
        detector.pass(samples, frames: frames)
        var done = 0
        while done < frames, let kept = line.baseAddress {
            let count = min(frames - done, delayFrames - index)
            let (from, to) = (samples + done * channels, kept + index * channels)
            for sample in 0..<(count * channels) { (from[sample], to[sample]) = (to[sample], from[sample]) }
            done += count
            index = index + count == delayFrames ? 0 : index + count
        }
    }

    /// Every gain is unity again. What is on its way through stays.
    mutating func reset() {
        wanted.removeAll()
        held.update(repeating: Self.unity)
        heldSum = Self.unity * Int64(held.count)
        release = Self.unity
        isBusy = false
    }

    private mutating func nextGain(peak: Float) -> Float {
        let whole = Self.unity * Int64(held.count)
        // The gains held up to the frame before this one all look at the frame that leaves now.
        let gain = Float(heldSum / Int64(held.count)) / Float(Self.unity)
        let least = wanted.add(peak > ceiling ? Int64(ceiling * Self.margin / peak * Float(Self.unity)) : Self.unity)
        if least < release {
            release = least
        } else if release < least {
            release = min(least, release + max(16, (least - release) >> Self.releaseShift))
        }
        heldSum += release - held[heldIndex]
        held[heldIndex] = release
        heldIndex = heldIndex + 1 == held.count ? 0 : heldIndex + 1
        isBusy = heldSum != whole || least != Self.unity
        return gain
    }
}
