/// A peak limiter that looks ahead: no sample passes the ceiling, and sound below it passes bit for bit, only
/// `delayFrames` later. Gains are whole numbers so that "no reduction" is exactly 1 again after each peak.
///
/// A gain for each frame keeps it under the ceiling; the least of the gains to come, held, released slowly, and
/// averaged over the look-ahead, is in place when its peak arrives. Used by one thread, allocates in `init` only.
struct Limiter: ~Copyable {
    private static let unity: Int64 = 1 << 24
    /// The part of the reduction given back each frame: a time constant of about 85 ms at 48 kHz.
    private static let releaseShift: Int64 = 12

    let delayFrames: Int
    private let channels: Int
    private let ceiling: Float
    /// Frames inside the delay line, and the gains they ask for.
    private let line: UnsafeMutableBufferPointer<Float>
    private let wanted: UnsafeMutableBufferPointer<Int64>
    /// The held and released gains whose mean is the gain applied.
    private let held: UnsafeMutableBufferPointer<Int64>
    private var heldSum: Int64
    private var release = Limiter.unity
    private var index = 0
    /// Frames until every gain in the limiter is unity again.
    private var busy = 0

    init(rate: Int, channels: Int, ceiling: Float) {
        delayFrames = max(1, Int(Double(rate) * EngineLimits.lookAhead))
        self.channels = channels
        self.ceiling = ceiling
        line = .allocate(capacity: delayFrames * channels)
        line.initialize(repeating: 0)
        wanted = .allocate(capacity: delayFrames)
        wanted.initialize(repeating: Self.unity)
        held = .allocate(capacity: delayFrames)
        held.initialize(repeating: Self.unity)
        heldSum = Self.unity * Int64(delayFrames)
    }

    deinit {
        line.deallocate()
        wanted.deallocate()
        held.deallocate()
    }

    /// Limits frames in place; what comes out is `delayFrames` older than what went in.
    mutating func process(_ samples: UnsafeMutableBufferPointer<Float>, frames: Int) {
        for frame in 0..<frames {
            let start = frame * channels
            var peak: Float = 0
            for channel in 0..<channels { peak = max(peak, samples[start + channel].magnitude) }
            let gain = peak > ceiling || busy > 0 ? nextGain(peak: peak) : 1
            let slot = index * channels
            for channel in 0..<channels {
                let old = line[slot + channel]
                line[slot + channel] = samples[start + channel]
                samples[start + channel] = gain == 1 ? old : max(-ceiling, min(ceiling, old * gain))
            }
            index = index + 1 == delayFrames ? 0 : index + 1
        }
    }

    private mutating func nextGain(peak: Float) -> Float {
        // The gains held up to the frame before this one all look at the frame that leaves now.
        let gain = Float(heldSum / Int64(delayFrames)) / Float(Self.unity)
        let need = peak > ceiling ? Int64(ceiling / peak * Float(Self.unity)) : Self.unity
        wanted[index] = need
        var least = need
        for slot in 0..<delayFrames { least = min(least, wanted[slot]) }
        if least < release {
            release = least
        } else if release < least {
            release = min(least, release + max(16, (least - release) >> Self.releaseShift))
        }
        heldSum += release - held[index]
        held[index] = release
        let settled = release == Self.unity && heldSum == Self.unity * Int64(delayFrames)
        busy = settled && least == Self.unity ? 0 : 1
        return gain
    }
}
